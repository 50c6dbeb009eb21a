//! Live events (server-sent): what changed, told to open pages. Bound to the session that opened the
//! stream, ended with it, and never counted as its activity.

mod stream;

use std::time::Duration;

use axum::{
    Extension,
    extract::State,
    http::{HeaderName, Method, header},
    response::{
        IntoResponse,
        sse::{KeepAlive, Sse},
    },
    routing::get,
};
use domain::{Actor, RequestCtx};
use types::{ErrorCode, Face};

use crate::{
    AppState,
    http::problem::Problem,
    router::{Access, Routes},
};

/// Sse itself would say `no-cache`, which lets a cache keep what it must ask for again.
const NEVER_KEPT: [(HeaderName, &str); 1] = [(header::CACHE_CONTROL, "no-store")];
const KEEP_ALIVE: Duration = Duration::from_secs(20);

pub(crate) fn routes() -> Routes {
    Routes::new().data(Access::PassiveSession(Face::Portal), Method::GET, "/live", get(live)).data(
        Access::PassiveSession(Face::Console),
        Method::GET,
        "/admin/live",
        get(live),
    )
}

async fn live(
    State(state): State<AppState>,
    Extension(ctx): Extension<RequestCtx>,
) -> Result<impl IntoResponse, Problem> {
    let Actor::User(listener) = ctx.actor else { return Err(ErrorCode::Unauthenticated.into()) };
    let events = stream::events(state, listener);
    Ok((NEVER_KEPT, Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE))))
}
