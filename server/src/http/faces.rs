//! Portal and console: their pages, rendered by Leptos, and the server functions behind them.

mod functions;
mod render;

use app::{console::ConsoleApp, outcome::Outcome};
use axum::{
    body::Body,
    extract::{Request, State},
    http::StatusCode,
    response::Response,
};
use leptos::prelude::provide_context;
use leptos_axum::generate_route_list;
use types::{ErrorCode, Face};

use super::page::Page;
use crate::{
    AppState,
    router::{Access, Routes},
};

/// The pages of both faces, and every registered server function.
pub(crate) fn routes(state: &AppState) -> Routes {
    let mut routes = functions::routes();
    for path in app::portal::Page::PATHS {
        routes = routes.get(Access::Session(Face::Portal), &in_braces(path), portal);
    }
    for listing in generate_route_list(ConsoleApp) {
        routes = routes.get(Access::Session(Face::Console), listing.path(), console);
    }
    if state.options().dev { gallery(routes) } else { routes }
}

/// A pattern of pages as axum writes it: `/devices/{id}` for `/devices/:id`.
fn in_braces(pattern: &str) -> String {
    let step =
        |step: &str| step.strip_prefix(':').map_or_else(|| step.to_owned(), |name| format!("{{{name}}}"));
    pattern.split('/').map(step).collect::<Vec<_>>().join("/")
}

async fn portal(State(state): State<AppState>, page: Page, request: Request) -> Response {
    render::page(&state, page, request, app::shell::portal_shell).await
}

/// A page of the face as the answer to its form: what was typed and what is wrong, or what came of it, is in the
/// context of the rendering.
pub(crate) async fn again(page: Page, path: &str, outcome: Outcome) -> Response {
    let status = match outcome.error.as_ref().map(|error| error.code) {
        None => StatusCode::OK,
        Some(ErrorCode::TooManyRequests) => StatusCode::TOO_MANY_REQUESTS,
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let mut request = Request::new(Body::empty());
    if let Ok(uri) = path.parse() {
        *request.uri_mut() = uri;
    }
    let state = page.state.clone();
    let more = move || provide_context(outcome.clone());
    let mut answer = match page.ctx.signed_in().map(|me| me.face) {
        Ok(Face::Console) => render::page_with(&state, page, request, app::shell::console_shell, more).await,
        _ => render::page_with(&state, page, request, app::shell::portal_shell, more).await,
    };
    if answer.status().is_success() {
        *answer.status_mut() = status;
    }
    answer
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
