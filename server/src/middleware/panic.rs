//! A fault in one request ends that request alone.

use std::any::Any;

use axum::response::{IntoResponse, Response};
use types::ErrorCode;

use crate::http::problem::Problem;

pub(super) fn answer(_: Box<dyn Any + Send + 'static>) -> Response {
    tracing::error!("a handler panicked; its message is on the standard error output");
    Problem::from(ErrorCode::Internal).into_response()
}
