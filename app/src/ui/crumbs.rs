//! Where the page stands.

use leptos::prelude::*;

use super::Icon;
use crate::t;

/// A page above this one.
#[derive(Clone, Debug)]
pub struct Crumb {
    /// Its address.
    pub href: String,
    /// Its name.
    pub label: String,
}

impl Crumb {
    /// A page above.
    pub fn new(href: impl Into<String>, label: impl Into<String>) -> Self {
        Self { href: href.into(), label: label.into() }
    }
}

/// The pages above, then this one; for the console.
#[component]
pub fn Crumbs(
    /// From the top down, without this page.
    items: Vec<Crumb>,
    /// This page.
    #[prop(into)]
    current: TextProp,
) -> impl IntoView {
    let item = |crumb: Crumb| {
        view! {
            <li>
                <a href=crumb.href>{crumb.label}</a>
                <Icon name="chevron-end" />
            </li>
        }
    };
    view! {
        <nav class="crumbs" aria-label=t::common::breadcrumb()>
            <ol role="list">
                {items.into_iter().map(item).collect_view()}
                <li aria-current="page">{move || current.get()}</li>
            </ol>
        </nav>
    }
}

/// The one page above; for the portal.
#[component]
pub fn BackLink(
    /// Its address.
    #[prop(into)]
    href: String,
    /// Its name.
    #[prop(into)]
    text: TextProp,
) -> impl IntoView {
    view! {
        <nav class="crumbs" aria-label=t::common::breadcrumb()>
            <a href=href>
                <Icon name="chevron-start" />
                {move || text.get()}
            </a>
        </nav>
    }
}
