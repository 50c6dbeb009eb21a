//! Rights that somebody changes while a page is open: it is loaded anew.

use leptos::{prelude::*, task::spawn_local};
use types::Permission;

use super::api::list_rights;
use crate::{browser, live::use_live, shell::page_info};

/// Follows what the person may do, for as long as the page is open. A page into which somebody has typed stays as it
/// is: the server decides on every call anyway.
pub(super) fn follow_rights() {
    let Some(viewer) = page_info().viewer else { return };
    let known = StoredValue::new(viewer.permissions);
    let tick = use_live().object("user", viewer.user_id);
    let look = move || {
        spawn_local(async move {
            if let Ok(now) = list_rights().await
                && !known.with_value(|known| are_same(known, &now))
            {
                browser::load_anew();
            }
        });
    };
    Effect::watch(move || tick.get(), move |_, _, _| look(), false);
}

fn are_same(some: &[Permission], others: &[Permission]) -> bool {
    some.len() == others.len() && some.iter().all(|one| others.contains(one))
}
