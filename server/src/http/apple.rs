//! `/apple/mdm`: check-in and commands of Apple's devices. They are known by their signature, which the domain
//! verifies before it reads anything.
//!
//! A device that gets a 401 by accident can drop its management: whoever is not known gets a 400.

use axum::{
    Json,
    body::Bytes,
    extract::{Path, Query},
    http::{HeaderMap, Method, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post, put},
};
use domain::mdm::Answer;
use serde::Deserialize;
use serde_json::json;
use types::ErrorCode;
use url::form_urlencoded;

use crate::{
    http::rest::input::Call,
    router::{Access, Routes},
};

/// What a message about the enrolment is sent as; a charset may follow.
const CHECK_IN: &str = "application/x-apple-aspen-mdm-checkin";
/// Makes a device drop its management.
const UNRECOGNISED: &str = r#"{"code":"com.apple.unrecognized.device"}"#;

/// The media type of a profile.
pub(crate) const PROFILE: &str = "application/x-apple-aspen-config";

pub(crate) fn routes() -> Routes {
    Routes::new()
        .protocol(Access::Public, Method::PUT, "/apple/mdm", put(receive))
        .protocol(Access::Public, Method::GET, "/MDMServiceConfig", get(service))
        .protocol(Access::Public, Method::GET, "/apple/anchors", get(async || Json(json!([]))))
        .protocol(Access::Public, Method::POST, "/apple/tv/{token}", post(enrol_tv))
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    id: String,
}

/// Where Apple Configurator finds the enrolment. Says nothing about whether the id is one of ours.
async fn service(call: Call, Query(Asked { id }): Query<Asked>) -> Response {
    let Ok(url) = call.domain.settings().public_url().await else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let id: String = form_urlencoded::byte_serialize(id.as_bytes()).collect();
    Json(json!({
        "dep_enrollment_url": format!("{url}/apple/tv/{id}"),
        "dep_anchor_certs_url": format!("{url}/apple/anchors"),
    }))
    .into_response()
}

/// An Apple TV asks for its enrolment, with what it says of itself.
async fn enrol_tv(call: Call, Path(token): Path<String>, body: Bytes) -> Response {
    match call.domain.mdm().answer_tv(&call.ctx, &token, &body).await {
        Ok(profile) => ([(header::CONTENT_TYPE, PROFILE)], profile).into_response(),
        Err(error) => refusal(&error),
    }
}

async fn receive(call: Call, headers: HeaderMap, body: Bytes) -> Response {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let (signature, kind) = (text("mdm-signature"), text(header::CONTENT_TYPE.as_str()).unwrap_or_default());
    let mdm = call.domain.mdm();
    let answer = match kind.starts_with(CHECK_IN) {
        true => mdm.check_in(&call.ctx, signature, &body).await,
        false => mdm.connect(&call.ctx, signature, &body).await,
    };
    match answer {
        Ok(Answer::Empty) => StatusCode::OK.into_response(),
        Ok(Answer::Plist(list)) => ([(header::CONTENT_TYPE, "application/xml")], list).into_response(),
        Ok(Answer::NoUsers) => StatusCode::GONE.into_response(),
        Ok(Answer::NotThere) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => refusal(&error),
    }
}

fn refusal(error: &domain::Error) -> Response {
    match error.code() {
        ErrorCode::DeviceGone => {
            (StatusCode::FORBIDDEN, [(header::CONTENT_TYPE, "application/json")], UNRECOGNISED)
                .into_response()
        }
        ErrorCode::RegistrationRefused => StatusCode::FORBIDDEN.into_response(),
        ErrorCode::Internal | ErrorCode::Unavailable => {
            tracing::error!(%error, "a message of one of Apple's devices");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
        _ => StatusCode::BAD_REQUEST.into_response(),
    }
}
