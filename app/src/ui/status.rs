//! States as glyph and word, and tags.

use leptos::prelude::*;

use super::{Icon, Tone};

/// A state in tables and lists: glyph and word, without ground. One word per state everywhere.
#[component]
pub fn Status(
    /// What the state means.
    #[prop(into)]
    tone: Signal<Tone>,
    /// The word.
    #[prop(into)]
    text: TextProp,
) -> impl IntoView {
    view! {
        <span class="status" data-tone=move || tone.get().name()>
            {move || text.get()}
        </span>
    }
}

/// A state on cards and beside titles: glyph and word on a ground.
#[component]
pub fn Badge(
    /// What the state means.
    #[prop(into)]
    tone: Signal<Tone>,
    /// The word.
    #[prop(into)]
    text: TextProp,
) -> impl IntoView {
    view! {
        <span class="status badge" data-tone=move || tone.get().name()>
            {move || text.get()}
        </span>
    }
}

/// A label of a thing that is no state.
#[component]
pub fn Tag(
    /// Before the text.
    #[prop(optional, into)]
    icon: Option<&'static str>,
    /// The text.
    children: Children,
) -> impl IntoView {
    view! {
        <span class="tag">
            {icon.map(|name| view! { <Icon name=name /> })}
            {children()}
        </span>
    }
}
