//! `/api/v1/invitations`.

use axum::{Json, http::StatusCode, response::IntoResponse};
use types::{
    AssignResult, InvitationPreview, InvitationQuery, InvitationRow, Invite, JobRow, Page, Permission,
    Withdraw,
};
use utoipa_axum::routes;

use super::{
    input::{Body, Call, Create},
    output::created,
    query::List,
};
use crate::{
    http::problem,
    router::{Access, Answer, Routes},
};

pub(super) fn routes() -> Routes {
    let access = Access::Token(Permission::RegistrationWrite);
    Routes::new()
        .api(access, routes!(list_invitations))
        .api(access, routes!(start_invitation))
        .api(access, routes!(preview_invitation))
        .api(access, routes!(withdraw_invitations))
}

/// Lists who was invited and what they have done since, the newest person first. Scopes
/// `registrations:write` and `users:read`.
#[utoipa::path(
    get, path = "/api/v1/invitations", tag = "invitations", operation_id = "listInvitations",
    security(("token" = [])),
    params(
        ("q" = Option<String>, Query, description = "Part of user name, name or e-mail address"),
        ("reaction" = Option<types::Reaction>, Query, description = "Only those with this reaction"),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before"),
        ("limit" = Option<u32>, Query, description = "1 to 200, default 50"),
        ("total" = Option<bool>, Query, description = "Whether to count all that match"),
    ),
    responses(
        (status = 200, body = Page<InvitationRow>),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn list_invitations(call: Call, List(query): List<InvitationQuery>) -> Answer {
    Ok(Json(call.domain.invitations().list(&call.ctx, &query).await?).into_response())
}

/// Begins to send invitations as a job: 202 with the job, whose items have a result for each person.
/// `selection` is `{"people": [ids]}` or `{"matching": {"query": {…}, "except": [ids]}}`. Somebody who
/// was invited before gets a new message. Scopes `registrations:write` and `users:read`.
#[utoipa::path(
    post, path = "/api/v1/invitations", tag = "invitations", operation_id = "startInvitation",
    security(("token" = [])),
    params(("Idempotency-Key" = Option<String>, Header, description = "Makes it happen once")),
    request_body = Invite,
    responses(
        (status = 202, body = JobRow, headers(("Location" = String))),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn start_invitation(Create { domain, ctx, input }: Create<Invite>) -> Answer {
    let id = domain.invitations().start(&ctx, &input).await?;
    let job = domain.jobs().find(&ctx, id).await?;
    Ok(created(StatusCode::ACCEPTED, &format!("/api/v1/jobs/{id}"), &job))
}

/// Counts who would be invited in which language, and who would not for which reason; sends nothing.
/// Scopes `registrations:write` and `users:read`.
#[utoipa::path(
    post, path = "/api/v1/invitations/preview", tag = "invitations", operation_id = "previewInvitation",
    security(("token" = [])),
    request_body = Invite,
    responses(
        (status = 200, body = InvitationPreview),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn preview_invitation(call: Call, Body(input): Body<Invite>) -> Answer {
    Ok(Json(call.domain.invitations().preview(&call.ctx, &input).await?).into_response())
}

/// Takes up to 100 invitations back: messages that wait are not sent, links to choose a first password
/// end. Scope `registrations:write`.
#[utoipa::path(
    post, path = "/api/v1/invitations/withdraw", tag = "invitations", operation_id = "withdrawInvitations",
    security(("token" = [])),
    request_body = Withdraw,
    responses(
        (status = 200, body = Vec<AssignResult>),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn withdraw_invitations(call: Call, Body(input): Body<Withdraw>) -> Answer {
    Ok(Json(call.domain.invitations().withdraw(&call.ctx, &input).await?).into_response())
}
