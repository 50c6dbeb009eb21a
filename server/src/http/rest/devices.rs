//! `/api/v1/devices`.

use axum::{Json, http::StatusCode, response::IntoResponse};
use types::{CommandRow, CreateCommand, DeviceDetail, DeviceId, DeviceQuery, DeviceRow, Page, Permission};
use utoipa_axum::routes;

use super::{
    input::{Call, Create, Id},
    output::created,
    query::List,
};
use crate::{
    http::problem,
    router::{Access, Answer, Routes},
};

pub(super) fn routes() -> Routes {
    Routes::new()
        .api(Access::Token(Permission::DeviceRead), routes!(list_devices))
        .api(Access::Token(Permission::DeviceRead), routes!(find_device))
        .api(Access::Token(Permission::DeviceDelete), routes!(delete_device))
        .api(Access::AnyToken(super::commands::ACTIONS), routes!(create_command))
}

/// Lists devices, newest first. Scope `devices:read`.
#[utoipa::path(
    get, path = "/api/v1/devices", tag = "devices", operation_id = "listDevices", security(("token" = [])),
    params(
        ("q" = Option<String>, Query, description = "Part of name, model, serial number, or the owner's name"),
        ("state" = Option<types::DeviceState>, Query, description = "Only those in this state"),
        ("platform" = Option<types::Platform>, Query, description = "Only those of this platform"),
        ("user_id" = Option<types::UserId>, Query, description = "Only those of this person"),
        ("label_id" = Option<types::LabelId>, Query, description = "Only those that carry this label"),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before"),
        ("limit" = Option<u32>, Query, description = "1 to 200, default 50"),
        ("total" = Option<bool>, Query, description = "Whether to count all that match"),
    ),
    responses(
        (status = 200, body = Page<DeviceRow>),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn list_devices(call: Call, List(query): List<DeviceQuery>) -> Answer {
    Ok(Json(call.domain.devices().list(&call.ctx, &query).await?).into_response())
}

/// One device. Scope `devices:read`.
#[utoipa::path(
    get, path = "/api/v1/devices/{id}", tag = "devices", operation_id = "findDevice", security(("token" = [])),
    params(("id" = DeviceId, Path)),
    responses(
        (status = 200, body = DeviceDetail),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn find_device(call: Call, Id(id): Id<DeviceId>) -> Answer {
    Ok(Json(call.domain.devices().find(&call.ctx, id).await?).into_response())
}

/// Deletes the record of a device that is retired, wiped or expired; any other: 409 `wrong_state`. Scope
/// `devices:delete`.
#[utoipa::path(
    delete, path = "/api/v1/devices/{id}", tag = "devices", operation_id = "deleteDevice",
    security(("token" = [])),
    params(("id" = DeviceId, Path)),
    responses(
        (status = 204),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn delete_device(call: Call, Id(id): Id<DeviceId>) -> Answer {
    call.domain.devices().delete(&call.ctx, id).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Tells a device to do something. Impossible on that device: 409 `action_not_supported`; why, is in
/// `refused_actions` of the device. Scopes: `devices:lock` for `lock`, `devices:unlock` for `unlock`,
/// `devices:locate` for `locate`,
/// `devices:write` for `restart` and `rename`, `devices:retire` for `retire`, `devices:wipe` for `wipe`,
/// which needs the name of the device in `confirm` and, beyond ten in an hour, waits as `held` until another
/// administrator approves it.
#[utoipa::path(
    post, path = "/api/v1/devices/{id}/commands", tag = "devices", operation_id = "createCommand",
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
async fn create_command(
    Id(id): Id<DeviceId>,
    Create { domain, ctx, input }: Create<CreateCommand>,
) -> Answer {
    let command = domain.devices().command(&ctx, id, &input).await?;
    Ok(created(StatusCode::ACCEPTED, &format!("/api/v1/commands/{}", command.id), &command))
}
