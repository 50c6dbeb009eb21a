//! Who changed a settings page last.

use leptos::prelude::*;
use types::Timestamp;

use crate::{t::console::settings as words, ui::Time};

/// "Changed by Jonas Weber 3 days ago", or that nobody has.
#[component]
pub(super) fn LastChange(changed: Option<(Timestamp, String)>) -> impl IntoView {
    match changed {
        Some((at, who)) => view! {
            <p class="xs muted">{words::changed_by(who)} " " <Time at=at /></p>
        }
        .into_any(),
        None => view! { <p class="xs muted">{words::never_changed()}</p> }.into_any(),
    }
}
