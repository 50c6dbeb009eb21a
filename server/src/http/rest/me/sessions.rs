//! `/api/v1/me/sessions`.

use axum::{Json, http::StatusCode, response::IntoResponse};
use types::{Permission, SessionId, SessionRow};
use utoipa_axum::routes;

use crate::{
    http::{
        problem,
        rest::input::{Call, Id},
    },
    router::{Access, Answer, Routes},
};

pub(super) fn routes() -> Routes {
    let account = Access::OwnToken(Permission::OwnAccount);
    Routes::new().api(account, routes!(list_own_sessions)).api(account, routes!(end_own_session))
}

/// Where one is signed in, newest first. Scope `me:all`.
#[utoipa::path(
    get, path = "/api/v1/me/sessions", tag = "me", operation_id = "listOwnSessions", security(("token" = [])),
    responses(
        (status = 200, body = Vec<SessionRow>),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn list_own_sessions(call: Call) -> Answer {
    Ok(Json(call.domain.access().list_sessions(&call.ctx).await?).into_response())
}

/// Ends one of one's own sessions. Scope `me:all`.
#[utoipa::path(
    delete, path = "/api/v1/me/sessions/{id}", tag = "me", operation_id = "endOwnSession", security(("token" = [])),
    params(("id" = SessionId, Path)),
    responses(
        (status = 204),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn end_own_session(call: Call, Id(id): Id<SessionId>) -> Answer {
    call.domain.access().end_session(&call.ctx, id).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
