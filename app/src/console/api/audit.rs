//! The audit log.

use leptos::prelude::*;
use types::{AuditQuery, AuditRow, Page};

#[cfg(feature = "ssr")]
use crate::request::request;
use crate::{codec::Json, request::Failure};

/// Entries, newest first.
#[server(prefix = "/_fn/console", endpoint = "audit/list", input = Json, output = Json)]
pub async fn list_audit_events(query: AuditQuery) -> Result<Page<AuditRow>, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.audit().list(&ctx, &query).await?)
}
