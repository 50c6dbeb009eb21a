//! `/api/v1/registrations`.

use axum::{Json, http::StatusCode, response::IntoResponse};
use serde::Deserialize;
use types::{CreateRegistration, Handout, MessageChannel, Permission, RegistrationId};
use utoipa_axum::routes;

use super::{
    input::{Body, Call, Create, Id},
    output::created,
};
use crate::{
    http::problem,
    router::{Access, Answer, Routes},
};

pub(super) fn routes() -> Routes {
    let access = Access::Token(Permission::RegistrationWrite);
    Routes::new()
        .api(access, routes!(create_registration))
        .api(access, routes!(reissue_registration))
        .api(access, routes!(send_registration))
        .api(access, routes!(withdraw_registration))
}

/// By which way a message goes.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SendBy {
    /// `email` or `sms`.
    pub(super) by: MessageChannel,
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

/// Sends PIN and link to the person again, at most once a minute each way. Scope `registrations:write`.
#[utoipa::path(
    post, path = "/api/v1/registrations/{id}/send", tag = "registrations",
    operation_id = "sendRegistration", security(("token" = [])),
    params(("id" = RegistrationId, Path)),
    request_body = SendBy,
    responses(
        (status = 204, description = "The message is in the outbox"),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn send_registration(call: Call, Id(id): Id<RegistrationId>, Body(input): Body<SendBy>) -> Answer {
    call.domain.registration().send(&call.ctx, id, input.by).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Takes a registration back that waits; PIN and link are dead at once. Scope `registrations:write`.
#[utoipa::path(
    post, path = "/api/v1/registrations/{id}/withdraw", tag = "registrations",
    operation_id = "withdrawRegistration", security(("token" = [])),
    params(("id" = RegistrationId, Path)),
    responses(
        (status = 204, description = "It is withdrawn"),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn withdraw_registration(call: Call, Id(id): Id<RegistrationId>) -> Answer {
    call.domain.registration().withdraw(&call.ctx, id).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
