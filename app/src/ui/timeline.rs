//! What happened, newest first.

use leptos::prelude::*;
use types::Timestamp;

use super::{Icon, Time, Tone};

/// A list of [`Event`]s.
#[component]
pub fn Timeline(
    /// Name, when there is no heading.
    #[prop(optional, into)]
    label: Option<TextProp>,
    /// [`Event`]s.
    children: Children,
) -> impl IntoView {
    view! {
        <ol class="timeline" role="list" aria-label=label.map(|label| move || label.get())>
            {children()}
        </ol>
    }
}

/// One thing that happened: what and who in one sentence with the verb bold, the result below.
#[component]
pub fn Event(
    /// Icon of the action.
    icon: &'static str,
    /// Waiting, success or danger; else neutral.
    #[prop(optional, into)]
    tone: Option<Tone>,
    /// When it was.
    #[prop(optional, into)]
    at: Option<Timestamp>,
    /// The result.
    #[prop(optional, into)]
    note: MaybeProp<String>,
    /// The sentence.
    children: Children,
) -> impl IntoView {
    view! {
        <li>
            <span class="dot" data-tone=tone.and_then(Tone::of_dot)>
                <Icon name=icon />
            </span>
            <div class="what">
                {children()}
                {move || note.get().map(|note| view! { <small>{note}</small> })}
            </div>
            {at.map(|at| view! { <Time at=at /> })}
        </li>
    }
}
