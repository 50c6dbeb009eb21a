//! `POST /api/device/v1/check-in`.

use axum::{Json, extract::State, response::IntoResponse};
use types::{CheckIn, CheckInAnswer, ErrorCode};

use crate::{
    AppState,
    http::{
        problem,
        rest::input::{Body, Call},
    },
    router::Answer,
};

/// Tells the server that the device is there, and asks for work; with `wait_ms` the answer waits for
/// some. A command without a final result is delivered again.
#[utoipa::path(
    post, path = "/api/device/v1/check-in", tag = "device", operation_id = "checkIn", security(("signature" = [])),
    request_body = CheckIn,
    responses(
        (status = 200, body = CheckInAnswer),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
pub(super) async fn check_in(
    State(state): State<AppState>,
    call: Call,
    Body(input): Body<CheckIn>,
) -> Answer {
    let devices = call.domain.devices();
    tokio::select! {
        answer = devices.check_in(&call.ctx, &input) => Ok(Json(answer?).into_response()),
        // The device comes back by itself.
        () = state.shutdown().cancelled() => Err(ErrorCode::Unavailable.into()),
    }
}
