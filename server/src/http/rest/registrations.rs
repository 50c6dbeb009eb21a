//! `/api/v1/registrations`.

use axum::{Json, http::StatusCode, response::IntoResponse};
use types::{CreateRegistration, Handout, Permission, RegistrationId};
use utoipa_axum::routes;

use super::{
    input::{Call, Create, Id},
    output::created,
};
use crate::{
    http::problem,
    router::{Access, Answer, Routes},
};

pub(super) fn routes() -> Routes {
    let access = Access::Token(Permission::RegistrationWrite);
    Routes::new().api(access, routes!(create_registration)).api(access, routes!(reissue_registration))
}

/// Registers a device for a person and gives the PIN, the link and both QR codes. At the person's limit
/// 409 `device_limit_reached`. `Location` is the device that waits. Scope `registrations:write`.
#[utoipa::path(
    post, path = "/api/v1/registrations", tag = "registrations", operation_id = "createRegistration",
    security(("token" = [])),
    params(("Idempotency-Key" = Option<String>, Header, description = "Makes the creation happen once")),
    request_body = CreateRegistration,
    responses(
        (status = 201, body = Handout, headers(("Location" = String))),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn create_registration(Create { domain, ctx, input }: Create<CreateRegistration>) -> Answer {
    let handout = domain.registration().create(&ctx, &input).await?;
    Ok(created(StatusCode::CREATED, &format!("/api/v1/devices/{}", handout.device_id), &handout))
}

/// Gives a new PIN and link; the old ones are dead at once. One that ran out waits again, if the person
/// has a place for it. Used or withdrawn: 409 `registration_not_pending`. Scope `registrations:write`.
#[utoipa::path(
    post, path = "/api/v1/registrations/{id}/reissue", tag = "registrations",
    operation_id = "reissueRegistration", security(("token" = [])),
    params(("id" = RegistrationId, Path)),
    responses(
        (status = 200, body = Handout),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn reissue_registration(call: Call, Id(id): Id<RegistrationId>) -> Answer {
    Ok(Json(call.domain.registration().reissue(&call.ctx, id).await?).into_response())
}
