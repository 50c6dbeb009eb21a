//! Tabs split one object. They are links, so that the address says which one is open.

use leptos::prelude::*;

use crate::address::{Address, use_address};

/// One tab.
#[derive(Clone, Debug)]
pub struct Tab {
    href: String,
    label: String,
    count: Option<u64>,
    note: Option<String>,
}

impl Tab {
    /// A tab at an address.
    pub fn new(href: impl Into<String>, label: impl Into<String>) -> Self {
        Self { href: href.into(), label: label.into(), count: None, note: None }
    }

    /// With a number behind the word.
    #[must_use]
    pub fn count(mut self, count: u64) -> Self {
        self.count = Some(count);
        self
    }

    /// With a word behind the word, such as "changed".
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }
}

/// Tabs of one object; the one whose path and query are those of the page is current.
#[component]
pub fn Tabs(
    /// Name of the object or the kind of tabs.
    #[prop(into)]
    label: TextProp,
    /// The tabs, in order.
    #[prop(into)]
    tabs: Signal<Vec<Tab>>,
) -> impl IntoView {
    let Address { path, search } = use_address();
    let is_current = move |href: &str| {
        let (wanted_path, wanted_query) = href.split_once('?').unwrap_or((href, ""));
        let here = wanted_path.is_empty()
            || path.with(|path| path.trim_end_matches('/') == wanted_path.trim_end_matches('/'));
        here && search.with(|query| query.trim_start_matches('?') == wanted_query)
    };
    let tab = move |tab: Tab| {
        let href = tab.href.clone();
        view! {
            <a href=tab.href aria-current=move || is_current(&href).then_some("page")>
                {tab.label}
                {tab.count.map(|count| view! { " "<span class="n">{count}</span> })}
                {tab.note.map(|note| view! { " "<span class="n">{note}</span> })}
            </a>
        }
    };
    view! {
        <nav class="tabs" aria-label=move || label.get()>
            {move || tabs.get().into_iter().map(tab).collect_view()}
        </nav>
    }
}
