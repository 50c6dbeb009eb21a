//! The frame of settings pages: list of sections, sections as cards, and the bar that saves.

use leptos::prelude::*;

use super::{Status, Tone};
use crate::t;

/// Sections of a settings page beside their list.
#[component]
pub fn SettingsFrame(
    /// Id and name of each section, in order.
    sections: Vec<(&'static str, String)>,
    /// The sections, as [`Card`](super::Card)s with these ids, and the [`SaveBar`].
    children: Children,
) -> impl IntoView {
    let link = |(id, name): (&'static str, String)| {
        view! {
            <a href=format!("#{id}") rel="external">
                {name}
            </a>
        }
    };
    view! {
        <div class="set">
            <nav class="set-nav" aria-label=t::common::settings::on_this_page()>
                {sections.into_iter().map(link).collect_view()}
            </nav>
            <div class="stack set-body">{children()}</div>
        </div>
    }
}

/// Stays in view at the end of a settings page.
#[component]
pub fn SaveBar(
    /// Whether something was changed and not saved yet; without script it is not known.
    #[prop(optional, into)]
    changed: Signal<bool>,
    /// The buttons.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="savebar" role="region" aria-label=t::common::settings::save_bar()>
            <Show when=move || changed.get()>
                <Status tone=Tone::Waiting text=t::common::settings::unsaved() />
            </Show>
            <span class="push row">{children()}</span>
        </div>
    }
}
