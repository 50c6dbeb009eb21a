//! `/api/v1/commands`.

use axum::{Json, response::IntoResponse};
use types::{CommandId, CommandRow, NewPin, Permission};
use utoipa_axum::routes;

use super::input::{Call, Id};
use crate::{
    http::problem,
    router::{Access, Answer, Routes},
};

/// What one of the actions needs.
pub(super) const ACTIONS: &[Permission] = &[
    Permission::DeviceLock,
    Permission::DeviceUnlock,
    Permission::DeviceLocate,
    Permission::DeviceWrite,
    Permission::DeviceRetire,
    Permission::DeviceWipe,
];

pub(super) fn routes() -> Routes {
    Routes::new()
        .api(Access::Token(Permission::DeviceRead), routes!(find_command))
        .api(Access::AnyToken(ACTIONS), routes!(cancel_command))
        .api(Access::Token(Permission::DeviceWipe), routes!(approve_command))
        .api(Access::Token(Permission::DeviceUnlock), routes!(reveal_pin))
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

/// Takes a command back while it is held or queued; later 409 `command_already_sent`. The scope of its action.
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

/// Lets a wipe go out that waits for another administrator (`held`). Whoever ordered it: 409 `own_account`.
/// Scope `devices:wipe`.
#[utoipa::path(
    post, path = "/api/v1/commands/{id}/approve", tag = "devices", operation_id = "approveCommand",
    security(("token" = [])),
    params(("id" = CommandId, Path)),
    responses(
        (status = 200, body = CommandRow),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn approve_command(call: Call, Id(id): Id<CommandId>) -> Answer {
    Ok(Json(call.domain.devices().approve_command(&call.ctx, id).await?).into_response())
}

/// The new PIN that a device has told after `reset_pin_password`. It is told once and deleted; later 409 `wrong_state`.
/// Scope `devices:unlock`.
#[utoipa::path(
    post, path = "/api/v1/commands/{id}/reveal", tag = "devices", operation_id = "revealPin",
    security(("token" = [])),
    params(("id" = CommandId, Path)),
    responses(
        (status = 200, body = NewPin),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn reveal_pin(call: Call, Id(id): Id<CommandId>) -> Answer {
    Ok(Json(call.domain.devices().reveal(&call.ctx, id).await?).into_response())
}
