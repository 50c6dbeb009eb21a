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

mod api;

mod device;
mod history;
mod home;
mod register;
mod registration;
mod shared;

use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::{
    SsrMode,
    components::{Route, Router, Routes},
    path,
};

use self::{
    device::DevicePage, history::HistoryPage, home::HomePage, register::RegisterPage,
    registration::RegistrationPage,
};
pub use self::{
    device::{CANCEL_FORM, LOCK_FORM},
    register::FORM as REGISTER_FORM,
    registration::FORM as REGISTRATION_FORM,
};
pub use crate::outcome::Outcome;
use crate::{
    account::AccountPage,
    live::provide_live,
    outcome, routes,
    shell::provide_page_info,
    t,
    ui::{NavItem, NotFound, PortalFrame, mark_hydrated},
};

#[cfg(all(test, feature = "ssr"))]
mod tests;

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
                    <Route path=path!("/register") view=RegisterPage ssr=SsrMode::Async />
                    <Route path=path!("/registrations/:id") view=RegistrationPage ssr=SsrMode::Async />
                    <Route path=path!("/devices/:id") view=DevicePage ssr=SsrMode::Async />
                    <Route path=path!("/history") view=HistoryPage ssr=SsrMode::Async />
                    <Route path=path!("/account") view=AccountPage ssr=SsrMode::Async />
                </Routes>
            </PortalFrame>
        </Router>
    }
}

fn navigation() -> Vec<NavItem> {
    vec![
        NavItem::new(routes::PORTAL, "phone", t::portal::nav_devices()).home().also(&[
            "/devices",
            "/registrations",
            routes::REGISTER,
        ]),
        NavItem::new(routes::HISTORY, "history", t::portal::nav_history()),
        NavItem::new(routes::ACCOUNT, "user", t::portal::nav_account()),
    ]
}
