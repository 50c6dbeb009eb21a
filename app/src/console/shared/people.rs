//! People and their limits, as several pages show them.

use leptos::prelude::*;
use types::{DeviceLimit, LimitSource, Source, UserId, UserRow, UserState};

use crate::{
    t::console::people as words,
    ui::{Avatar, Pips, Tone},
};

/// The one word and tone of a person's state.
pub(crate) fn user_status(user: &UserRow) -> (Tone, &'static str) {
    match user.state {
        UserState::Disabled => (Tone::Off, words::disabled()),
        UserState::Active if !user.has_password && user.source == Source::Local => {
            (Tone::Waiting, words::no_password())
        }
        UserState::Active => (Tone::Success, words::active()),
    }
}

/// A person with their address, leading to their page.
#[component]
pub(crate) fn PersonLine(
    /// The person.
    id: UserId,
    /// Their name.
    #[prop(into)]
    name: String,
    /// Address or user name.
    #[prop(into)]
    sub: String,
) -> impl IntoView {
    view! {
        <div class="row row-3 no-wrap">
            <Avatar name=name.clone() />
            <div class="grow">
                <a class="name semibold" href=format!("/admin/users/{id}")>
                    <bdi>{name}</bdi>
                </a>
                <br />
                <span class="muted xs ltr wrap-anywhere">{sub}</span>
            </div>
        </div>
    }
}

/// How many devices a person may have and has: arches, and the words beside them.
#[component]
pub(crate) fn LimitLine(
    /// The limit.
    limit: DeviceLimit,
) -> impl IntoView {
    let DeviceLimit { limit, used, waiting, source, group } = limit;
    let count = match (limit, waiting) {
        (None, 0) => words::devices(used),
        (None, waiting) => words::devices_and_waiting(used, waiting),
        (Some(limit), 0) => words::of_limit(used, limit),
        (Some(limit), waiting) => words::of_limit_and_waiting(used, limit, waiting),
    };
    let rule = match (limit, source) {
        (None, _) => words::no_limit().to_owned(),
        (Some(_), LimitSource::Standard) => words::standard_limit().to_owned(),
        (Some(_), LimitSource::Group) => words::group_limit(group.unwrap_or_default()),
    };
    view! {
        <div class="row row-3">
            <Pips used=used waiting=waiting limit=limit />
            <span class="sm">{count}</span>
        </div>
        <p class="xs muted mt-1">{rule}</p>
    }
}
