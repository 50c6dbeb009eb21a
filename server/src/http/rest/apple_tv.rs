//! `/api/v1/apple-tv-enrolments`.

use axum::{
    Json,
    http::{StatusCode, header},
    response::IntoResponse,
};
use types::{CreateTvEnrolment, Page, Permission, TvAccess, TvEnrolment, TvEnrolmentId};
use utoipa_axum::routes;

use super::{
    input::{Call, Create, Id},
    output::created,
};
use crate::{
    http::{apple::PROFILE, problem},
    router::{Access, Answer, Routes},
};

pub(super) fn routes() -> Routes {
    let access = Access::Token(Permission::RegistrationWrite);
    Routes::new()
        .api(access, routes!(list_tv_enrolments))
        .api(access, routes!(create_tv_enrolment))
        .api(access, routes!(delete_tv_enrolment))
        .api(access, routes!(open_tv_enrolment))
        .api(access, routes!(download_tv_profile))
}

/// Lists enrolments of Apple TVs, newest first, without their secrets. Scope `registrations:write`.
#[utoipa::path(
    get, path = "/api/v1/apple-tv-enrolments", tag = "registrations", operation_id = "listTvEnrolments",
    security(("token" = [])),
    responses(
        (status = 200, body = Page<TvEnrolment>),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn list_tv_enrolments(call: Call) -> Answer {
    let items = call.domain.mdm().list_tv_enrolments(&call.ctx).await?;
    Ok(Json(Page { items, next_cursor: None, total: None }).into_response())
}

/// Lets Apple TVs of somebody in. Scope `registrations:write`.
#[utoipa::path(
    post, path = "/api/v1/apple-tv-enrolments", tag = "registrations", operation_id = "createTvEnrolment",
    security(("token" = [])),
    params(("Idempotency-Key" = Option<String>, Header, description = "Makes the creation happen once")),
    request_body = CreateTvEnrolment,
    responses(
        (status = 201, body = TvEnrolment, headers(("Location" = String))),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn create_tv_enrolment(Create { domain, ctx, input }: Create<CreateTvEnrolment>) -> Answer {
    let made = domain.mdm().create_tv_enrolment(&ctx, &input).await?;
    Ok(created(StatusCode::CREATED, &format!("/api/v1/apple-tv-enrolments/{}", made.id), &made))
}

/// Ends an enrolment; Apple TVs that came in by it stay. Scope `registrations:write`.
#[utoipa::path(
    delete, path = "/api/v1/apple-tv-enrolments/{id}", tag = "registrations", operation_id = "deleteTvEnrolment",
    security(("token" = [])),
    params(("id" = TvEnrolmentId, Path)),
    responses(
        (status = 204),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn delete_tv_enrolment(call: Call, Id(id): Id<TvEnrolmentId>) -> Answer {
    call.domain.mdm().delete_tv_enrolment(&call.ctx, id).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// The server address for Apple Configurator: a secret, each reading of which is in the audit log. Scope
/// `registrations:write`.
#[utoipa::path(
    post, path = "/api/v1/apple-tv-enrolments/{id}/open", tag = "registrations", operation_id = "openTvEnrolment",
    security(("token" = [])),
    params(("id" = TvEnrolmentId, Path)),
    responses(
        (status = 200, body = TvAccess),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn open_tv_enrolment(call: Call, Id(id): Id<TvEnrolmentId>) -> Answer {
    Ok(Json(call.domain.mdm().open_tv_enrolment(&call.ctx, id).await?).into_response())
}

/// The signed profile for Apple Configurator: a secret, each reading of which is in the audit log. Scope
/// `registrations:write`.
#[utoipa::path(
    post, path = "/api/v1/apple-tv-enrolments/{id}/profile", tag = "registrations",
    operation_id = "downloadTvProfile", security(("token" = [])),
    params(("id" = TvEnrolmentId, Path)),
    responses(
        (status = 200, content_type = "application/x-apple-aspen-config", body = String),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn download_tv_profile(call: Call, Id(id): Id<TvEnrolmentId>) -> Answer {
    let profile = call.domain.mdm().tv_profile(&call.ctx, id).await?;
    Ok(([(header::CONTENT_TYPE, PROFILE)], profile).into_response())
}
