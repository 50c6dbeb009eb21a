//! `POST /api/device/v1/register`.

use axum::{Json, http::StatusCode, response::IntoResponse};
use types::{ApiError, ErrorCode, RegisterDevice, Registered};

use crate::{
    AppState,
    http::{
        problem::{self, Problem},
        rest::input::{Body, Call},
    },
    router::Answer,
};
use axum::extract::{FromRequest, Request};

/// Fields whose faults are never told apart, not even those of form.
const UNTOLD: [&str; 5] = ["username", "pin", "password", "link_token", "public_key"];

/// The body of a registration.
pub(crate) struct Registration(RegisterDevice);

impl FromRequest<AppState> for Registration {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Problem> {
        match Body::from_request(request, state).await {
            Ok(Body(input)) => Ok(Self(input)),
            Err(problem) if is_untold(&problem.0) => Err(ErrorCode::RegistrationRefused.into()),
            Err(problem) => Err(problem),
        }
    }
}

fn is_untold(error: &ApiError) -> bool {
    error.fields.iter().any(|field| UNTOLD.contains(&field.path.as_str()))
}

/// Registers a device with a person's user name and PIN. Anything wrong with user, PIN, password or key:
/// 403 `registration_refused`, always the same bytes. The same PIN and key again: the same answer.
#[utoipa::path(
    post, path = "/api/device/v1/register", tag = "device", operation_id = "registerDevice",
    request_body = RegisterDevice,
    responses(
        (status = 201, body = Registered),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
pub(super) async fn register(call: Call, Registration(input): Registration) -> Answer {
    let registered = call.domain.registration().redeem(&call.ctx, &input).await?;
    Ok((StatusCode::CREATED, Json(registered)).into_response())
}
