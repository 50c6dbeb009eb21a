//! The one router. Every route says who may use it, and nothing is served that does not.

mod access;
mod guard;
mod registry;

use axum::{Router, response::Response};

pub use access::{Access, Answers};
pub use registry::{Entry, Routes};

use crate::{AppState, http, middleware};

/// The whole web server.
pub fn app(state: AppState) -> Router {
    let built = routes(&state).finish(&state);
    let router = built
        .router
        .fallback(http::fallback::not_found)
        .method_not_allowed_fallback(http::fallback::method_not_allowed)
        .with_state(state.clone());
    middleware::around(router, &state)
}

/// The listener for certificates: one route, and nothing of the main one.
pub fn certificates(state: AppState) -> Router {
    let built = http::certificates::routes().finish(&state);
    let router = built
        .router
        .fallback(http::fallback::not_found)
        .method_not_allowed_fallback(http::fallback::method_not_allowed)
        .with_state(state.clone())
        .layer(axum::middleware::from_fn(http::certificates::close));
    middleware::around(router, &state)
}

/// All routes with their access, for the router and for those who check it.
pub fn routes(state: &AppState) -> Routes {
    Routes::new()
        .merge(http::health::routes())
        .merge(http::files::routes())
        .merge(http::branding::routes())
        .merge(http::live::routes())
        .merge(http::session::routes())
        .merge(http::security_txt::routes())
        .merge(http::web_app::routes())
        .merge(http::well_known::routes())
        .merge(http::apple::routes())
        .merge(http::scep::routes())
        .merge(http::faces::routes(state))
        .merge(http::pages::routes())
        .merge(http::set_up::routes())
        .merge(api_routes())
}

/// The routes of the documented interfaces.
fn api_routes() -> Routes {
    Routes::new().merge(http::rest::routes()).merge(http::device::routes())
}

/// The OpenAPI document, the same that `/api/v1/openapi.json` answers.
pub fn openapi() -> utoipa::openapi::OpenApi {
    api_routes().openapi(http::rest::document())
}

/// What a handler gives that answers in more than one way.
pub(crate) type Answer = Result<Response, http::problem::Problem>;
