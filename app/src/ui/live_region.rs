//! What is said to people who do not see the page: one polite and one assertive region, present
//! from page load, and the toasts.

use leptos::prelude::*;

use super::toast::{Toast, ToastStack, use_toasts};
use crate::t;

/// Says things to people who do not see the page. Take it with [`use_announcer`] while the component
/// is built: there is no context left when an answer arrives.
#[derive(Clone, Copy, Default)]
pub struct Announcer {
    polite: RwSignal<String>,
    urgent: RwSignal<String>,
}

/// Makes [`use_announcer`] and [`use_toasts`](super::use_toasts) work below; called once by each
/// frame.
pub fn provide_live_regions() {
    provide_context(Announcer::default());
    provide_context(ToastStack::default());
}

/// The announcer of the frame around.
#[must_use]
pub fn use_announcer() -> Announcer {
    use_context().unwrap_or_default()
}

impl Announcer {
    /// Says something when the person is done with what they are doing ("Copied", "3 results").
    pub fn say(self, text: impl Into<String>) {
        self.polite.set(text.into());
    }

    /// Says something at once. Only for what would be lost otherwise, such as the end of the session.
    pub fn say_urgently(self, text: impl Into<String>) {
        self.urgent.set(text.into());
    }
}

/// The regions themselves, at the end of each frame.
#[component]
pub fn LiveRegions() -> impl IntoView {
    let announcer = use_announcer();
    let polite = move || announcer.polite.get();
    let urgent = move || announcer.urgent.get();
    let stack = use_toasts();
    view! {
        <div class="sr" role="status" aria-live="polite">{polite}</div>
        <div class="sr" role="alert" aria-live="assertive">{urgent}</div>
        <div class="toasts" role="status" aria-live="polite">
            <For each=move || stack.items() key=|item| item.id let:item>
                <Toast item=item />
            </For>
        </div>
    }
}

/// The first link of the document: past the navigation.
#[component]
pub fn SkipLink() -> impl IntoView {
    view! {
        <a class="skip" href="#main" rel="external">
            {t::common::skip_to_content()}
        </a>
    }
}

/// A spinner with a word, for places that wait for an answer longer than 200 ms.
#[component]
pub fn Loading() -> impl IntoView {
    view! {
        <span class="loading">
            <span class="spin"></span>
            <span class="sr">{t::common::loading()}</span>
        </span>
    }
}
