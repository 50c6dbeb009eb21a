//! `/scep`: how a device gets its certificate (RFC 8894 section 4).

use axum::{
    body::Bytes,
    extract::RawQuery,
    http::{Method, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use base64::{
    Engine, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use url::form_urlencoded;

use crate::{
    http::{problem::Problem, rest::input::Call},
    router::{Access, Answer, Routes},
};

/// Clients pad or do not.
const LENIENT: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
const BASE64: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, LENIENT);

pub(crate) fn routes() -> Routes {
    Routes::new()
        .protocol(Access::Public, Method::GET, "/scep", get(asked))
        .protocol(Access::Public, Method::POST, "/scep", post(posted))
        .protocol(Access::Public, Method::GET, "/scep/crl", get(revoked))
}

/// A parameter of the query, whatever else is in it.
fn parameter(query: Option<&str>, name: &str) -> Option<String> {
    let mut found = form_urlencoded::parse(query.unwrap_or_default().as_bytes());
    found.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.into_owned())
}

async fn asked(call: Call, RawQuery(query): RawQuery) -> Answer {
    match parameter(query.as_deref(), "operation").as_deref() {
        Some("GetCACaps") => {
            let capabilities = call.domain.certificates().scep_capabilities().await?;
            Ok(([(header::CONTENT_TYPE, "text/plain")], capabilities).into_response())
        }
        Some("GetCACert") => {
            let certificate = call.domain.certificates().authority_certificate().await?;
            Ok(([(header::CONTENT_TYPE, "application/x-x509-ca-cert")], certificate).into_response())
        }
        Some("PKIOperation") => {
            let message = parameter(query.as_deref(), "message").unwrap_or_default();
            // A plus sign has become a blank on the way, and some clients write it for addresses.
            let message = message.replace([' ', '-'], "+").replace('_', "/");
            match BASE64.decode(message.as_bytes()) {
                Ok(message) => answer(call, message).await,
                Err(_) => Ok(StatusCode::BAD_REQUEST.into_response()),
            }
        }
        _ => Ok(StatusCode::BAD_REQUEST.into_response()),
    }
}

/// Which certificates were taken back (RFC 5280 section 5).
async fn revoked(call: Call) -> Answer {
    let list = call.domain.certificates().revoked(&call.ctx).await?;
    Ok(([(header::CONTENT_TYPE, "application/pkix-crl")], list).into_response())
}

async fn posted(call: Call, RawQuery(query): RawQuery, body: Bytes) -> Answer {
    match parameter(query.as_deref(), "operation").as_deref() {
        Some("PKIOperation") => answer(call, body.to_vec()).await,
        _ => Ok(StatusCode::BAD_REQUEST.into_response()),
    }
}

async fn answer(call: Call, message: Vec<u8>) -> Result<Response, Problem> {
    let answer = call.domain.certificates().answer_scep(&call.ctx, message).await?;
    Ok(([(header::CONTENT_TYPE, "application/x-pki-message")], answer).into_response())
}
