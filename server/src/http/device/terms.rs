//! `GET /api/device/v1/terms/{id}`.

use axum::{Json, response::IntoResponse};
use types::{TermsId, TermsText};

use crate::{
    http::{
        problem,
        rest::input::{Call, Id},
    },
    router::Answer,
};

/// Terms of use that are in force, by the id that a registration has named in `terms_not_accepted`. Show
/// them to the person; when they accept, register again with the id as `accepted_terms`.
#[utoipa::path(
    get, path = "/api/device/v1/terms/{id}", tag = "device", operation_id = "findTermsText",
    params(("id" = TermsId, Path)),
    responses(
        (status = 200, body = TermsText),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
pub(super) async fn find_terms_text(call: Call, Id(id): Id<TermsId>) -> Answer {
    Ok(Json(call.domain.terms().find_text(&call.ctx, id).await?).into_response())
}
