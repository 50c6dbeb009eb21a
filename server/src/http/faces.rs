//! Portal and console: their pages, rendered by Leptos, and the server functions behind them.

mod functions;
mod render;

use app::{console::ConsoleApp, portal::PortalApp};
use axum::{
    extract::{Request, State},
    response::Response,
};
use leptos_axum::generate_route_list;
use types::Face;

use super::page::Page;
use crate::{
    AppState,
    router::{Access, Routes},
};

/// The pages that the two routers know, and every registered server function.
pub(crate) fn routes(state: &AppState) -> Routes {
    let mut routes = functions::routes();
    for listing in generate_route_list(PortalApp) {
        routes = routes.get(Access::Session(Face::Portal), listing.path(), portal);
    }
    for listing in generate_route_list(ConsoleApp) {
        routes = routes.get(Access::Session(Face::Console), listing.path(), console);
    }
    if state.options().dev { gallery(routes) } else { routes }
}

async fn portal(State(state): State<AppState>, page: Page, request: Request) -> Response {
    render::page(&state, page, request, app::shell::portal_shell).await
}

async fn console(State(state): State<AppState>, page: Page, request: Request) -> Response {
    render::page(&state, page, request, app::shell::console_shell).await
}

#[cfg(debug_assertions)]
fn gallery(routes: Routes) -> Routes {
    async fn gallery(State(state): State<AppState>, page: Page, request: Request) -> Response {
        render::page(&state, page, request, app::shell::gallery_shell).await
    }
    routes.get_before_set_up("/gallery", gallery)
}

#[cfg(not(debug_assertions))]
fn gallery(routes: Routes) -> Routes {
    routes
}
