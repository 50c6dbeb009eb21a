//! The audit log.

use leptos::{prelude::*, server_fn::codec::Json};
use types::{AuditQuery, AuditRow, Page};

use crate::request::Failure;
#[cfg(feature = "ssr")]
use crate::request::request;

/// Entries, newest first.
#[server(prefix = "/_fn/console", endpoint = "audit/list", input = Json)]
pub async fn list_audit_events(query: AuditQuery) -> Result<Page<AuditRow>, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.audit().list(&ctx, &query).await?)
}
