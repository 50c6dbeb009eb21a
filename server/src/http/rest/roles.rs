//! `/api/v1/roles`, who holds them, and what people may do in the end.

use axum::{Json, http::StatusCode, response::IntoResponse};
use types::{
    AssignRole, AssignedRole, CreateRole, Effective, GroupId, HolderQuery, Page, Permission, RoleDetail,
    RoleHolder, RoleKey, RoleRow, RoleSet, UpdateRole, UserId,
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
        .api(Access::Token(Permission::UserRead), routes!(list_roles))
        .api(Access::Token(Permission::RoleWrite), routes!(create_role))
        .api(Access::Token(Permission::UserRead), routes!(find_role))
        .api(Access::Token(Permission::RoleWrite), routes!(update_role))
        .api(Access::Token(Permission::RoleWrite), routes!(delete_role))
        .api(Access::Token(Permission::UserRead), routes!(list_role_holders))
        .api(Access::Token(Permission::RoleAssign), routes!(assign_role))
        .api(Access::Token(Permission::RoleAssign), routes!(set_user_roles))
        .api(Access::Token(Permission::RoleAssign), routes!(set_group_roles))
        .api(Access::Token(Permission::UserRead), routes!(find_effective))
}

/// Lists all roles: those that come with Gatehouse, then the organisation's own by name. Scope
/// `users:read`.
#[utoipa::path(
    get, path = "/api/v1/roles", tag = "roles", operation_id = "listRoles", security(("token" = [])),
    responses(
        (status = 200, body = Page<RoleRow>),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn list_roles(call: Call) -> Answer {
    let items = call.domain.people().list_roles(&call.ctx).await?;
    Ok(Json(Page { items, next_cursor: None, total: None }).into_response())
}

/// Makes a role. A token makes none that allows more than its owner and its scopes do. Scope
/// `roles:write`.
#[utoipa::path(
    post, path = "/api/v1/roles", tag = "roles", operation_id = "createRole", security(("token" = [])),
    params(("Idempotency-Key" = Option<String>, Header, description = "Makes the creation happen once")),
    request_body = CreateRole,
    responses(
        (status = 201, body = RoleDetail, headers(("Location" = String), ("ETag" = String))),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn create_role(Create { domain, ctx, input }: Create<CreateRole>) -> Answer {
    let role = domain.people().create_role(&ctx, &input).await?;
    let location = format!("/api/v1/roles/{}", role.row.id);
    Ok(versioned(created(StatusCode::CREATED, &location, &role), role.version))
}

/// One role. Scope `users:read`.
#[utoipa::path(
    get, path = "/api/v1/roles/{id}", tag = "roles", operation_id = "findRole", security(("token" = [])),
    params(("id" = RoleKey, Path)),
    responses(
        (status = 200, body = RoleDetail, headers(("ETag" = String))),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn find_role(call: Call, Id(id): Id<RoleKey>) -> Answer {
    let role = call.domain.people().find_role(&call.ctx, id).await?;
    Ok(versioned(Json(&role).into_response(), role.version))
}

/// Changes a role of the organisation's own; what is not given stays. Counts from the next request of
/// those who hold it. Scope `roles:write`.
#[utoipa::path(
    patch, path = "/api/v1/roles/{id}", tag = "roles", operation_id = "updateRole", security(("token" = [])),
    params(
        ("id" = RoleKey, Path),
        ("If-Match" = Option<String>, Header, description = "The `ETag` of the version that the change was made on"),
    ),
    request_body = UpdateRole,
    responses(
        (status = 200, body = RoleDetail, headers(("ETag" = String))),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn update_role(
    call: Call,
    Id(id): Id<RoleKey>,
    IfMatch(version): IfMatch,
    Body(input): Body<UpdateRole>,
) -> Answer {
    let role = call.domain.people().update_role(&call.ctx, id, &input, version).await?;
    Ok(versioned(Json(&role).into_response(), role.version))
}

/// Deletes a role of the organisation's own and takes it from all who hold it. Scope `roles:write`.
#[utoipa::path(
    delete, path = "/api/v1/roles/{id}", tag = "roles", operation_id = "deleteRole", security(("token" = [])),
    params(
        ("id" = RoleKey, Path),
        ("If-Match" = Option<String>, Header, description = "The `ETag` of the version that is to go"),
    ),
    responses(
        (status = 204),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn delete_role(call: Call, Id(id): Id<RoleKey>, IfMatch(version): IfMatch) -> Answer {
    call.domain.people().delete_role(&call.ctx, id, version).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Lists the people who hold a role by name and the groups that give it to their members, newest
/// first. Scope `users:read`.
#[utoipa::path(
    get, path = "/api/v1/roles/{id}/holders", tag = "roles", operation_id = "listRoleHolders",
    security(("token" = [])),
    params(
        ("id" = RoleKey, Path),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before"),
        ("limit" = Option<u32>, Query, description = "1 to 200, default 50"),
        ("total" = Option<bool>, Query, description = "Whether to count all that match"),
    ),
    responses(
        (status = 200, body = Page<RoleHolder>),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn list_role_holders(call: Call, Id(id): Id<RoleKey>, List(query): List<HolderQuery>) -> Answer {
    Ok(Json(call.domain.people().list_role_holders(&call.ctx, id, &query).await?).into_response())
}

/// Gives one role to up to 500 people, or takes it from them. Each stands for itself: the answer says
/// what became of everybody. Scope `roles:write`.
#[utoipa::path(
    post, path = "/api/v1/role-assignments", tag = "roles", operation_id = "assignRole",
    security(("token" = [])),
    request_body = AssignRole,
    responses(
        (status = 200, body = AssignedRole),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn assign_role(call: Call, Body(input): Body<AssignRole>) -> Answer {
    Ok(Json(call.domain.people().assign_role(&call.ctx, &input).await?).into_response())
}

/// Gives a person exactly these roles by name. Scope `roles:write`, and whatever the roles given and
/// taken allow.
#[utoipa::path(
    put, path = "/api/v1/users/{id}/roles", tag = "roles", operation_id = "setUserRoles",
    security(("token" = [])),
    params(("id" = UserId, Path)),
    request_body = RoleSet,
    responses(
        (status = 200, body = RoleSet),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn set_user_roles(call: Call, Id(id): Id<UserId>, Body(input): Body<RoleSet>) -> Answer {
    Ok(Json(call.domain.people().set_roles(&call.ctx, id, &input).await?).into_response())
}

/// Gives the members of a group exactly these roles through it. The super administrator's is given to
/// people alone. Scope `roles:write`, and whatever the roles given and taken allow.
#[utoipa::path(
    put, path = "/api/v1/groups/{id}/roles", tag = "roles", operation_id = "setGroupRoles",
    security(("token" = [])),
    params(("id" = GroupId, Path)),
    request_body = RoleSet,
    responses(
        (status = 200, body = RoleSet),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn set_group_roles(call: Call, Id(id): Id<GroupId>, Body(input): Body<RoleSet>) -> Answer {
    Ok(Json(call.domain.people().set_group_roles(&call.ctx, id, &input).await?).into_response())
}

/// What a person may do in the end, and where each right, role and permission comes from. Scope
/// `users:read`.
#[utoipa::path(
    get, path = "/api/v1/users/{id}/effective", tag = "roles", operation_id = "findEffective",
    security(("token" = [])),
    params(("id" = UserId, Path)),
    responses(
        (status = 200, body = Effective),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn find_effective(call: Call, Id(id): Id<UserId>) -> Answer {
    Ok(Json(call.domain.people().effective(&call.ctx, id).await?).into_response())
}
