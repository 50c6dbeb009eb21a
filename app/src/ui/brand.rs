//! The mark and the wordmark.

use leptos::prelude::*;

use crate::shell::page_info;

const GATE: &str = "M4 27.5V8.6C4 7.7 4.7 7 5.6 7h2.9v2.6c0 .3.3.6.6.6h2.8c.3 0 .6-.3.6-.6V7h7v2.6c0 .3.3.6.6.6h2.8c.3 0 .6-.3.6-.6V7h2.9c.9 0 1.6.7 1.6 1.6v18.9c0 .3-.2.5-.5.5h-4.9c-.3 0-.5-.2-.5-.5v-5.9a5.5 5.5 0 0 0-11 0v5.9c0 .3-.2.5-.5.5H4.5c-.3 0-.5-.2-.5-.5Z";
const LANTERN: &str = "M12.5 27.5v-5.7a3.5 3.5 0 0 1 7 0v5.7c0 .3-.2.5-.5.5h-6c-.3 0-.5-.2-.5-.5Z";
const WORD: &str = "M15.1 10v11.2a5 5 0 0 1-8.9 3.1M10.1 10a5 5 0 1 0 0 10a5 5 0 1 0 0-10M25.3 10a5 5 0 1 0 0 10a5 5 0 1 0 0-10M30.3 10v10M36.4 5.3v11.9c0 1.9.9 2.8 2.7 2.8h1.3M33.5 10h6.7M43.25 15.1h9.5a4.85 5 0 1 0-1.45 3.55M58 3.6V20M58 14.7a4.7 4.7 0 0 1 9.4 0V20M76.8 10a5 5 0 1 0 0 10a5 5 0 1 0 0-10M86.3 10v5.3a4.7 4.7 0 0 0 9.4 0V10M95.7 10v10M107.3 12c-.7-1.3-2.1-2-3.9-2-2.2 0-3.7 1-3.7 2.6 0 3.5 7.9 1.3 7.9 4.8 0 1.7-1.7 2.6-4 2.6-2.1 0-3.7-.8-4.4-2.3M111.25 15.1h9.5a4.85 5 0 1 0-1.45 3.55";

/// The gatehouse with its lamp lit; decoration.
#[component]
pub fn Mark() -> impl IntoView {
    view! {
        <svg viewBox="0 0 32 32" aria-hidden="true">
            <path class="m-stone" d=GATE></path>
            <path class="m-lantern" d=LANTERN></path>
        </svg>
    }
}

/// Mark and wordmark as the link to the start page of a face.
#[component]
pub fn Brand(
    /// Start page of the face.
    href: &'static str,
) -> impl IntoView {
    view! {
        <a class="brand" href=href>
            <Mark />
            <svg class="word" viewBox="3 0 120 28" role="img" aria-label="Gatehouse">
                <path
                    d=WORD
                    fill="none"
                    stroke="currentColor"
                    stroke-width="2.6"
                    stroke-linecap="round"
                    stroke-linejoin="round"
                ></path>
            </svg>
        </a>
    }
}

/// The organisation's logo, with its name for those who do not see it.
#[component]
pub fn OwnLogo() -> impl IntoView {
    view! { <span class="logo" inner_html=page_info().logo></span> }
}

/// [`Brand`], with the organisation's logo instead of the wordmark where it has one.
#[component]
pub fn OwnBrand(
    /// Start page of the face.
    href: &'static str,
) -> impl IntoView {
    if page_info().logo.is_empty() {
        return view! { <Brand href=href /> }.into_any();
    }
    view! {
        <a class="brand" href=href>
            <Mark />
            <OwnLogo />
        </a>
    }
    .into_any()
}
