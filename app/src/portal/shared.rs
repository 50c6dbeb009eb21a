//! What several pages of the portal share.

use leptos::prelude::*;
use types::{DeviceLimit, Permission, Platform};

use crate::{
    address::use_address,
    shell::page_info,
    t::portal::{device_kind, places as words},
    ui::Pips,
};

/// Whether the person may do this. Only for leaving things out: the server decides on every call.
pub(super) fn may(permission: Permission) -> bool {
    page_info().viewer.is_some_and(|viewer| viewer.may(permission))
}

/// Whether the address holds this parameter.
pub(super) fn has_query(name: &str) -> bool {
    query_value(name).is_some()
}

/// The value of a parameter in the address.
pub(super) fn query_value(name: &str) -> Option<String> {
    untrack(|| use_address().query(name))
}

/// The id in the address: `/devices/:id`.
pub(super) fn id_in_address<T: std::str::FromStr>() -> Option<T> {
    untrack(|| use_address().step(1))?.parse().ok()
}

/// The value of `done` in the address: what a form of this page has just done.
pub(super) fn just_done() -> Option<String> {
    query_value("done")
}

/// What a device of this platform is called in a sentence: "Linux computer", "iPhone".
pub(super) fn kind_of_device(platform: Platform) -> &'static str {
    match platform {
        Platform::Linux => device_kind::linux(),
        Platform::Windows => device_kind::windows(),
        Platform::Android => device_kind::android(),
        named => named.label(),
    }
}

/// "3 of 5 devices, and 1 waiting to join".
pub(super) fn places_text(limit: &DeviceLimit) -> String {
    match (limit.limit, limit.waiting) {
        (Some(most), 0) => words::of(limit.used, most),
        (Some(most), waiting) => words::of_and_waiting(limit.used, most, waiting),
        (None, 0) => words::devices(limit.used),
        (None, waiting) => words::and_waiting(words::devices(limit.used), waiting),
    }
}

/// The places of the person as arches, with the words beside them.
#[component]
pub(super) fn Places(limit: Memo<DeviceLimit>) -> impl IntoView {
    move || {
        let limit = limit.get();
        view! {
            <Pips used=limit.used waiting=limit.waiting limit=limit.limit />
            <span>{places_text(&limit)}</span>
        }
    }
}
