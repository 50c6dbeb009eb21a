//! Title and head of a page.

use leptos::prelude::*;

use super::Face;
use crate::t;

/// The title in the tab: "Page - Gatehouse". The text may hold names of people and devices.
#[component]
pub fn PageTitle(
    /// What the page is.
    #[prop(into)]
    text: TextProp,
) -> impl IntoView {
    #[cfg(not(feature = "ssr"))]
    Effect::new(move |_| document().set_title(&t::common::page_title(text.get())));
    // The meta crate writes titles into the document as they are, and at the very end, when signals of
    // the page are gone: so the text is taken now.
    #[cfg(feature = "ssr")]
    {
        let text = untrack(move || crate::shell::escape_text(&t::common::page_title(text.get())));
        let title = leptos_meta::TitleProps::builder().text(text).build();
        _ = leptos_meta::Title(title);
    }
}

/// Title row of a page: heading, one sentence, and at the end one primary action with others
/// before it.
#[component]
pub fn PageHead(
    /// The heading of the page.
    #[prop(into)]
    title: TextProp,
    /// A sentence below it.
    #[prop(optional, into)]
    sub: Option<TextProp>,
    /// Buttons at the end.
    #[prop(optional, into)]
    actions: Option<ViewFnOnce>,
    /// More below the heading, such as the device limit; instead of `sub`.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let heading = view! {
        <div>
            <h1 tabindex="-1">{move || title.get()}</h1>
            {sub.map(|sub| view! { <p class="sub">{move || sub.get()}</p> })}
            {children.map(|children| view! { <div class="sub row row-3">{children()}</div> })}
        </div>
    };
    if Face::current() == Face::Console {
        view! {
            <div class="c-head">
                {heading}
                {actions.map(|actions| view! { <div class="acts">{actions.run()}</div> })}
            </div>
        }
        .into_any()
    } else {
        view! {
            <div class="p-head">
                {heading}
                {actions.map(ViewFnOnce::run)}
            </div>
        }
        .into_any()
    }
}
