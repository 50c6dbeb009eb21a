//! `/api/v1/me/certificates` and `/api/v1/me/certificate-uploads`.

use std::time::Duration;

use axum::{Json, http::StatusCode, response::IntoResponse};
use types::{
    CertificateUpload, CertificateUploadId, ConfigurationId, KeepCertificate, OwnCertificates, Permission,
    UnlockCertificate, UploadCertificate,
};
use utoipa_axum::routes;

use crate::{
    http::{
        problem,
        rest::{
            input::{Body, Call, Id},
            output::created,
        },
    },
    router::{Access, Answer, Routes},
};

/// A file of 256 KiB in Base64, with its name and password.
const UPLOAD_LIMIT: usize = 512 * 1024;
const UPLOAD_TIME: Duration = Duration::from_secs(30);

pub(super) fn routes() -> Routes {
    let upload = Access::OwnToken(Permission::OwnUploadCertificates);
    Routes::new()
        .api(Access::OwnToken(Permission::OwnDeviceRead), routes!(list_own_certificates))
        .api(upload, routes!(upload_own_certificate))
        .limits(UPLOAD_TIME, UPLOAD_LIMIT)
        .api(upload, routes!(unlock_own_certificate))
        .api(upload, routes!(keep_own_certificate))
        .api(upload, routes!(discard_own_upload))
        .api(upload, routes!(remove_own_certificate))
}

/// The settings that ask for a certificate, those that one has brought, and the file that waits. Scope `me:read`.
#[utoipa::path(
    get, path = "/api/v1/me/certificates", tag = "me", operation_id = "listOwnCertificates", security(("token" = [])),
    responses(
        (status = 200, body = OwnCertificates),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn list_own_certificates(call: Call) -> Answer {
    Ok(Json(call.domain.user_certificates().list(&call.ctx).await?).into_response())
}

/// Uploads a file (PKCS#12), which waits for an hour to be kept; an earlier one that waits is thrown away. Scope
/// `me:certificates`.
#[utoipa::path(
    post, path = "/api/v1/me/certificate-uploads", tag = "me", operation_id = "uploadOwnCertificate",
    security(("token" = [])),
    request_body = UploadCertificate,
    responses(
        (status = 201, body = CertificateUpload, headers(("Location" = String))),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn upload_own_certificate(call: Call, Body(input): Body<UploadCertificate>) -> Answer {
    let upload = call.domain.user_certificates().upload(&call.ctx, input).await?;
    Ok(created(StatusCode::CREATED, "/api/v1/me/certificates", &upload))
}

/// Opens the file that waits with another password. Scope `me:certificates`.
#[utoipa::path(
    post, path = "/api/v1/me/certificate-uploads/{id}/unlock", tag = "me", operation_id = "unlockOwnCertificate",
    security(("token" = [])),
    params(("id" = CertificateUploadId, Path)),
    request_body = UnlockCertificate,
    responses(
        (status = 200, body = CertificateUpload),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn unlock_own_certificate(
    call: Call,
    Id(id): Id<CertificateUploadId>,
    Body(input): Body<UnlockCertificate>,
) -> Answer {
    Ok(Json(call.domain.user_certificates().unlock(&call.ctx, id, input).await?).into_response())
}

/// Puts an uploaded certificate to use; what was used for the same settings is replaced. Scope `me:certificates`.
#[utoipa::path(
    post, path = "/api/v1/me/certificate-uploads/{id}/keep", tag = "me", operation_id = "keepOwnCertificate",
    security(("token" = [])),
    params(("id" = CertificateUploadId, Path)),
    request_body = KeepCertificate,
    responses(
        (status = 200, body = OwnCertificates),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn keep_own_certificate(
    call: Call,
    Id(id): Id<CertificateUploadId>,
    Body(input): Body<KeepCertificate>,
) -> Answer {
    Ok(Json(call.domain.user_certificates().keep(&call.ctx, id, &input).await?).into_response())
}

/// Throws the file away that waits, if there is one. Scope `me:certificates`.
#[utoipa::path(
    delete, path = "/api/v1/me/certificate-uploads", tag = "me", operation_id = "discardOwnUpload",
    security(("token" = [])),
    responses(
        (status = 204),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn discard_own_upload(call: Call) -> Answer {
    call.domain.user_certificates().discard(&call.ctx).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Takes the certificate of a setting away; the id is that of the setting, its `configuration_id`. Scope
/// `me:certificates`.
#[utoipa::path(
    delete, path = "/api/v1/me/certificates/{id}", tag = "me", operation_id = "removeOwnCertificate",
    security(("token" = [])),
    params(("id" = ConfigurationId, Path)),
    responses(
        (status = 200, body = OwnCertificates),
        (status = "4XX", body = problem::Body, content_type = "application/problem+json"),
    )
)]
async fn remove_own_certificate(call: Call, Id(id): Id<ConfigurationId>) -> Answer {
    Ok(Json(call.domain.user_certificates().remove(&call.ctx, id).await?).into_response())
}
