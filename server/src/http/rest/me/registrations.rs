//! `/api/v1/me/registrations`.

use axum::{Json, http::StatusCode, response::IntoResponse};
use types::{Handout, Page, Permission, RegisterOwnDevice, RegistrationId, RegistrationProgress};
use utoipa_axum::routes;

use crate::{
    http::{
        problem,
        rest::{
            input::{Body, Call, Create, Id},
            output::created,
            registrations::SendBy,
        },
    },
    router::{Access, Answer, Routes},
};

pub(super) fn routes() -> Routes {
    let (read, register) = (Permission::OwnDeviceRead, Access::OwnToken(Permission::OwnRegister));
    let secret = Access::OwnToken(Permission::OwnRegistrationSecretRead);
    Routes::new()
        .api(register, routes!(register_own_device))
        .api(Access::OwnToken(read), routes!(list_own_registrations))
        .api(Access::OwnToken(read), routes!(find_own_registration))
        .api(secret, routes!(read_own_handout))
        .api(register, routes!(reissue_own_registration))
        .api(register, routes!(send_own_registration))
        .api(register, routes!(withdraw_own_registration))
}

/// Registers a device of one's own and gives the PIN, the link and both QR codes. At one's limit 409
/// `device_limit_reached`. `Location` is the registration. Scope `me:register`.
#[utoipa::path(
    post, path = "/api/v1/me/registrations", tag = "me", operation_id = "registerOwnDevice", security(("token" = [])),
    params(("Idempotency-Key" = Option<String>, Header, description = "Makes the creation happen once")),
    request_body = RegisterOwnDevice,
    responses(
        (status = 201, body = Handout, headers(("Location" = String))),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn register_own_device(Create { domain, ctx, input }: Create<RegisterOwnDevice>) -> Answer {
    let handout = domain.registration().create_own(&ctx, &input).await?;
    Ok(created(StatusCode::CREATED, &format!("/api/v1/me/registrations/{}", handout.id), &handout))
}

/// Lists one's own registrations that wait for a device, newest first. Scope `me:read`.
#[utoipa::path(
    get, path = "/api/v1/me/registrations", tag = "me", operation_id = "listOwnRegistrations", security(("token" = [])),
    responses(
        (status = 200, body = Page<RegistrationProgress>),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn list_own_registrations(call: Call) -> Answer {
    let items = call.domain.registration().list_waiting_own(&call.ctx).await?;
    Ok(Json(Page { items, next_cursor: None, total: None }).into_response())
}

/// Where one of one's own registrations stands. Scope `me:read`.
#[utoipa::path(
    get, path = "/api/v1/me/registrations/{id}", tag = "me", operation_id = "findOwnRegistration",
    security(("token" = [])),
    params(("id" = RegistrationId, Path)),
    responses(
        (status = 200, body = RegistrationProgress),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn find_own_registration(call: Call, Id(id): Id<RegistrationId>) -> Answer {
    Ok(Json(call.domain.registration().progress(&call.ctx, id).await?).into_response())
}

/// PIN, link and QR codes of one's own registration while it waits; later 409 `registration_not_pending`. Scope
/// `me:register`.
#[utoipa::path(
    get, path = "/api/v1/me/registrations/{id}/handout", tag = "me", operation_id = "readOwnHandout",
    security(("token" = [])),
    params(("id" = RegistrationId, Path)),
    responses(
        (status = 200, body = Handout),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn read_own_handout(call: Call, Id(id): Id<RegistrationId>) -> Answer {
    Ok(Json(call.domain.registration().handout(&call.ctx, id).await?).into_response())
}

/// Gives a new PIN and link; the old ones are dead at once. Used or withdrawn: 409 `registration_not_pending`. Scope
/// `me:register`.
#[utoipa::path(
    post, path = "/api/v1/me/registrations/{id}/reissue", tag = "me", operation_id = "reissueOwnRegistration",
    security(("token" = [])),
    params(("id" = RegistrationId, Path)),
    responses(
        (status = 200, body = Handout),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn reissue_own_registration(call: Call, Id(id): Id<RegistrationId>) -> Answer {
    Ok(Json(call.domain.registration().reissue(&call.ctx, id).await?).into_response())
}

/// Sends PIN and link to oneself, at most once a minute each way. Scope `me:register`.
#[utoipa::path(
    post, path = "/api/v1/me/registrations/{id}/send", tag = "me", operation_id = "sendOwnRegistration",
    security(("token" = [])),
    params(("id" = RegistrationId, Path)),
    request_body = SendBy,
    responses(
        (status = 204, description = "The message is in the outbox"),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn send_own_registration(call: Call, Id(id): Id<RegistrationId>, Body(input): Body<SendBy>) -> Answer {
    call.domain.registration().send(&call.ctx, id, input.by).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Takes a registration back that waits; PIN and link are dead at once. Scope `me:register`.
#[utoipa::path(
    delete, path = "/api/v1/me/registrations/{id}", tag = "me", operation_id = "withdrawOwnRegistration",
    security(("token" = [])),
    params(("id" = RegistrationId, Path)),
    responses(
        (status = 204, description = "It is withdrawn"),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn withdraw_own_registration(call: Call, Id(id): Id<RegistrationId>) -> Answer {
    call.domain.registration().withdraw(&call.ctx, id).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
