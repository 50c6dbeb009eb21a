//! `/api/v1/me/devices`.

use axum::{Json, http::StatusCode, response::IntoResponse};
use types::{CommandRow, CreateCommand, DeviceId, DeviceRow, OwnDevicePage, Page, Permission};
use utoipa_axum::routes;

use super::ACTIONS;
use crate::{
    http::{
        problem,
        rest::{
            input::{Call, Create, Id},
            output::created,
        },
    },
    router::{Access, Answer, Routes},
};

pub(super) fn routes() -> Routes {
    Routes::new()
        .api(Access::OwnToken(Permission::OwnDeviceRead), routes!(list_own_devices))
        .api(Access::OwnToken(Permission::OwnDeviceRead), routes!(find_own_device))
        .api(Access::AnyOwnToken(ACTIONS), routes!(create_own_command))
}

/// Lists one's own devices, newest first. Scope `me:read`.
#[utoipa::path(
    get, path = "/api/v1/me/devices", tag = "me", operation_id = "listOwnDevices", security(("token" = [])),
    responses(
        (status = 200, body = Page<DeviceRow>),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn list_own_devices(call: Call) -> Answer {
    let items = call.domain.devices().list_own(&call.ctx).await?;
    Ok(Json(Page { items, next_cursor: None, total: None }).into_response())
}

/// One of one's own devices, its newest commands and events, and what is set up on it. Scope `me:read`.
#[utoipa::path(
    get, path = "/api/v1/me/devices/{id}", tag = "me", operation_id = "findOwnDevice", security(("token" = [])),
    params(("id" = DeviceId, Path)),
    responses(
        (status = 200, body = OwnDevicePage),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn find_own_device(call: Call, Id(id): Id<DeviceId>) -> Answer {
    Ok(Json(call.domain.devices().own_page(&call.ctx, id, false).await?).into_response())
}

/// Tells one's own device to do something. Impossible on that device: 409 `action_not_supported`; why, is in
/// `refused_actions` of the device. Scopes: `me:lock` for `lock`, `unlock`, `locate` and `reset_pin_password`,
/// `me:wipe` for `retire` and for `wipe`, which needs the name of the device in `confirm`. `Location` is the command.
#[utoipa::path(
    post, path = "/api/v1/me/devices/{id}/commands", tag = "me", operation_id = "createOwnCommand",
    security(("token" = [])),
    params(
        ("id" = DeviceId, Path),
        ("Idempotency-Key" = Option<String>, Header, description = "Makes the creation happen once"),
    ),
    request_body = CreateCommand,
    responses(
        (status = 202, body = CommandRow, headers(("Location" = String))),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn create_own_command(
    Id(id): Id<DeviceId>,
    Create { domain, ctx, input }: Create<CreateCommand>,
) -> Answer {
    let command = domain.devices().command(&ctx, id, &input).await?;
    Ok(created(StatusCode::ACCEPTED, &format!("/api/v1/me/commands/{}", command.id), &command))
}
