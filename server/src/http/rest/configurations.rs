//! `/api/v1/configurations`, and what is set up on a device.

use axum::{Json, extract::Path, http::StatusCode, response::IntoResponse};
use types::{
    ChangeOwnership, ConfigurationId, ConfigurationInput, ConfigurationRow, DeviceDetail, DeviceId,
    DeviceSetup, ErrorCode, OwnershipChange, Page, Permission,
};
use utoipa_axum::routes;

use super::{
    input::{Body, Call, Create, Id, IfMatch},
    output::{created, versioned},
};
use crate::{
    http::problem,
    router::{Access, Answer, Routes},
};

pub(super) fn routes() -> Routes {
    let (read, write) =
        (Access::Token(Permission::DeviceRead), Access::Token(Permission::ConfigurationWrite));
    Routes::new()
        .api(read, routes!(list_configurations))
        .api(write, routes!(create_configuration))
        .api(read, routes!(find_configuration))
        .api(write, routes!(update_configuration))
        .api(write, routes!(delete_configuration))
        .api(read, routes!(find_device_setup))
        .api(write, routes!(retry_configuration))
        .api(Access::Token(Permission::DeviceWrite), routes!(preview_ownership))
        .api(Access::Token(Permission::DeviceWrite), routes!(change_ownership))
}

/// Lists all configurations by name, with how far each has come. Scope `devices:read`.
#[utoipa::path(
    get, path = "/api/v1/configurations", tag = "configurations", operation_id = "listConfigurations",
    security(("token" = [])),
    responses(
        (status = 200, body = Page<ConfigurationRow>),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn list_configurations(call: Call) -> Answer {
    let items = call.domain.configurations().list(&call.ctx).await?;
    Ok(Json(Page { items, next_cursor: None, total: None }).into_response())
}

/// Makes a configuration: a wireless network, rules for a passcode, or a profile made with Apple's tools.
/// Scope `configurations:write`.
#[utoipa::path(
    post, path = "/api/v1/configurations", tag = "configurations", operation_id = "createConfiguration",
    security(("token" = [])),
    params(("Idempotency-Key" = Option<String>, Header, description = "Makes the creation happen once")),
    request_body = ConfigurationInput,
    responses(
        (status = 201, body = ConfigurationRow, headers(("Location" = String), ("ETag" = String))),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn create_configuration(Create { domain, ctx, input }: Create<ConfigurationInput>) -> Answer {
    let row = domain.configurations().create(&ctx, &input).await?;
    let location = format!("/api/v1/configurations/{}", row.id);
    Ok(versioned(created(StatusCode::CREATED, &location, &row), row.version))
}

/// One configuration. Secrets are never told. Scope `devices:read`.
#[utoipa::path(
    get, path = "/api/v1/configurations/{id}", tag = "configurations", operation_id = "findConfiguration",
    security(("token" = [])),
    params(("id" = ConfigurationId, Path)),
    responses(
        (status = 200, body = ConfigurationRow, headers(("ETag" = String))),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn find_configuration(call: Call, Id(id): Id<ConfigurationId>) -> Answer {
    let row = call.domain.configurations().find(&call.ctx, id).await?;
    Ok(versioned(Json(&row).into_response(), row.version))
}

/// Changes a configuration. Devices get it again when what it says is another. Scope `configurations:write`.
#[utoipa::path(
    put, path = "/api/v1/configurations/{id}", tag = "configurations", operation_id = "updateConfiguration",
    security(("token" = [])),
    params(
        ("id" = ConfigurationId, Path),
        ("If-Match" = Option<String>, Header, description = "The `ETag` of the version that the change was made on"),
    ),
    request_body = ConfigurationInput,
    responses(
        (status = 200, body = ConfigurationRow, headers(("ETag" = String))),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn update_configuration(
    call: Call,
    Id(id): Id<ConfigurationId>,
    IfMatch(version): IfMatch,
    Body(input): Body<ConfigurationInput>,
) -> Answer {
    let row = call.domain.configurations().update(&call.ctx, id, &input, version).await?;
    Ok(versioned(Json(&row).into_response(), row.version))
}

/// Deletes a configuration. It is taken off its devices when they come next. Scope `configurations:write`.
#[utoipa::path(
    delete, path = "/api/v1/configurations/{id}", tag = "configurations", operation_id = "deleteConfiguration",
    security(("token" = [])),
    params(("id" = ConfigurationId, Path)),
    responses(
        (status = 204),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn delete_configuration(call: Call, Id(id): Id<ConfigurationId>) -> Answer {
    call.domain.configurations().delete(&call.ctx, id).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// The labels of a device, and what is set up on it. Scope `devices:read`.
#[utoipa::path(
    get, path = "/api/v1/devices/{id}/setup", tag = "configurations", operation_id = "findDeviceSetup",
    security(("token" = [])),
    params(("id" = DeviceId, Path)),
    responses(
        (status = 200, body = DeviceSetup),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn find_device_setup(call: Call, Id(id): Id<DeviceId>) -> Answer {
    Ok(Json(call.domain.configurations().of_device(&call.ctx, id).await?).into_response())
}

/// Sends a configuration that a device has refused once more. Scope `configurations:write`.
#[utoipa::path(
    post, path = "/api/v1/devices/{id}/configurations/{configuration_id}/retry", tag = "configurations",
    operation_id = "retryConfiguration", security(("token" = [])),
    params(("id" = DeviceId, Path), ("configuration_id" = ConfigurationId, Path)),
    responses(
        (status = 200, body = DeviceSetup),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn retry_configuration(call: Call, Path((id, configuration_id)): Path<(String, String)>) -> Answer {
    let ids = id.parse().ok().zip(configuration_id.parse().ok());
    let (id, configuration_id) = ids.ok_or(ErrorCode::NotFound)?;
    Ok(Json(call.domain.configurations().retry(&call.ctx, id, configuration_id).await?).into_response())
}

/// What another ownership would change on a device. Changes nothing. Scope `devices:write`.
#[utoipa::path(
    post, path = "/api/v1/devices/{id}/ownership/preview", tag = "configurations",
    operation_id = "previewOwnership", security(("token" = [])),
    params(("id" = DeviceId, Path)),
    request_body = ChangeOwnership,
    responses(
        (status = 200, body = OwnershipChange),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn preview_ownership(call: Call, Id(id): Id<DeviceId>, Body(input): Body<ChangeOwnership>) -> Answer {
    let change = call.domain.configurations().ownership_change(&call.ctx, id, input.ownership).await?;
    Ok(Json(change).into_response())
}

/// Says whose a device is from its next check-in on. Scope `devices:write`.
#[utoipa::path(
    put, path = "/api/v1/devices/{id}/ownership", tag = "configurations", operation_id = "changeOwnership",
    security(("token" = [])),
    params(("id" = DeviceId, Path)),
    request_body = ChangeOwnership,
    responses(
        (status = 200, body = DeviceDetail),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn change_ownership(call: Call, Id(id): Id<DeviceId>, Body(input): Body<ChangeOwnership>) -> Answer {
    Ok(Json(call.domain.devices().change_ownership(&call.ctx, id, &input).await?).into_response())
}
