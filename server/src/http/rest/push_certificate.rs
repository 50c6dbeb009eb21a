//! `/api/v1/push-certificate`: what Apple's devices are called by.

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use types::{Permission, PushDetail, UploadPushCertificate};
use utoipa_axum::routes;

use super::{
    input::{Body, Call, IfMatch},
    output::versioned,
};
use crate::{
    http::problem,
    router::{Access, Answer, Routes},
};

pub(super) fn routes() -> Routes {
    let (read, write) = (Access::Token(Permission::SettingsRead), Access::Token(Permission::SettingsWrite));
    Routes::new()
        .api(read, routes!(find_push_certificate))
        .api(write, routes!(request_push_certificate))
        .api(write, routes!(upload_push_certificate))
        .api(write, routes!(remove_push_certificate))
}

fn answer(detail: &PushDetail) -> Response {
    versioned(Json(detail).into_response(), detail.version)
}

/// The push certificate without its private key, and how it does. Scope `settings:read`.
#[utoipa::path(
    get, path = "/api/v1/push-certificate", tag = "settings", operation_id = "findPushCertificate",
    security(("token" = [])),
    responses(
        (status = 200, body = PushDetail, headers(("ETag" = String))),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn find_push_certificate(call: Call) -> Answer {
    Ok(answer(&call.domain.push().find(&call.ctx).await?))
}

/// Makes a new private key, which stays here, and a request for a certificate with it. Scope `all`.
#[utoipa::path(
    post, path = "/api/v1/push-certificate/request", tag = "settings", operation_id = "requestPushCertificate",
    security(("token" = [])),
    responses(
        (status = 200, body = PushDetail, headers(("ETag" = String))),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn request_push_certificate(call: Call) -> Answer {
    Ok(answer(&call.domain.push().make_request(&call.ctx).await?))
}

/// Uses a certificate from now on. Another topic than that of the certificate before must be asked for:
/// devices that have enrolled under that one are not called any more. Scope `all`.
#[utoipa::path(
    put, path = "/api/v1/push-certificate", tag = "settings", operation_id = "uploadPushCertificate",
    security(("token" = [])),
    params(("If-Match" = Option<String>, Header, description = "The `ETag` of the version that the change was made on")),
    request_body = UploadPushCertificate,
    responses(
        (status = 200, body = PushDetail, headers(("ETag" = String))),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn upload_push_certificate(
    call: Call,
    IfMatch(version): IfMatch,
    Body(input): Body<UploadPushCertificate>,
) -> Answer {
    Ok(answer(&call.domain.push().upload(&call.ctx, &input, version).await?))
}

/// Takes the certificate away: devices come by themselves alone from then on. Scope `all`.
#[utoipa::path(
    delete, path = "/api/v1/push-certificate", tag = "settings", operation_id = "removePushCertificate",
    security(("token" = [])),
    params(("If-Match" = Option<String>, Header, description = "The `ETag` of the version that the change was made on")),
    responses(
        (status = 200, body = PushDetail, headers(("ETag" = String))),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn remove_push_certificate(call: Call, IfMatch(version): IfMatch) -> Answer {
    Ok(answer(&call.domain.push().remove(&call.ctx, version).await?))
}
