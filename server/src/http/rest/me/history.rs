//! `/api/v1/me/history`.

use axum::{Json, response::IntoResponse};
use types::{AuditRow, HistoryQuery, Page, Permission};
use utoipa_axum::routes;

use crate::{
    http::{
        problem,
        rest::{input::Call, query::List},
    },
    router::{Access, Answer, Routes},
};

pub(super) fn routes() -> Routes {
    Routes::new().api(Access::OwnToken(Permission::OwnDeviceRead), routes!(list_own_history))
}

/// What happened to one's own devices and to oneself, newest first. Scope `me:read`.
#[utoipa::path(
    get, path = "/api/v1/me/history", tag = "me", operation_id = "listOwnHistory", security(("token" = [])),
    params(
        ("kind" = Option<types::HistoryKind>, Query, description = "Only events of this kind"),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before"),
        ("limit" = Option<u32>, Query, description = "1 to 200, default 50"),
        ("total" = Option<bool>, Query, description = "Whether to count all that match"),
    ),
    responses(
        (status = 200, body = Page<AuditRow>),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn list_own_history(call: Call, List(query): List<HistoryQuery>) -> Answer {
    Ok(Json(call.domain.devices().own_history(&call.ctx, query.kind, &query.page).await?).into_response())
}
