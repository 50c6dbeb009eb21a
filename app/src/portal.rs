//! The portal: what people do with their own devices.
//!
//! # Adding a page
//! 1. Write the page as a component in `src/portal/<area>.rs` (or `src/portal/<area>/<page>.rs`)
//!    and name its module below. The component starts with [`PageTitle`](crate::ui::PageTitle) and
//!    renders only what stands inside `<main>`.
//! 2. Add a `<Route>` to [`PortalApp`].
//! 3. Put its texts into `locales/en/portal.toml`.
//!
//! `generate_route_list(PortalApp)` tells the server about it; nothing else is needed.

mod home;

use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::{
    SsrMode,
    components::{Route, Router, Routes},
    path,
};

use self::home::HomePage;
use crate::{
    live::provide_live,
    shell::provide_page_info,
    t,
    ui::{NavItem, NotFound, PortalFrame, mark_hydrated},
};

/// The whole portal, as mounted by the server and by `frontend/portal`.
#[component]
pub fn PortalApp() -> impl IntoView {
    provide_meta_context();
    provide_page_info();
    mark_hydrated();
    provide_live("/live");
    view! {
        <Router>
            <PortalFrame nav=navigation()>
                <Routes fallback=NotFound>
                    <Route path=path!("/") view=HomePage ssr=SsrMode::Async />
                </Routes>
            </PortalFrame>
        </Router>
    }
}

fn navigation() -> Vec<NavItem> {
    vec![NavItem::new("/", "phone", t::portal::nav_devices()).home()]
}
