//! `/api/v1/device-authority` and `/api/v1/device-certificates`.

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use types::{
    CertificateState, DeviceAuthorityDetail, DeviceAuthorityInput, DeviceCertificateId,
    DeviceCertificateQuery, DeviceCertificateRow, DeviceId, Page, Permission,
};
use utoipa_axum::routes;

use super::{
    input::{Body, Call, Id, IfMatch},
    output::versioned,
    query::List,
};
use crate::{
    http::problem,
    router::{Access, Answer, Routes},
};

pub(super) fn routes() -> Routes {
    Routes::new()
        .api(Access::Token(Permission::SettingsRead), routes!(find_device_authority))
        .api(Access::Token(Permission::SettingsWrite), routes!(save_device_authority))
        .api(Access::Token(Permission::DeviceRead), routes!(list_device_certificates))
        .api(Access::Token(Permission::DeviceRetire), routes!(revoke_device_certificate))
}

fn answer(detail: &DeviceAuthorityDetail) -> Response {
    versioned(Json(detail).into_response(), detail.version)
}

/// The authority that issues certificates to devices, without its private key. Scope `settings:read`.
#[utoipa::path(
    get, path = "/api/v1/device-authority", tag = "settings", operation_id = "findDeviceAuthority",
    security(("token" = [])),
    responses(
        (status = 200, body = DeviceAuthorityDetail, headers(("ETag" = String))),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn find_device_authority(call: Call) -> Answer {
    Ok(answer(&call.domain.certificates().find_authority(&call.ctx).await?))
}

/// Issues certificates by another authority from now on, or takes other requests. Certificates that devices have go
/// on working. Scope `all`.
#[utoipa::path(
    put, path = "/api/v1/device-authority", tag = "settings", operation_id = "saveDeviceAuthority",
    security(("token" = [])),
    params(("If-Match" = Option<String>, Header, description = "The `ETag` of the version that the change was made on")),
    request_body = DeviceAuthorityInput,
    responses(
        (status = 200, body = DeviceAuthorityDetail, headers(("ETag" = String))),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn save_device_authority(
    call: Call,
    IfMatch(version): IfMatch,
    Body(input): Body<DeviceAuthorityInput>,
) -> Answer {
    Ok(answer(&call.domain.certificates().save_authority(&call.ctx, &input, version).await?))
}

/// Certificates of devices, the newest first. Scope `devices:read`.
#[utoipa::path(
    get, path = "/api/v1/device-certificates", tag = "devices", operation_id = "listDeviceCertificates",
    security(("token" = [])),
    params(
        ("state" = Option<CertificateState>, Query),
        ("device_id" = Option<DeviceId>, Query),
        ("cursor" = Option<String>, Query),
        ("limit" = Option<u32>, Query),
        ("total" = Option<bool>, Query),
    ),
    responses(
        (status = 200, body = Page<DeviceCertificateRow>),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn list_device_certificates(call: Call, List(query): List<DeviceCertificateQuery>) -> Answer {
    Ok(Json(call.domain.certificates().list(&call.ctx, &query).await?).into_response())
}

/// Takes a certificate back: whoever signs with it is not known any more. Scope `devices:retire`.
#[utoipa::path(
    post, path = "/api/v1/device-certificates/{id}/revoke", tag = "devices",
    operation_id = "revokeDeviceCertificate", security(("token" = [])),
    params(("id" = DeviceCertificateId, Path)),
    responses(
        (status = 200, body = DeviceCertificateRow),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn revoke_device_certificate(call: Call, Id(id): Id<DeviceCertificateId>) -> Answer {
    Ok(Json(call.domain.certificates().revoke(&call.ctx, id).await?).into_response())
}
