//! What Apple's devices need: the push certificate, the authority, their certificates.

use leptos::prelude::*;
use types::{
    DeviceAuthorityDetail, DeviceAuthorityInput, DeviceCertificateId, DeviceCertificateQuery,
    DeviceCertificateRow, Page, PushDetail, UploadPushCertificate,
};

#[cfg(feature = "ssr")]
use crate::request::request;
use crate::{codec::Json, request::Failure};

/// The push certificate, without its key.
#[server(prefix = "/_fn/console", endpoint = "push-certificate/find", input = Json, output = Json)]
pub async fn find_push() -> Result<PushDetail, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.push().find(&ctx).await?)
}

/// Makes a key and a request for a certificate.
#[server(prefix = "/_fn/console", endpoint = "push-certificate/request", input = Json, output = Json)]
pub async fn request_push() -> Result<PushDetail, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.push().make_request(&ctx).await?)
}

/// Uses a certificate from now on.
#[server(prefix = "/_fn/console", endpoint = "push-certificate/upload", input = Json, output = Json)]
pub async fn upload_push(input: UploadPushCertificate, version: i64) -> Result<PushDetail, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.push().upload(&ctx, &input, Some(version)).await?)
}

/// Takes the certificate away.
#[server(prefix = "/_fn/console", endpoint = "push-certificate/remove", input = Json, output = Json)]
pub async fn remove_push(version: i64) -> Result<PushDetail, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.push().remove(&ctx, Some(version)).await?)
}

/// The authority, without its key.
#[server(prefix = "/_fn/console", endpoint = "device-authority/find", input = Json, output = Json)]
pub async fn find_authority() -> Result<DeviceAuthorityDetail, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.certificates().find_authority(&ctx).await?)
}

/// Changes the authority.
#[server(prefix = "/_fn/console", endpoint = "device-authority/save", input = Json, output = Json)]
pub async fn save_authority(
    input: DeviceAuthorityInput,
    version: i64,
) -> Result<DeviceAuthorityDetail, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.certificates().save_authority(&ctx, &input, Some(version)).await?)
}

/// Certificates of devices.
#[server(prefix = "/_fn/console", endpoint = "device-certificates/list", input = Json, output = Json)]
pub async fn list_certificates(query: DeviceCertificateQuery) -> Result<Page<DeviceCertificateRow>, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.certificates().list(&ctx, &query).await?)
}

/// Takes a certificate back.
#[server(prefix = "/_fn/console", endpoint = "device-certificates/revoke", input = Json, output = Json)]
pub async fn revoke_certificate(id: DeviceCertificateId) -> Result<DeviceCertificateRow, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.certificates().revoke(&ctx, id).await?)
}
