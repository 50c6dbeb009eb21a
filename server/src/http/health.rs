//! Whether the process lives, and whether it can work.

use axum::{
    extract::State,
    http::{Method, StatusCode},
    routing::get,
};
use types::ErrorCode;

use crate::{
    AppState,
    router::{Access, Answer, Routes},
};

pub(crate) fn routes() -> Routes {
    Routes::new().data(Access::Public, Method::GET, "/healthz", get(async || "ok")).data(
        Access::Public,
        Method::GET,
        "/readyz",
        get(ready),
    )
}

/// The database answers; it was migrated before the process began to listen.
async fn ready(State(state): State<AppState>) -> Answer {
    use axum::response::IntoResponse;
    state.domain().db().ping().await.map_err(|_| ErrorCode::Unavailable)?;
    Ok((StatusCode::OK, "ready").into_response())
}
