//! `/api/v1/audit-events`.

use axum::{Json, response::IntoResponse};
use types::{AuditQuery, AuditRow, Page, Permission};
use utoipa_axum::routes;

use super::{input::Call, query::List};
use crate::{
    http::problem,
    router::{Access, Answer, Routes},
};

pub(super) fn routes() -> Routes {
    Routes::new().api(Access::Token(Permission::AuditRead), routes!(list_audit_events))
}

/// Lists audit events, newest first. Scope `audit:read`.
#[utoipa::path(
    get, path = "/api/v1/audit-events", tag = "audit", operation_id = "listAuditEvents", security(("token" = [])),
    params(
        ("q" = Option<String>, Query, description = "Part of an actor's or object's name, or of an action"),
        ("target_id" = Option<String>, Query, description = "Only events about this object"),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before"),
        ("limit" = Option<u32>, Query, description = "1 to 200, default 50"),
        ("total" = Option<bool>, Query, description = "Whether to count all that match"),
    ),
    responses(
        (status = 200, body = Page<AuditRow>),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn list_audit_events(call: Call, List(query): List<AuditQuery>) -> Answer {
    Ok(Json(call.domain.audit().list(&call.ctx, &query).await?).into_response())
}
