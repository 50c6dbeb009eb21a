//! Every component in every state, at `/gallery` of a development build. The server mounts it only
//! there, and the console's bundle holds it only there.

mod actions;
mod fields;
mod lists;
mod registration;
mod states;

use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    components::{FlatRoutes, Route, Router},
    path,
};

use super::{
    Brand, Face, LiveRegions, PageTitle, SkipLink, ThemeToggle, mark_hydrated, provide_live_regions,
};
use crate::{routes, shell::provide_page_info};

/// Where the gallery is.
pub const PATH: &str = "/gallery";

/// The gallery as a face of its own, hydrated by the console's bundle.
#[component]
pub fn GalleryApp() -> impl IntoView {
    provide_page_info();
    mark_hydrated();
    view! {
        <Router>
            <FlatRoutes fallback=|| ()>
                <Route path=path!("/gallery") view=Gallery ssr=SsrMode::Async />
            </FlatRoutes>
        </Router>
    }
}

/// The page.
#[component]
pub fn Gallery() -> impl IntoView {
    provide_context(Face::Console);
    provide_live_regions();
    view! {
        <PageTitle text="Components" />
        <SkipLink />
        <main class="ks-w c-main" id="main">
            <div>
                <div class="row">
                    <Brand href=routes::CONSOLE />
                    <span class="push">
                        <ThemeToggle />
                    </span>
                </div>
                <h1 class="mt-4">"Components"</h1>
                <p class="muted mt-1">"Every part in every state it can take."</p>
            </div>
            <actions::Buttons />
            <fields::Fields />
            <fields::Choices />
            <states::States />
            <states::Notes />
            <states::Places />
            <registration::Codes />
            <registration::Progress />
            <lists::Cards />
            <lists::Tables />
            <lists::Waiting />
            <actions::Overlays />
            <actions::Icons />
        </main>
        <LiveRegions />
    }
}

/// A part of the gallery.
#[component]
fn Section(
    /// Id, which tests go to.
    id: &'static str,
    title: &'static str,
    sub: &'static str,
    children: Children,
) -> impl IntoView {
    view! {
        <section class="ks" id=id>
            <h2>{title}</h2>
            <p class="muted sm">{sub}</p>
            <div class="ks-b">{children()}</div>
        </section>
    }
}
