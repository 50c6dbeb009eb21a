//! The console: what administrators see and do.
//!
//! # Adding a page
//! 1. Write the page as a component in `src/console/<area>.rs` (or `src/console/<area>/<page>.rs`)
//!    and name its module below. The component starts with [`PageTitle`](crate::ui::PageTitle) and
//!    renders only what stands inside `<main>`.
//! 2. Add a `<Route>` to [`ConsoleApp`], and an entry to [`navigation`] if it has one.
//! 3. Put its texts into `locales/en/console.toml`.
//!
//! `generate_route_list(ConsoleApp)` tells the server about it; nothing else is needed.

mod overview;

use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::{
    SsrMode,
    components::{Route, Router, Routes},
    path,
};

use self::overview::OverviewPage;
use crate::{
    live::provide_live,
    shell::provide_page_info,
    t,
    ui::{ConsoleFrame, NavGroup, NavItem, NotFound, mark_hydrated},
};

/// The whole console, as mounted by the server and by `frontend/console`.
#[component]
pub fn ConsoleApp() -> impl IntoView {
    provide_meta_context();
    provide_page_info();
    mark_hydrated();
    provide_live("/admin/live");
    view! {
        <Router>
            <ConsoleFrame nav=navigation()>
                <Routes fallback=NotFound>
                    <Route path=path!("/admin") view=OverviewPage ssr=SsrMode::Async />
                </Routes>
            </ConsoleFrame>
        </Router>
    }
}

fn navigation() -> Vec<NavGroup> {
    vec![NavGroup::new(None, vec![NavItem::new("/admin", "dashboard", t::console::nav_overview()).home()])]
}
