//! `/api/v1/users/{id}/sessions` and `/api/v1/sessions/{id}`.

use axum::{Json, http::StatusCode, response::IntoResponse};
use types::{Permission, SessionId, SessionRow, UserId};
use utoipa_axum::routes;

use super::input::{Call, Id};
use crate::{
    http::problem,
    router::{Access, Answer, Routes},
};

pub(super) fn routes() -> Routes {
    Routes::new()
        .api(Access::Token(Permission::UserRead), routes!(list_sessions))
        .api(Access::Token(Permission::UserWrite), routes!(end_sessions))
        .api(Access::Token(Permission::UserWrite), routes!(end_session))
}

/// Where a person is signed in, newest first. Scope `users:read`.
#[utoipa::path(
    get, path = "/api/v1/users/{id}/sessions", tag = "users", operation_id = "listSessions", security(("token" = [])),
    params(("id" = UserId, Path)),
    responses(
        (status = 200, body = Vec<SessionRow>),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn list_sessions(call: Call, Id(id): Id<UserId>) -> Answer {
    Ok(Json(call.domain.access().list_sessions_of(&call.ctx, id).await?).into_response())
}

/// Ends all sessions of a person at both faces. Scope `users:write`.
#[utoipa::path(
    delete, path = "/api/v1/users/{id}/sessions", tag = "users", operation_id = "endSessions", security(("token" = [])),
    params(("id" = UserId, Path)),
    responses(
        (status = 204),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn end_sessions(call: Call, Id(id): Id<UserId>) -> Answer {
    call.domain.access().end_sessions_of(&call.ctx, id).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Ends one session. Scope `users:write`.
#[utoipa::path(
    delete, path = "/api/v1/sessions/{id}", tag = "users", operation_id = "endSession", security(("token" = [])),
    params(("id" = SessionId, Path)),
    responses(
        (status = 204),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn end_session(call: Call, Id(id): Id<SessionId>) -> Answer {
    call.domain.access().end_session(&call.ctx, id).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
