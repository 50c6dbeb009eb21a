//! Errors as programs read them: `application/problem+json` (RFC 9457).

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use types::{ApiError, ErrorCode, FieldError};
use utoipa::ToSchema;

/// The media type.
pub(crate) const MEDIA_TYPE: &str = "application/problem+json";

/// An error on its way out.
#[derive(Debug, Clone)]
pub(crate) struct Problem(pub(crate) ApiError);

/// An error. `code` is a stable word; equal errors are equal bytes.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub(crate) struct Body {
    /// Always `about:blank`: `code` says more.
    #[serde(rename = "type")]
    kind: &'static str,
    /// A short English text for `code`.
    title: &'static str,
    /// The HTTP status.
    status: u16,
    /// What went wrong.
    code: ErrorCode,
    /// Which fields break a rule, for `invalid_input`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    fields: Vec<FieldError>,
}

impl Problem {
    /// The word for it.
    pub(crate) fn code(&self) -> ErrorCode {
        self.0.code
    }

    /// The HTTP status.
    pub(crate) fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.0.code.http_status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

impl From<ApiError> for Problem {
    fn from(error: ApiError) -> Self {
        Self(error)
    }
}

impl From<ErrorCode> for Problem {
    fn from(code: ErrorCode) -> Self {
        Self(code.into())
    }
}

impl From<domain::Error> for Problem {
    fn from(error: domain::Error) -> Self {
        Self(error.into())
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = self.status();
        let ApiError { code, fields, retry_after } = self.0;
        let body = Body { kind: "about:blank", title: code.title(), status: status.as_u16(), code, fields };
        let mut answer = (status, Json(body)).into_response();
        let headers = answer.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
        if let Some(seconds) = retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        answer
    }
}
