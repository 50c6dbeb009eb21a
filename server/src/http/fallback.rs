//! Paths and methods that nobody serves.

use axum::{
    Extension,
    extract::{Request, State},
    http::request::Parts,
    response::{IntoResponse, Response},
};
use leptos::nonce::Nonce;
use types::ErrorCode;

use super::{failed, problem::Problem};
use crate::{AppState, middleware::visitor::Visitor};

pub(crate) async fn not_found(
    State(state): State<AppState>,
    Extension(visitor): Extension<Visitor>,
    Extension(nonce): Extension<Nonce>,
    request: Request,
) -> Response {
    answer(&state, &visitor, nonce, &request.into_parts().0, ErrorCode::NotFound).await
}

pub(crate) async fn method_not_allowed(
    State(state): State<AppState>,
    Extension(visitor): Extension<Visitor>,
    Extension(nonce): Extension<Nonce>,
    request: Request,
) -> Response {
    answer(&state, &visitor, nonce, &request.into_parts().0, ErrorCode::MethodNotAllowed).await
}

async fn answer(
    state: &AppState,
    visitor: &Visitor,
    nonce: Nonce,
    request: &Parts,
    code: ErrorCode,
) -> Response {
    let wants_page = request
        .headers
        .get("accept")
        .is_some_and(|accept| accept.to_str().is_ok_and(|accept| accept.contains("text/html")));
    let for_programs =
        ["/api/", "/_fn/", "/assets/"].iter().any(|prefix| request.uri.path().starts_with(prefix));
    if for_programs || !wants_page {
        return Problem::from(code).into_response();
    }
    failed::page(state, &visitor.ctx(), code.into(), nonce).await
}
