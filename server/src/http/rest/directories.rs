//! `/api/v1/directories`.

use axum::{Json, extract::Path, http::StatusCode, response::IntoResponse};
use types::{
    ChooseGroups, ChosenGroup, DirectoryDetail, DirectoryId, DirectoryInput, DirectoryRow, ErrorCode,
    FindGroups, FoundGroups, Page, PageQuery, Permission, SyncInput, SyncRow, TestReport,
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

const READ: Access = Access::Token(Permission::DirectoryRead);
const WRITE: Access = Access::Token(Permission::DirectoryWrite);

pub(super) fn routes() -> Routes {
    Routes::new()
        .api(READ, routes!(list_directories))
        .api(WRITE, routes!(create_directory))
        .api(READ, routes!(find_directory))
        .api(WRITE, routes!(replace_directory))
        .api(WRITE, routes!(delete_directory))
        .api(WRITE, routes!(test_directory))
        .api(WRITE, routes!(sync_directory))
        .api(WRITE, routes!(cancel_sync))
        .api(READ, routes!(list_syncs))
        .api(READ, routes!(list_chosen_groups))
        .api(WRITE, routes!(choose_groups))
        .api(WRITE, routes!(unchoose_group))
        .api(WRITE, routes!(find_groups))
}

/// Lists directories by name. Scope `directories:read`.
#[utoipa::path(
    get, path = "/api/v1/directories", tag = "directories", operation_id = "listDirectories",
    security(("token" = [])),
    responses(
        (status = 200, body = Page<DirectoryRow>),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn list_directories(call: Call) -> Answer {
    let items = call.domain.directories().list(&call.ctx).await?;
    Ok(Json(Page { items, next_cursor: None, total: None }).into_response())
}

/// Connects a directory. Nobody is read before groups are chosen, unless everybody is to be. Scope
/// `directories:write`.
#[utoipa::path(
    post, path = "/api/v1/directories", tag = "directories", operation_id = "createDirectory",
    security(("token" = [])),
    params(("Idempotency-Key" = Option<String>, Header, description = "Makes the creation happen once")),
    request_body = DirectoryInput,
    responses(
        (status = 201, body = DirectoryDetail, headers(("Location" = String), ("ETag" = String))),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn create_directory(Create { domain, ctx, input }: Create<DirectoryInput>) -> Answer {
    let directory = domain.directories().create(&ctx, &input).await?;
    let location = format!("/api/v1/directories/{}", directory.row.id);
    Ok(versioned(created(StatusCode::CREATED, &location, &directory), directory.version))
}

/// One directory, without its password. Scope `directories:read`.
#[utoipa::path(
    get, path = "/api/v1/directories/{id}", tag = "directories", operation_id = "findDirectory",
    security(("token" = [])),
    params(("id" = DirectoryId, Path)),
    responses(
        (status = 200, body = DirectoryDetail, headers(("ETag" = String))),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn find_directory(call: Call, Id(id): Id<DirectoryId>) -> Answer {
    let directory = call.domain.directories().find(&call.ctx, id).await?;
    Ok(versioned(Json(&directory).into_response(), directory.version))
}

/// Replaces how a directory is connected. Without `bind_password` the kept one stays, unless server,
/// security or bind DN change. Scope `directories:write`.
#[utoipa::path(
    put, path = "/api/v1/directories/{id}", tag = "directories", operation_id = "replaceDirectory",
    security(("token" = [])),
    params(
        ("id" = DirectoryId, Path),
        ("If-Match" = Option<String>, Header, description = "The `ETag` of the version that the change was made on"),
    ),
    request_body = DirectoryInput,
    responses(
        (status = 200, body = DirectoryDetail, headers(("ETag" = String))),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn replace_directory(
    call: Call,
    Id(id): Id<DirectoryId>,
    IfMatch(version): IfMatch,
    Body(input): Body<DirectoryInput>,
) -> Answer {
    let directory = call.domain.directories().update(&call.ctx, id, &input, version).await?;
    Ok(versioned(Json(&directory).into_response(), directory.version))
}

/// Takes a directory away. Its people become local ones without a password, its groups local ones.
/// Scope `directories:write`.
#[utoipa::path(
    delete, path = "/api/v1/directories/{id}", tag = "directories", operation_id = "deleteDirectory",
    security(("token" = [])),
    params(
        ("id" = DirectoryId, Path),
        ("If-Match" = Option<String>, Header, description = "The `ETag` of the version that is to go"),
    ),
    responses(
        (status = 204),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn delete_directory(call: Call, Id(id): Id<DirectoryId>, IfMatch(version): IfMatch) -> Answer {
    call.domain.directories().delete(&call.ctx, id, version).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Tests the connection step by step, at every server. Scope `directories:write`.
#[utoipa::path(
    post, path = "/api/v1/directories/{id}/test", tag = "directories", operation_id = "testDirectory",
    security(("token" = [])),
    params(("id" = DirectoryId, Path)),
    responses(
        (status = 200, body = TestReport),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn test_directory(call: Call, Id(id): Id<DirectoryId>) -> Answer {
    Ok(Json(call.domain.directories().test(&call.ctx, id).await?).into_response())
}

/// Asks for a reading, which begins within seconds; one that goes on already is the answer as it is.
/// Scope `directories:write`.
#[utoipa::path(
    post, path = "/api/v1/directories/{id}/sync", tag = "directories", operation_id = "syncDirectory",
    security(("token" = [])),
    params(("id" = DirectoryId, Path)),
    request_body = SyncInput,
    responses(
        (status = 202, body = SyncRow),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn sync_directory(call: Call, Id(id): Id<DirectoryId>, Body(input): Body<SyncInput>) -> Answer {
    let sync = call.domain.directories().request_sync(&call.ctx, id, &input).await?;
    Ok((StatusCode::ACCEPTED, Json(sync)).into_response())
}

/// Ends a reading that waits or goes on. Scope `directories:write`.
#[utoipa::path(
    delete, path = "/api/v1/directories/{id}/sync", tag = "directories", operation_id = "cancelSync",
    security(("token" = [])),
    params(("id" = DirectoryId, Path)),
    responses(
        (status = 204),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn cancel_sync(call: Call, Id(id): Id<DirectoryId>) -> Answer {
    call.domain.directories().cancel_sync(&call.ctx, id).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Lists the readings of a directory with their reports, newest first. Scope `directories:read`.
#[utoipa::path(
    get, path = "/api/v1/directories/{id}/syncs", tag = "directories", operation_id = "listSyncs",
    security(("token" = [])),
    params(
        ("id" = DirectoryId, Path),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before"),
        ("limit" = Option<u32>, Query, description = "1 to 200, default 50"),
    ),
    responses(
        (status = 200, body = Page<SyncRow>),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn list_syncs(call: Call, Id(id): Id<DirectoryId>, List(page): List<PageQuery>) -> Answer {
    Ok(Json(call.domain.directories().list_syncs(&call.ctx, id, &page).await?).into_response())
}

/// Lists the groups that were chosen from a directory, by name. Scope `directories:read`.
#[utoipa::path(
    get, path = "/api/v1/directories/{id}/groups", tag = "directories", operation_id = "listChosenGroups",
    security(("token" = [])),
    params(("id" = DirectoryId, Path)),
    responses(
        (status = 200, body = Page<ChosenGroup>),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn list_chosen_groups(call: Call, Id(id): Id<DirectoryId>) -> Answer {
    let items = call.domain.directories().chosen_groups(&call.ctx, id).await?;
    Ok(Json(Page { items, next_cursor: None, total: None }).into_response())
}

/// Chooses groups by their keys; their members come with the next reading. Answers all that are chosen
/// then. Scope `directories:write`.
#[utoipa::path(
    post, path = "/api/v1/directories/{id}/groups", tag = "directories", operation_id = "chooseGroups",
    security(("token" = [])),
    params(("id" = DirectoryId, Path)),
    request_body = ChooseGroups,
    responses(
        (status = 200, body = Page<ChosenGroup>),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn choose_groups(call: Call, Id(id): Id<DirectoryId>, Body(input): Body<ChooseGroups>) -> Answer {
    let items = call.domain.directories().choose_groups(&call.ctx, id, &input).await?;
    Ok(Json(Page { items, next_cursor: None, total: None }).into_response())
}

/// Takes a group out of the choice, with its memberships, rights and roles. Scope `directories:write`.
#[utoipa::path(
    delete, path = "/api/v1/directories/{id}/groups/{group_id}", tag = "directories",
    operation_id = "unchooseGroup", security(("token" = [])),
    params(("id" = DirectoryId, Path), ("group_id" = types::GroupId, Path)),
    responses(
        (status = 204),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn unchoose_group(call: Call, Path((id, group_id)): Path<(String, String)>) -> Answer {
    let ids = id.parse().ok().zip(group_id.parse().ok());
    let (id, group_id) = ids.ok_or(ErrorCode::NotFound)?;
    call.domain.directories().unchoose_group(&call.ctx, id, group_id).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Looks for groups in the directory itself, by a part of their names. What goes wrong there is said in
/// `fault`. Scope `directories:write`.
#[utoipa::path(
    get, path = "/api/v1/directories/{id}/found-groups", tag = "directories", operation_id = "findGroups",
    security(("token" = [])),
    params(
        ("id" = DirectoryId, Path),
        ("q" = Option<String>, Query, description = "Part of the name"),
    ),
    responses(
        (status = 200, body = FoundGroups),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn find_groups(call: Call, Id(id): Id<DirectoryId>, List(query): List<FindGroups>) -> Answer {
    let q = query.q.unwrap_or_default();
    Ok(Json(call.domain.directories().search_groups(&call.ctx, id, &q).await?).into_response())
}
