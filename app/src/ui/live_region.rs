//! What is said to people who do not see the page: one polite and one assertive region, present
//! from page load, and the toasts.

use leptos::prelude::*;

use super::toast::{Toast, ToastStack};
use crate::t;

#[derive(Clone, Copy)]
pub(crate) struct Announcer {
    polite: RwSignal<String>,
    urgent: RwSignal<String>,
}

/// Makes [`announce`] and [`toast`](super::toast()) available below; called once by each frame.
pub fn provide_live_regions() {
    provide_context(Announcer { polite: RwSignal::default(), urgent: RwSignal::default() });
    provide_context(ToastStack::default());
}

/// Says something when the person is done with what they are doing ("Copied", "3 results").
pub fn announce(text: impl Into<String>) {
    if let Some(announcer) = use_context::<Announcer>() {
        announcer.polite.set(text.into());
    }
}

/// Says something at once. Only for what would be lost otherwise, such as the end of the session.
pub fn announce_urgently(text: impl Into<String>) {
    if let Some(announcer) = use_context::<Announcer>() {
        announcer.urgent.set(text.into());
    }
}

impl Announcer {
    pub(super) fn say(self, text: String) {
        self.polite.set(text);
    }
}

/// The regions themselves, at the end of each frame.
#[component]
pub fn LiveRegions() -> impl IntoView {
    let announcer = use_context::<Announcer>();
    let polite = move || announcer.map(|announcer| announcer.polite.get()).unwrap_or_default();
    let urgent = move || announcer.map(|announcer| announcer.urgent.get()).unwrap_or_default();
    let stack = use_context::<ToastStack>().unwrap_or_default();
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
