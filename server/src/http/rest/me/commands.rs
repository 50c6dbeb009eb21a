//! `/api/v1/me/commands`.

use axum::{Json, response::IntoResponse};
use types::{CommandId, CommandRow, NewPin, Permission};
use utoipa_axum::routes;

use super::ACTIONS;
use crate::{
    http::{
        problem,
        rest::input::{Call, Id},
    },
    router::{Access, Answer, Routes},
};

pub(super) fn routes() -> Routes {
    Routes::new()
        .api(Access::OwnToken(Permission::OwnDeviceRead), routes!(find_own_command))
        .api(Access::AnyOwnToken(ACTIONS), routes!(cancel_own_command))
        .api(Access::OwnToken(Permission::OwnResetPinPassword), routes!(reveal_own_pin))
}

/// One command to one's own device and what became of it. Scope `me:read`.
#[utoipa::path(
    get, path = "/api/v1/me/commands/{id}", tag = "me", operation_id = "findOwnCommand", security(("token" = [])),
    params(("id" = CommandId, Path)),
    responses(
        (status = 200, body = CommandRow),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn find_own_command(call: Call, Id(id): Id<CommandId>) -> Answer {
    Ok(Json(call.domain.devices().find_command(&call.ctx, id).await?).into_response())
}

/// Takes a command back while it is held or queued; later 409 `command_already_sent`. The scope of its action.
#[utoipa::path(
    delete, path = "/api/v1/me/commands/{id}", tag = "me", operation_id = "cancelOwnCommand", security(("token" = [])),
    params(("id" = CommandId, Path)),
    responses(
        (status = 200, body = CommandRow),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn cancel_own_command(call: Call, Id(id): Id<CommandId>) -> Answer {
    Ok(Json(call.domain.devices().cancel_command(&call.ctx, id).await?).into_response())
}

/// The new PIN that one's device has told after `reset_pin_password`. It is told once and deleted; later 409
/// `wrong_state`. Scope `me:lock`.
#[utoipa::path(
    post, path = "/api/v1/me/commands/{id}/reveal", tag = "me", operation_id = "revealOwnPin", security(("token" = [])),
    params(("id" = CommandId, Path)),
    responses(
        (status = 200, body = NewPin),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn reveal_own_pin(call: Call, Id(id): Id<CommandId>) -> Answer {
    Ok(Json(call.domain.devices().reveal(&call.ctx, id).await?).into_response())
}
