//! What operations answer beside plain JSON.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;

/// A new thing, with where to find it.
pub(super) fn created<T: Serialize>(status: StatusCode, location: &str, body: &T) -> Response {
    let mut answer = (status, Json(body)).into_response();
    if let Ok(location) = HeaderValue::from_str(location) {
        answer.headers_mut().insert(header::LOCATION, location);
    }
    answer
}

/// An answer with the version that the next edit names in `If-Match`.
pub(super) fn versioned(mut answer: Response, version: i64) -> Response {
    if let Ok(tag) = HeaderValue::from_str(&format!("\"{version}\"")) {
        answer.headers_mut().insert(header::ETAG, tag);
    }
    answer
}
