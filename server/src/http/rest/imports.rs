//! `/api/v1/imports`.

use std::time::Duration;

use axum::{Json, http::StatusCode, response::IntoResponse};
use types::{
    ImportDetail, ImportOptions, ImportRow, ImportRowQuery, JobId, JobRow, Page, Permission, UploadImport,
};
use utoipa_axum::routes;

use super::{
    input::{Body, Call, Create, Id},
    output::created,
    query::List,
};
use crate::{
    http::problem,
    router::{Access, Answer, Routes},
};

/// Reading and planning of the largest file.
pub(crate) const READING: Duration = Duration::from_secs(60);
/// The largest file, written as JSON with every character escaped.
pub(crate) const LARGEST: usize = 2 * UploadImport::MAX_BYTES;

pub(super) fn routes() -> Routes {
    let access = Access::Token(Permission::RegistrationWrite);
    Routes::new()
        .api(access, routes!(create_import))
        .limits(READING, LARGEST)
        .api(access, routes!(find_import))
        .api(access, routes!(list_import_rows))
        .api(access, routes!(replan_import))
        .limits(READING, 1 << 20)
        .api(access, routes!(start_import))
        .api(access, routes!(discard_import))
}

/// Reads a CSV file and plans what each row does; nothing is changed before it is started. The columns
/// are `user` or `email`, `platform`, and if there are any `name`, `phone_number`, `country`,
/// `ownership`, `language` and `reference`. A draft is thrown away after a day. Scope
/// `registrations:write`, and `users:write` for `create_people`.
#[utoipa::path(
    post, path = "/api/v1/imports", tag = "imports", operation_id = "createImport", security(("token" = [])),
    params(("Idempotency-Key" = Option<String>, Header, description = "Makes the creation happen once")),
    request_body = UploadImport,
    responses(
        (status = 201, body = ImportDetail, headers(("Location" = String))),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn create_import(Create { domain, ctx, input }: Create<UploadImport>) -> Answer {
    let id = domain.imports().upload(&ctx, &input).await?;
    let import = domain.imports().find(&ctx, id).await?;
    Ok(created(StatusCode::CREATED, &format!("/api/v1/imports/{id}"), &import))
}

/// An import with its numbers. Scope `registrations:write`.
#[utoipa::path(
    get, path = "/api/v1/imports/{id}", tag = "imports", operation_id = "findImport", security(("token" = [])),
    params(("id" = JobId, Path)),
    responses(
        (status = 200, body = ImportDetail),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn find_import(call: Call, Id(id): Id<JobId>) -> Answer {
    Ok(Json(call.domain.imports().find(&call.ctx, id).await?).into_response())
}

/// The rows of an import with what they do, those with something wrong first. Scope
/// `registrations:write`.
#[utoipa::path(
    get, path = "/api/v1/imports/{id}/rows", tag = "imports", operation_id = "listImportRows",
    security(("token" = [])),
    params(
        ("id" = JobId, Path),
        ("plan" = Option<types::RowPlan>, Query, description = "Only those that do this"),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before"),
        ("limit" = Option<u32>, Query, description = "1 to 200, default 50"),
    ),
    responses(
        (status = 200, body = Page<ImportRow>),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn list_import_rows(call: Call, Id(id): Id<JobId>, List(query): List<ImportRowQuery>) -> Answer {
    Ok(Json(call.domain.imports().rows(&call.ctx, id, &query).await?).into_response())
}

/// Plans the rows of a draft anew under other options. Started: 409 `wrong_state`. Scope
/// `registrations:write`, and `users:write` for `create_people`.
#[utoipa::path(
    put, path = "/api/v1/imports/{id}/options", tag = "imports", operation_id = "replanImport",
    security(("token" = [])),
    params(("id" = JobId, Path)),
    request_body = ImportOptions,
    responses(
        (status = 200, body = ImportDetail),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn replan_import(call: Call, Id(id): Id<JobId>, Body(options): Body<ImportOptions>) -> Answer {
    call.domain.imports().replan(&call.ctx, id, &options).await?;
    Ok(Json(call.domain.imports().find(&call.ctx, id).await?).into_response())
}

/// Starts a draft as a job. Started: 409 `wrong_state`. Scope `registrations:write`, and `users:write`
/// where people are created.
#[utoipa::path(
    post, path = "/api/v1/imports/{id}/start", tag = "imports", operation_id = "startImport",
    security(("token" = [])),
    params(("id" = JobId, Path)),
    responses(
        (status = 202, body = JobRow, headers(("Location" = String))),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn start_import(call: Call, Id(id): Id<JobId>) -> Answer {
    call.domain.imports().start(&call.ctx, id).await?;
    let job = call.domain.jobs().find(&call.ctx, id).await?;
    Ok(created(StatusCode::ACCEPTED, &format!("/api/v1/jobs/{id}"), &job))
}

/// Throws a draft away. Started: 409 `wrong_state`. Scope `registrations:write`.
#[utoipa::path(
    delete, path = "/api/v1/imports/{id}", tag = "imports", operation_id = "discardImport",
    security(("token" = [])),
    params(("id" = JobId, Path)),
    responses(
        (status = 204),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn discard_import(call: Call, Id(id): Id<JobId>) -> Answer {
    call.domain.imports().discard(&call.ctx, id).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
