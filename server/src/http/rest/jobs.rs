//! `/api/v1/jobs`.

use axum::{Json, response::IntoResponse};
use types::{JobId, JobItem, JobItemQuery, JobRow, Page, PageQuery, Permission};
use utoipa_axum::routes;

use super::{
    input::{Call, Id},
    query::List,
};
use crate::{
    http::problem,
    router::{Access, Answer, Routes},
};

pub(super) fn routes() -> Routes {
    let access = Access::Token(Permission::RegistrationWrite);
    Routes::new()
        .api(access, routes!(list_jobs))
        .api(access, routes!(find_job))
        .api(access, routes!(list_job_items))
        .api(access, routes!(pause_job))
        .api(access, routes!(resume_job))
        .api(access, routes!(stop_job))
}

/// Lists jobs, newest first. Scope `registrations:write`.
#[utoipa::path(
    get, path = "/api/v1/jobs", tag = "jobs", operation_id = "listJobs", security(("token" = [])),
    params(
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before"),
        ("limit" = Option<u32>, Query, description = "1 to 200, default 50"),
    ),
    responses(
        (status = 200, body = Page<JobRow>),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn list_jobs(call: Call, List(page): List<PageQuery>) -> Answer {
    Ok(Json(call.domain.jobs().list(&call.ctx, &page).await?).into_response())
}

/// One job with its numbers. Scope `registrations:write`.
#[utoipa::path(
    get, path = "/api/v1/jobs/{id}", tag = "jobs", operation_id = "findJob", security(("token" = [])),
    params(("id" = JobId, Path)),
    responses(
        (status = 200, body = JobRow),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn find_job(call: Call, Id(id): Id<JobId>) -> Answer {
    Ok(Json(call.domain.jobs().find(&call.ctx, id).await?).into_response())
}

/// The items of a job with their results: those that did not work first, then in their order. Scope
/// `registrations:write`.
#[utoipa::path(
    get, path = "/api/v1/jobs/{id}/items", tag = "jobs", operation_id = "listJobItems", security(("token" = [])),
    params(
        ("id" = JobId, Path),
        ("outcome" = Option<types::ItemOutcome>, Query, description = "Only those with this outcome"),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before"),
        ("limit" = Option<u32>, Query, description = "1 to 200, default 50"),
    ),
    responses(
        (status = 200, body = Page<JobItem>),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn list_job_items(call: Call, Id(id): Id<JobId>, List(query): List<JobItemQuery>) -> Answer {
    Ok(Json(call.domain.jobs().items(&call.ctx, id, &query).await?).into_response())
}

/// Holds a job. Over or held already: 409 `wrong_state`. Scope `registrations:write`.
#[utoipa::path(
    post, path = "/api/v1/jobs/{id}/pause", tag = "jobs", operation_id = "pauseJob", security(("token" = [])),
    params(("id" = JobId, Path)),
    responses(
        (status = 200, body = JobRow),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn pause_job(call: Call, Id(id): Id<JobId>) -> Answer {
    Ok(Json(call.domain.jobs().pause(&call.ctx, id).await?).into_response())
}

/// Goes on with a job that is held. Not held: 409 `wrong_state`. Scope `registrations:write`.
#[utoipa::path(
    post, path = "/api/v1/jobs/{id}/resume", tag = "jobs", operation_id = "resumeJob", security(("token" = [])),
    params(("id" = JobId, Path)),
    responses(
        (status = 200, body = JobRow),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn resume_job(call: Call, Id(id): Id<JobId>) -> Answer {
    Ok(Json(call.domain.jobs().resume(&call.ctx, id).await?).into_response())
}

/// Ends a job. What was done stays; its messages that wait are not sent. Over: 409 `wrong_state`. Scope
/// `registrations:write`.
#[utoipa::path(
    post, path = "/api/v1/jobs/{id}/stop", tag = "jobs", operation_id = "stopJob", security(("token" = [])),
    params(("id" = JobId, Path)),
    responses(
        (status = 200, body = JobRow),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn stop_job(call: Call, Id(id): Id<JobId>) -> Answer {
    Ok(Json(call.domain.jobs().stop(&call.ctx, id).await?).into_response())
}
