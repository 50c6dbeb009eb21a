//! Devices that sign their requests (RFC 9421). The whole body is read, up to its limit, because the
//! signature covers it; it is not parsed here.

use std::time::Duration;

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, request::Parts},
};
use domain::{ctx::DeviceActor, devices::SignedRequest};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use signatures::Signed;
use types::ErrorCode;

use super::Gate;
use crate::http::problem::Problem;

/// How long a device may take to send its body.
const BODY_TIME: Duration = Duration::from_secs(15);

pub(super) async fn resolve(
    gate: &Gate,
    request: &Parts,
    body: Body,
) -> Result<(DeviceActor, Bytes), Problem> {
    let headers = &request.headers;
    let signed = Signed::parse(
        &joined(headers, "signature-input"),
        &joined(headers, "signature"),
        &joined(headers, "content-digest"),
    )
    .map_err(|_| ErrorCode::SignatureInvalid)?;
    let body = read(gate, body).await?;
    let sent = request.uri.path_and_query().map_or("/", |sent| sent.as_str());
    let target_uri = format!("{}{sent}", gate.state.public_url().await?);
    let field = |name: &str| headers.contains_key(name).then(|| joined(headers, name));
    let devices = gate.state.domain().devices();
    let signed_request = SignedRequest {
        method: request.method.as_str(),
        target_uri: &target_uri,
        body: &body,
        field: &field,
    };
    let device = devices.authenticate_request(&signed, &signed_request).await?;
    Ok((device, body))
}

async fn read(gate: &Gate, body: Body) -> Result<Bytes, Problem> {
    match tokio::time::timeout(BODY_TIME, Limited::new(body, gate.body_limit).collect()).await {
        Ok(Ok(body)) => Ok(body.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(ErrorCode::PayloadTooLarge.into()),
        Ok(Err(_)) | Err(_) => Err(ErrorCode::SignatureInvalid.into()),
    }
}

/// A header field as RFC 9421 reads it: several lines joined.
fn joined(headers: &HeaderMap, name: &str) -> String {
    let lines: Option<Vec<&str>> = headers.get_all(name).iter().map(|line| line.to_str().ok()).collect();
    lines.unwrap_or_default().join(", ")
}
