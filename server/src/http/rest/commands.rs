//! `/api/v1/commands`.

use axum::{Json, response::IntoResponse};
use types::{CommandId, CommandRow, Permission};
use utoipa_axum::routes;

use super::input::{Call, Id};
use crate::{
    http::problem,
    router::{Access, Answer, Routes},
};

pub(super) fn routes() -> Routes {
    Routes::new()
        .api(Access::Token(Permission::DeviceRead), routes!(find_command))
        .api(Access::Token(Permission::DeviceLock), routes!(cancel_command))
}

/// One command and what became of it. Scope `devices:read`.
#[utoipa::path(
    get, path = "/api/v1/commands/{id}", tag = "devices", operation_id = "findCommand", security(("token" = [])),
    params(("id" = CommandId, Path)),
    responses(
        (status = 200, body = CommandRow),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn find_command(call: Call, Id(id): Id<CommandId>) -> Answer {
    Ok(Json(call.domain.devices().find_command(&call.ctx, id).await?).into_response())
}

/// Takes a command back while it is queued; later 409 `command_already_sent`. Scope `devices:lock`.
#[utoipa::path(
    delete, path = "/api/v1/commands/{id}", tag = "devices", operation_id = "cancelCommand",
    security(("token" = [])),
    params(("id" = CommandId, Path)),
    responses(
        (status = 200, body = CommandRow),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn cancel_command(call: Call, Id(id): Id<CommandId>) -> Answer {
    Ok(Json(call.domain.devices().cancel_command(&call.ctx, id).await?).into_response())
}
