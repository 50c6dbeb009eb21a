//! The portal: what people do with their own devices.
//!
//! # Adding a page
//! 1. Write the page as a component in `src/portal/<area>.rs` (or `src/portal/<area>/<page>.rs`)
//!    and name its module below. The component starts with [`PageTitle`](crate::ui::PageTitle) and
//!    renders only what stands inside `<main>`.
//! 2. Add its address to `pages!` below.
//! 3. Put its texts into `locales/en/portal.toml`.
//!
//! `Page::PATHS` tells the server about it; nothing else is needed.
//!
//! Every link loads a document: what a page reads stands in it, so that neither a router nor what reads pages later
//! travels to telephones (decision 8).

mod api;

mod certificates;
mod device;
mod history;
mod home;
mod lost;
mod register;
mod registration;
mod rights;
mod shared;

use leptos::prelude::*;

use self::{
    certificates::CertificatesPage, device::DevicePage, history::HistoryPage, home::HomePage, lost::LostPage,
    register::RegisterPage, registration::RegistrationPage,
};
pub use self::{
    certificates::{KEEP_FORM, REMOVE_FORM, UPLOAD_FORM},
    device::{ASK_FORM, CANCEL_FORM, OWNERSHIP, PIN_FORM},
    register::FORM as REGISTER_FORM,
    registration::FORM as REGISTRATION_FORM,
};
pub use crate::outcome::Outcome;
use crate::{
    account::AccountPage,
    address::Address,
    live::provide_live,
    outcome,
    parts::pages,
    routes,
    shell::provide_page_info,
    t,
    ui::{NavItem, NotFound, PortalFrame, mark_hydrated},
};

#[cfg(all(test, feature = "ssr"))]
mod tests;

pages! {
    /// One's devices.
    Devices in portal {
        "/" => HomePage,
    }
    /// Registering a device.
    Registering in portal_registering {
        "/register" => RegisterPage,
        "/registrations/:id" => RegistrationPage,
    }
    /// One device.
    Device in portal_device {
        "/devices/:id" => DevicePage,
        "/devices/:id/lost" => LostPage,
    }
    /// One's certificates.
    Certificates in portal_certificates {
        "/certificates" => CertificatesPage,
    }
    /// What happened, and one's account.
    Office in portal_office {
        "/history" => HistoryPage,
        "/account" => AccountPage,
    }
}

/// The whole portal, as mounted by the server and by the bundles `frontend/portal*`.
#[component]
pub fn PortalApp() -> impl IntoView {
    let address = Address::of_document();
    provide_context(address);
    provide_page_info();
    mark_hydrated();
    provide_live("/live");
    rights::follow_rights();
    view! { <PortalFrame nav=navigation>{page_at(address)}</PortalFrame> }
}

fn page_at(address: Address) -> AnyView {
    match Page::at(&address.path.get_untracked()) {
        Some(page) => page.view().unwrap_or_else(|| ().into_any()),
        None => NotFound().into_any(),
    }
}

/// Takes over the page that the server has rendered, in the bundle of a part.
#[cfg(feature = "hydrate")]
pub fn take_over(part: Part, show: fn(Page) -> AnyView, texts: Option<crate::text::Texts>) {
    crate::text::take(texts);
    hold(part, show);
    leptos::mount::hydrate_body(PortalApp);
}

fn navigation() -> Vec<NavItem> {
    vec![
        NavItem::new(routes::PORTAL, "phone", t::portal::nav_devices()).home().also(&[
            "/devices",
            "/registrations",
            routes::REGISTER,
        ]),
        NavItem::new(routes::CERTIFICATES, "certificate", t::portal::nav_certificates()),
        NavItem::new(routes::HISTORY, "history", t::portal::nav_history()),
        NavItem::new(routes::ACCOUNT, "user", t::portal::nav_account()),
    ]
}
