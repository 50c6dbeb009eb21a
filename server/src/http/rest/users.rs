//! `/api/v1/users`.

use axum::{Json, http::StatusCode, response::IntoResponse};
use types::{CreateUser, Page, Permission, UpdateUser, UserDetail, UserId, UserQuery, UserRow};
use utoipa_axum::routes;

use super::{
    input::{Body, Call, Create, Id, IfMatch},
    output::{created, versioned},
    query::List,
};
use crate::{
    http::problem,
    router::{Access, Answer, Routes},
};

pub(super) fn routes() -> Routes {
    Routes::new()
        .api(Access::Token(Permission::UserRead), routes!(list_users))
        .api(Access::Token(Permission::UserWrite), routes!(create_user))
        .api(Access::Token(Permission::UserRead), routes!(find_user))
        .api(Access::Token(Permission::UserWrite), routes!(update_user))
}

/// Lists people, newest first. Scope `users:read`.
#[utoipa::path(
    get, path = "/api/v1/users", tag = "users", operation_id = "listUsers", security(("token" = [])),
    params(
        ("q" = Option<String>, Query, description = "Part of user name, display name or e-mail address"),
        ("state" = Option<types::UserState>, Query, description = "Only those in this state"),
        ("source" = Option<types::Source>, Query, description = "Only those from there"),
        ("group_id" = Option<types::GroupId>, Query, description = "Only the members of this group"),
        ("right" = Option<types::PortalRight>, Query, description = "Only those who have this right, by name or through a group"),
        ("has_devices" = Option<bool>, Query, description = "Only those with devices under their limit, or only those without"),
        ("invited" = Option<bool>, Query, description = "Only local people who have never signed in, or only those who have"),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before"),
        ("limit" = Option<u32>, Query, description = "1 to 200, default 50"),
        ("total" = Option<bool>, Query, description = "Whether to count all that match"),
    ),
    responses(
        (status = 200, body = Page<UserRow>),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn list_users(call: Call, List(query): List<UserQuery>) -> Answer {
    Ok(Json(call.domain.people().list(&call.ctx, &query).await?).into_response())
}

/// Creates a local person, who gets a message with a link to set their password. Scope `users:write`.
#[utoipa::path(
    post, path = "/api/v1/users", tag = "users", operation_id = "createUser", security(("token" = [])),
    params(("Idempotency-Key" = Option<String>, Header, description = "Makes the creation happen once")),
    request_body = CreateUser,
    responses(
        (status = 201, body = UserDetail, headers(("Location" = String), ("ETag" = String))),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn create_user(Create { domain, ctx, input }: Create<CreateUser>) -> Answer {
    let user = domain.people().create(&ctx, &input).await?;
    let location = format!("/api/v1/users/{}", user.row.id);
    Ok(versioned(created(StatusCode::CREATED, &location, &user), user.version))
}

/// One person. Scope `users:read`.
#[utoipa::path(
    get, path = "/api/v1/users/{id}", tag = "users", operation_id = "findUser", security(("token" = [])),
    params(("id" = UserId, Path)),
    responses(
        (status = 200, body = UserDetail, headers(("ETag" = String))),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn find_user(call: Call, Id(id): Id<UserId>) -> Answer {
    let user = call.domain.people().find(&call.ctx, id).await?;
    Ok(versioned(Json(&user).into_response(), user.version))
}

/// Changes a person; what is not given stays. With `If-Match`, only the version that it names. Scope
/// `users:write`.
#[utoipa::path(
    patch, path = "/api/v1/users/{id}", tag = "users", operation_id = "updateUser", security(("token" = [])),
    params(
        ("id" = UserId, Path),
        ("If-Match" = Option<String>, Header, description = "The `ETag` of the version that the change was made on"),
    ),
    request_body = UpdateUser,
    responses(
        (status = 200, body = UserDetail, headers(("ETag" = String))),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn update_user(
    call: Call,
    Id(id): Id<UserId>,
    IfMatch(version): IfMatch,
    Body(input): Body<UpdateUser>,
) -> Answer {
    let user = call.domain.people().update(&call.ctx, id, &input, version).await?;
    Ok(versioned(Json(&user).into_response(), user.version))
}
