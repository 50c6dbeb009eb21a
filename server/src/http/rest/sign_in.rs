//! `/api/v1/settings/sign-in` and `/api/v1/trusted-authorities`.

use std::time::Duration;

use axum::{Json, http::StatusCode, response::IntoResponse};
use types::{
    AddAuthority, AuthorityId, AuthorityRow, Permission, PutRevocationList, SignInDetail, UpdateAuthority,
    UpdateSignIn,
};
use utoipa_axum::routes;

use super::{
    input::{Body, Call, Id, IfMatch},
    output::{created, versioned},
};
use crate::{
    http::problem,
    router::{Access, Answer, Routes},
};

/// Revocation lists of large organisations hold many names.
const LIST_LIMIT: usize = 8 * 1024 * 1024;
const LIST_TIME: Duration = Duration::from_mins(1);

pub(super) fn routes() -> Routes {
    Routes::new()
        .api(Access::Token(Permission::SignInWrite), routes!(read_sign_in))
        .api(Access::Token(Permission::SignInWrite), routes!(update_sign_in))
        .api(Access::Token(Permission::SignInWrite), routes!(list_authorities))
        .api(Access::Token(Permission::SignInWrite), routes!(add_authority))
        .api(Access::Token(Permission::SignInWrite), routes!(find_authority))
        .api(Access::Token(Permission::SignInWrite), routes!(update_authority))
        .api(Access::Token(Permission::SignInWrite), routes!(remove_authority))
        .api(Access::Token(Permission::SignInWrite), routes!(put_revocation_list))
        .limits(LIST_TIME, LIST_LIMIT)
}

/// How people sign in at portal and console. Scope `sign-in:write`.
#[utoipa::path(
    get, path = "/api/v1/settings/sign-in", tag = "sign-in", operation_id = "readSignIn",
    security(("token" = [])),
    responses(
        (status = 200, body = SignInDetail, headers(("ETag" = String))),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn read_sign_in(call: Call) -> Answer {
    let detail = call.domain.access().read_sign_in(&call.ctx).await?;
    Ok(versioned(Json(&detail).into_response(), detail.version))
}

/// Changes how people sign in; what is not given stays. Passwords at the console can be switched off in the
/// console alone, by somebody who is signed in with a certificate. Scope `sign-in:write`.
#[utoipa::path(
    patch, path = "/api/v1/settings/sign-in", tag = "sign-in", operation_id = "updateSignIn",
    security(("token" = [])),
    params(("If-Match" = Option<String>, Header, description = "The `ETag` of the version that the change was made on")),
    request_body = UpdateSignIn,
    responses(
        (status = 200, body = SignInDetail, headers(("ETag" = String))),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn update_sign_in(call: Call, IfMatch(version): IfMatch, Body(input): Body<UpdateSignIn>) -> Answer {
    let detail = call.domain.access().update_sign_in(&call.ctx, &input, version).await?;
    Ok(versioned(Json(&detail).into_response(), detail.version))
}

/// Lists the authorities whose certificates count, oldest first. Scope `sign-in:write`.
#[utoipa::path(
    get, path = "/api/v1/trusted-authorities", tag = "sign-in", operation_id = "listAuthorities",
    security(("token" = [])),
    responses(
        (status = 200, body = Vec<AuthorityRow>),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn list_authorities(call: Call) -> Answer {
    Ok(Json(call.domain.access().list_authorities(&call.ctx).await?).into_response())
}

/// Trusts an authority. Again is refused: the certificate is `taken`. Scope `sign-in:write`.
#[utoipa::path(
    post, path = "/api/v1/trusted-authorities", tag = "sign-in", operation_id = "addAuthority",
    security(("token" = [])),
    request_body = AddAuthority,
    responses(
        (status = 201, body = AuthorityRow, headers(("Location" = String), ("ETag" = String))),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn add_authority(call: Call, Body(input): Body<AddAuthority>) -> Answer {
    let row = call.domain.access().add_authority(&call.ctx, &input).await?;
    let location = format!("/api/v1/trusted-authorities/{}", row.id);
    Ok(versioned(created(StatusCode::CREATED, &location, &row), row.version))
}

/// One authority. Scope `sign-in:write`.
#[utoipa::path(
    get, path = "/api/v1/trusted-authorities/{id}", tag = "sign-in", operation_id = "findAuthority",
    security(("token" = [])),
    params(("id" = AuthorityId, Path)),
    responses(
        (status = 200, body = AuthorityRow, headers(("ETag" = String))),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn find_authority(call: Call, Id(id): Id<AuthorityId>) -> Answer {
    let row = call.domain.access().find_authority(&call.ctx, id).await?;
    Ok(versioned(Json(&row).into_response(), row.version))
}

/// Changes whether an authority needs a revocation list. Scope `sign-in:write`.
#[utoipa::path(
    patch, path = "/api/v1/trusted-authorities/{id}", tag = "sign-in", operation_id = "updateAuthority",
    security(("token" = [])),
    params(
        ("id" = AuthorityId, Path),
        ("If-Match" = Option<String>, Header, description = "The `ETag` of the version that the change was made on"),
    ),
    request_body = UpdateAuthority,
    responses(
        (status = 200, body = AuthorityRow, headers(("ETag" = String))),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn update_authority(
    call: Call,
    Id(id): Id<AuthorityId>,
    IfMatch(version): IfMatch,
    Body(input): Body<UpdateAuthority>,
) -> Answer {
    let row = call.domain.access().update_authority(&call.ctx, id, &input, version).await?;
    Ok(versioned(Json(&row).into_response(), row.version))
}

/// Trusts an authority no more. Sessions that have begun go on. Scope `sign-in:write`.
#[utoipa::path(
    delete, path = "/api/v1/trusted-authorities/{id}", tag = "sign-in", operation_id = "removeAuthority",
    security(("token" = [])),
    params(
        ("id" = AuthorityId, Path),
        ("If-Match" = Option<String>, Header, description = "The `ETag` of the version that the change was made on"),
    ),
    responses(
        (status = 204),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn remove_authority(call: Call, Id(id): Id<AuthorityId>, IfMatch(version): IfMatch) -> Answer {
    call.domain.access().remove_authority(&call.ctx, id, version).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Gives an authority its newest revocation list, up to 4 MiB. Scope `sign-in:write`.
#[utoipa::path(
    put, path = "/api/v1/trusted-authorities/{id}/crl", tag = "sign-in", operation_id = "putRevocationList",
    security(("token" = [])),
    params(
        ("id" = AuthorityId, Path),
        ("If-Match" = Option<String>, Header, description = "The `ETag` of the version that the change was made on"),
    ),
    request_body = PutRevocationList,
    responses(
        (status = 200, body = AuthorityRow, headers(("ETag" = String))),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn put_revocation_list(
    call: Call,
    Id(id): Id<AuthorityId>,
    IfMatch(version): IfMatch,
    Body(input): Body<PutRevocationList>,
) -> Answer {
    let row = call.domain.access().put_revocation_list(&call.ctx, id, &input, version).await?;
    Ok(versioned(Json(&row).into_response(), row.version))
}
