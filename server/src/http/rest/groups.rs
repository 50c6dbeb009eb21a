//! `/api/v1/groups` and who is in them.

use axum::{Json, http::StatusCode, response::IntoResponse};
use types::{
    ChangeMembers, CreateGroup, GroupDetail, GroupId, GroupQuery, GroupRow, Page, Permission, UpdateGroup,
};
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
        .api(Access::Token(Permission::UserRead), routes!(list_groups))
        .api(Access::Token(Permission::GroupWrite), routes!(create_group))
        .api(Access::Token(Permission::UserRead), routes!(find_group))
        .api(Access::Token(Permission::GroupWrite), routes!(update_group))
        .api(Access::Token(Permission::GroupWrite), routes!(delete_group))
        .api(Access::Token(Permission::GroupWrite), routes!(change_members))
}

/// Lists groups, newest first. Their members are people with `group_id` in the list of users. Scope
/// `users:read`.
#[utoipa::path(
    get, path = "/api/v1/groups", tag = "groups", operation_id = "listGroups", security(("token" = [])),
    params(
        ("q" = Option<String>, Query, description = "Part of name or description"),
        ("source" = Option<types::Source>, Query, description = "Only those from there"),
        ("user_id" = Option<types::UserId>, Query, description = "Only those that this person is in"),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before"),
        ("limit" = Option<u32>, Query, description = "1 to 200, default 50"),
        ("total" = Option<bool>, Query, description = "Whether to count all that match"),
    ),
    responses(
        (status = 200, body = Page<GroupRow>),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn list_groups(call: Call, List(query): List<GroupQuery>) -> Answer {
    Ok(Json(call.domain.people().list_groups(&call.ctx, &query).await?).into_response())
}

/// Creates a local group. Scope `groups:write`.
#[utoipa::path(
    post, path = "/api/v1/groups", tag = "groups", operation_id = "createGroup", security(("token" = [])),
    params(("Idempotency-Key" = Option<String>, Header, description = "Makes the creation happen once")),
    request_body = CreateGroup,
    responses(
        (status = 201, body = GroupDetail, headers(("Location" = String), ("ETag" = String))),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn create_group(Create { domain, ctx, input }: Create<CreateGroup>) -> Answer {
    let group = domain.people().create_group(&ctx, &input).await?;
    let location = format!("/api/v1/groups/{}", group.row.id);
    Ok(versioned(created(StatusCode::CREATED, &location, &group), group.version))
}

/// One group. Scope `users:read`.
#[utoipa::path(
    get, path = "/api/v1/groups/{id}", tag = "groups", operation_id = "findGroup", security(("token" = [])),
    params(("id" = GroupId, Path)),
    responses(
        (status = 200, body = GroupDetail, headers(("ETag" = String))),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn find_group(call: Call, Id(id): Id<GroupId>) -> Answer {
    let group = call.domain.people().find_group(&call.ctx, id).await?;
    Ok(versioned(Json(&group).into_response(), group.version))
}

/// Changes a group; what is not given stays. Of a group from a directory only the rights can be
/// changed. Scope `groups:write`.
#[utoipa::path(
    patch, path = "/api/v1/groups/{id}", tag = "groups", operation_id = "updateGroup", security(("token" = [])),
    params(
        ("id" = GroupId, Path),
        ("If-Match" = Option<String>, Header, description = "The `ETag` of the version that the change was made on"),
    ),
    request_body = UpdateGroup,
    responses(
        (status = 200, body = GroupDetail, headers(("ETag" = String))),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn update_group(
    call: Call,
    Id(id): Id<GroupId>,
    IfMatch(version): IfMatch,
    Body(input): Body<UpdateGroup>,
) -> Answer {
    let group = call.domain.people().update_group(&call.ctx, id, &input, version).await?;
    Ok(versioned(Json(&group).into_response(), group.version))
}

/// Deletes a local group. Its members stay, without what they had through it. Scope `groups:write`.
#[utoipa::path(
    delete, path = "/api/v1/groups/{id}", tag = "groups", operation_id = "deleteGroup", security(("token" = [])),
    params(("id" = GroupId, Path)),
    responses(
        (status = 204),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn delete_group(call: Call, Id(id): Id<GroupId>) -> Answer {
    call.domain.people().delete_group(&call.ctx, id).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Takes up to 500 people into a local group and up to 500 out of it, all or none. Who is there already
/// stays, who is not there is not missed. Scope `groups:write`.
#[utoipa::path(
    post, path = "/api/v1/groups/{id}/members", tag = "groups", operation_id = "changeMembers",
    security(("token" = [])),
    params(("id" = GroupId, Path)),
    request_body = ChangeMembers,
    responses(
        (status = 200, body = GroupDetail, headers(("ETag" = String))),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn change_members(call: Call, Id(id): Id<GroupId>, Body(input): Body<ChangeMembers>) -> Answer {
    let group = call.domain.people().change_members(&call.ctx, id, &input).await?;
    Ok(versioned(Json(&group).into_response(), group.version))
}
