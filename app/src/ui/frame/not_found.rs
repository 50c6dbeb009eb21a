//! What a face shows instead of a page.

use leptos::prelude::*;

use crate::{
    routes, t,
    ui::{ButtonKind, EmptyArt, EmptyState, Face, LinkButton, PageTitle},
};

/// No page has this address, or it is hidden from the person. The server answers 404 with it.
#[component]
pub fn NotFound() -> impl IntoView {
    #[cfg(feature = "ssr")]
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.set_status(axum::http::StatusCode::NOT_FOUND);
    }
    let home = if Face::current() == Face::Console { routes::CONSOLE } else { routes::PORTAL };
    view! {
        <PageTitle text=t::common::not_found::title() />
        <EmptyState
            title=t::common::not_found::title()
            art=EmptyArt::Barred
            heading_level=1
            actions=move || {
                view! { <LinkButton href=home kind=ButtonKind::Primary>{t::common::not_found::home()}</LinkButton> }
            }
        >
            <p>{t::common::not_found::text()}</p>
        </EmptyState>
    }
}

/// A part of a page could not be loaded: what it means and what to do.
#[component]
pub fn Broken(
    /// What to say instead of the general sentence.
    #[prop(optional, into)]
    text: Option<TextProp>,
) -> impl IntoView {
    let text = text.unwrap_or_else(|| t::common::broken::text().into());
    view! {
        <EmptyState title=t::common::broken::title()>
            <p>{move || text.get()}</p>
        </EmptyState>
    }
}
