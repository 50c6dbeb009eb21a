//! What browsers keep, and whether what they keep is still what there is (RFC 9110, section 13; RFC 9111).

use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

/// An address with a version in it never holds anything else.
pub(super) const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// It is asked again each time, and mostly the answer is that nothing changed.
pub(super) const ASK_AGAIN: HeaderValue = HeaderValue::from_static("no-cache");

/// The content with its entity tag, or that it has not changed since the browser asked last.
pub(super) fn tagged(
    asked: &HeaderMap,
    etag: &str,
    caching: HeaderValue,
    content: impl IntoResponse,
) -> Response {
    let known = asked.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut answer = if known.split(',').any(|tag| tag.trim().trim_start_matches("W/") == etag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        content.into_response()
    };
    let out = answer.headers_mut();
    out.insert(header::CACHE_CONTROL, caching);
    if let Ok(etag) = HeaderValue::from_str(etag) {
        out.insert(header::ETAG, etag);
    }
    answer
}
