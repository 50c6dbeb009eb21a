//! What is kept about a person, and how they leave.

use axum::{Json, http::StatusCode, response::IntoResponse};
use types::{DeleteUser, DeletionPreview, Permission, PersonExport, UserId};
use utoipa_axum::routes;

use super::input::{Body, Call, Id};
use crate::{
    http::problem,
    router::{Access, Answer, Routes},
};

pub(super) fn routes() -> Routes {
    Routes::new()
        .api(Access::Token(Permission::UserDelete), routes!(export_user))
        .api(Access::Token(Permission::UserDelete), routes!(preview_deletion))
        .api(Access::Token(Permission::UserDelete), routes!(delete_user))
}

/// All that is kept about a person, without secrets. The reading is audited. Scopes `users:delete` and
/// `users:read`.
#[utoipa::path(
    get, path = "/api/v1/users/{id}/export", tag = "users", operation_id = "exportUser", security(("token" = [])),
    params(("id" = UserId, Path)),
    responses(
        (status = 200, body = PersonExport),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn export_user(call: Call, Id(id): Id<UserId>) -> Answer {
    Ok(Json(call.domain.people().export(&call.ctx, id).await?).into_response())
}

/// What the deletion of a person would take away, and why it would be refused. Scope `users:delete`.
#[utoipa::path(
    get, path = "/api/v1/users/{id}/deletion", tag = "users", operation_id = "previewDeletion",
    security(("token" = [])),
    params(("id" = UserId, Path)),
    responses(
        (status = 200, body = DeletionPreview),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn preview_deletion(call: Call, Id(id): Id<UserId>) -> Answer {
    Ok(Json(call.domain.people().preview_deletion(&call.ctx, id).await?).into_response())
}

/// Deletes a person, and their name from the audit log. Devices under management are retired or handed
/// over, as the body says; without a choice it is refused where there are any. Scope `users:delete`.
#[utoipa::path(
    post, path = "/api/v1/users/{id}/deletion", tag = "users", operation_id = "deleteUser",
    security(("token" = [])),
    params(("id" = UserId, Path)),
    request_body = DeleteUser,
    responses(
        (status = 204),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn delete_user(call: Call, Id(id): Id<UserId>, Body(input): Body<DeleteUser>) -> Answer {
    call.domain.people().delete(&call.ctx, id, &input).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
