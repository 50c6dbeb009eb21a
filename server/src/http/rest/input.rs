//! What operations take. The guard has let the request through before any of these look at it.

use std::str::FromStr;

use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Path, Request, rejection::BytesRejection},
    http::{HeaderMap, StatusCode, header, request::Parts},
};
use domain::{Domain, RequestCtx, ctx::IdempotencyKey};
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use types::{ApiError, ErrorCode, FieldCode};

use super::parse::{invalid, parse};
use crate::{AppState, http::problem::Problem};

/// The domain and who calls.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    pub(crate) domain: Domain,
    pub(crate) ctx: RequestCtx,
}

impl FromRequestParts<AppState> for Call {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        let ctx = parts.extensions.get::<RequestCtx>().cloned().ok_or(ErrorCode::Unauthenticated)?;
        Ok(Self { domain: state.domain().clone(), ctx })
    }
}

/// The id in the path. One that cannot be read names nothing.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Id<T>(pub(crate) T);

impl<T: FromStr> FromRequestParts<AppState> for Id<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        let Path(text) =
            Path::<String>::from_request_parts(parts, state).await.map_err(|_| ErrorCode::NotFound)?;
        Ok(Self(text.parse().map_err(|_| ErrorCode::NotFound)?))
    }
}

/// The version that an edit was made on, from `If-Match`. `*` stands for any.
#[derive(Debug, Clone, Copy)]
pub(crate) struct IfMatch(pub(crate) Option<i64>);

impl FromRequestParts<AppState> for IfMatch {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, Problem> {
        let Some(given) = parts.headers.get(header::IF_MATCH) else { return Ok(Self(None)) };
        let text = given.to_str().unwrap_or_default().trim();
        if text == "*" {
            return Ok(Self(None));
        }
        let version =
            text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).and_then(|text| text.parse().ok());
        // A tag that we never gave out matches no version.
        version.map(|version| Self(Some(version))).ok_or_else(|| ErrorCode::VersionConflict.into())
    }
}

/// A JSON body.
#[derive(Debug, Clone)]
pub(crate) struct Body<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequest<AppState> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Problem> {
        Ok(Self(parse(&read(request, state).await?)?))
    }
}

/// A JSON body that creates something, perhaps under an `Idempotency-Key`; with who calls.
#[derive(Debug, Clone)]
pub(crate) struct Create<T> {
    pub(crate) domain: Domain,
    pub(crate) ctx: RequestCtx,
    pub(crate) input: T,
}

impl<T: DeserializeOwned> FromRequest<AppState> for Create<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Problem> {
        let (mut parts, body) = request.into_parts();
        let Call { domain, mut ctx } = Call::from_request_parts(&mut parts, state).await?;
        let key = idempotency_key(&parts.headers)?;
        let mut hash = Sha256::new();
        hash.update(format!("{} {}\n", parts.method, parts.uri.path()));
        let body = read(Request::from_parts(parts, body), state).await?;
        hash.update(&body);
        ctx.idempotency = key.map(|key| IdempotencyKey { key, request_hash: hash.finalize().to_vec() });
        Ok(Self { domain, ctx, input: parse(&body)? })
    }
}

/// 1 to 128 printable characters.
fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>, ApiError> {
    let Some(given) = headers.get("idempotency-key") else { return Ok(None) };
    let text = given.to_str().unwrap_or_default();
    if (1..=128).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Ok(Some(text.to_owned()));
    }
    Err(invalid("Idempotency-Key", FieldCode::Malformed))
}

async fn read(request: Request, state: &AppState) -> Result<Bytes, Problem> {
    let media_type = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let media_type = media_type.unwrap_or_default().split(';').next().unwrap_or_default().trim();
    if !media_type.eq_ignore_ascii_case("application/json") {
        return Err(ErrorCode::UnsupportedMediaType.into());
    }
    Bytes::from_request(request, state).await.map_err(|rejection: BytesRejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => ErrorCode::PayloadTooLarge.into(),
        _ => Problem::from(invalid("", FieldCode::Malformed)),
    })
}
