//! Pages that need no session: signing in and out, passwords by link, the first set-up, and the two
//! ways of a person with a device in the hand.

mod certificate;
mod forgot;
mod go;
mod help;
mod link;
mod profile;
mod set_password;
mod set_up;
mod sign_in;
mod sign_out;
mod terms;

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use types::{ApiError, ErrorCode};

pub(super) use sign_in::on_a_desk;

use crate::router::Routes;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .merge(sign_in::routes())
        .merge(certificate::routes())
        .merge(sign_out::routes())
        .merge(forgot::routes())
        .merge(set_password::routes())
        .merge(set_up::routes())
        .merge(go::routes())
        .merge(help::routes())
        .merge(link::routes())
        .merge(profile::routes())
        .merge(terms::routes())
}

/// Whether the form itself can say what went wrong; faults have a page of their own.
pub(super) fn is_for_the_form(error: &ApiError) -> bool {
    !matches!(error.code, ErrorCode::Internal | ErrorCode::Unavailable | ErrorCode::Unauthenticated)
}

/// The status of a form that is shown again.
pub(super) fn status_of(error: Option<&ApiError>) -> StatusCode {
    match error.map(|error| error.code) {
        None => StatusCode::OK,
        Some(ErrorCode::TooManyRequests) => StatusCode::TOO_MANY_REQUESTS,
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

/// Adds `Retry-After` where the error says how long to wait.
pub(super) fn with_wait(mut answer: Response, error: Option<&ApiError>) -> Response {
    if let Some(seconds) = error.and_then(|error| error.retry_after) {
        answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    answer
}
