//! Long work.

use leptos::prelude::*;
use types::{JobId, JobItem, JobItemQuery, JobRow, Page, PageQuery};

#[cfg(feature = "ssr")]
use crate::request::request;
use crate::{codec::Json, request::Failure};

/// Jobs, newest first.
#[server(prefix = "/_fn/console", endpoint = "jobs/list", input = Json, output = Json)]
pub async fn list_jobs(page: PageQuery) -> Result<Page<JobRow>, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.jobs().list(&ctx, &page).await?)
}

/// One job.
#[server(prefix = "/_fn/console", endpoint = "jobs/find", input = Json, output = Json)]
pub async fn find_job(id: JobId) -> Result<JobRow, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.jobs().find(&ctx, id).await?)
}

/// The items of a job.
#[server(prefix = "/_fn/console", endpoint = "jobs/items", input = Json, output = Json)]
pub async fn list_items(id: JobId, query: JobItemQuery) -> Result<Page<JobItem>, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.jobs().items(&ctx, id, &query).await?)
}

/// Holds a job.
#[server(prefix = "/_fn/console", endpoint = "jobs/pause", input = Json, output = Json)]
pub async fn pause_job(id: JobId) -> Result<JobRow, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.jobs().pause(&ctx, id).await?)
}

/// Goes on with a job.
#[server(prefix = "/_fn/console", endpoint = "jobs/resume", input = Json, output = Json)]
pub async fn resume_job(id: JobId) -> Result<JobRow, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.jobs().resume(&ctx, id).await?)
}

/// Ends a job.
#[server(prefix = "/_fn/console", endpoint = "jobs/stop", input = Json, output = Json)]
pub async fn stop_job(id: JobId) -> Result<JobRow, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.jobs().stop(&ctx, id).await?)
}
