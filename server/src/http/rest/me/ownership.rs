//! `/api/v1/me/devices/{id}/ownership`.

use axum::{Json, response::IntoResponse};
use types::{ChangeOwnership, DeviceId, OwnDevice, OwnershipChange, Permission};
use utoipa_axum::routes;

use crate::{
    http::{
        problem,
        rest::input::{Body, Call, Id},
    },
    router::{Access, Answer, Routes},
};

pub(super) fn routes() -> Routes {
    let change = Access::OwnToken(Permission::OwnChangeOwnership);
    Routes::new().api(change, routes!(preview_own_ownership)).api(change, routes!(change_own_ownership))
}

/// What another ownership would change on one's own device. Changes nothing. Scope `me:ownership`.
#[utoipa::path(
    post, path = "/api/v1/me/devices/{id}/ownership/preview", tag = "me", operation_id = "previewOwnOwnership",
    security(("token" = [])),
    params(("id" = DeviceId, Path)),
    request_body = ChangeOwnership,
    responses(
        (status = 200, body = OwnershipChange),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn preview_own_ownership(
    call: Call,
    Id(id): Id<DeviceId>,
    Body(input): Body<ChangeOwnership>,
) -> Answer {
    let change = call.domain.configurations().ownership_change(&call.ctx, id, input.ownership).await?;
    Ok(Json(change).into_response())
}

/// Says whose one's own device is from its next check-in on. Scope `me:ownership`.
#[utoipa::path(
    put, path = "/api/v1/me/devices/{id}/ownership", tag = "me", operation_id = "changeOwnOwnership",
    security(("token" = [])),
    params(("id" = DeviceId, Path)),
    request_body = ChangeOwnership,
    responses(
        (status = 200, body = OwnDevice),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn change_own_ownership(
    call: Call,
    Id(id): Id<DeviceId>,
    Body(input): Body<ChangeOwnership>,
) -> Answer {
    let device = call.domain.devices().change_ownership(&call.ctx, id, &input).await?;
    Ok(Json(OwnDevice::from(device)).into_response())
}
