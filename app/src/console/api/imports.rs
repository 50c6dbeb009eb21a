//! Many devices from a file.

use leptos::prelude::*;
use types::{ImportDetail, ImportOptions, ImportRow, ImportRowQuery, JobId, Page, UploadImport};

#[cfg(feature = "ssr")]
use crate::request::request;
use crate::{codec::Json, request::Failure};

/// Reads a file and plans its rows.
#[server(prefix = "/_fn/console", endpoint = "imports/upload", input = Json, output = Json)]
pub async fn read_import(input: UploadImport) -> Result<JobId, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.imports().upload(&ctx, &input).await?)
}

/// Plans the rows of a draft anew.
#[server(prefix = "/_fn/console", endpoint = "imports/replan", input = Json, output = Json)]
pub async fn replan_import(id: JobId, options: ImportOptions) -> Result<ImportDetail, Failure> {
    let (domain, ctx) = request()?;
    domain.imports().replan(&ctx, id, &options).await?;
    Ok(domain.imports().find(&ctx, id).await?)
}

/// An import with its numbers.
#[server(prefix = "/_fn/console", endpoint = "imports/find", input = Json, output = Json)]
pub async fn find_import(id: JobId) -> Result<ImportDetail, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.imports().find(&ctx, id).await?)
}

/// The rows of an import.
#[server(prefix = "/_fn/console", endpoint = "imports/rows", input = Json, output = Json)]
pub async fn list_import_rows(id: JobId, query: ImportRowQuery) -> Result<Page<ImportRow>, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.imports().rows(&ctx, id, &query).await?)
}

/// Starts a draft.
#[server(prefix = "/_fn/console", endpoint = "imports/start", input = Json, output = Json)]
pub async fn start_import(id: JobId) -> Result<(), Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.imports().start(&ctx, id).await?)
}

/// Throws a draft away.
#[server(prefix = "/_fn/console", endpoint = "imports/discard", input = Json, output = Json)]
pub async fn discard_import(id: JobId) -> Result<(), Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.imports().discard(&ctx, id).await?)
}
