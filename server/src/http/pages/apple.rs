//! Files of the console about Apple's devices: the request for a push certificate, the certificate of the authority.

use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use types::{ErrorCode, Face};

use crate::{
    http::page::Page,
    router::{Access, Routes},
};

pub(crate) fn routes() -> Routes {
    let console = Access::Session(Face::Console);
    Routes::new().get(console, "/admin/push-certificate/request", request).get(
        console,
        "/admin/device-authority/certificate",
        authority,
    )
}

async fn request(page: Page) -> Response {
    let found = page.domain().push().find(&page.ctx).await;
    match found.and_then(|detail| detail.request.ok_or_else(|| ErrorCode::NotFound.into())) {
        Ok(pem) => file("push-certificate-request.csr", "application/pkcs10", pem),
        Err(error) => page.failure(error).await,
    }
}

async fn authority(page: Page) -> Response {
    match page.domain().certificates().find_authority(&page.ctx).await {
        Ok(detail) => file("device-authority.pem", "application/x-pem-file", detail.certificate),
        Err(error) => page.failure(error).await,
    }
}

fn file(name: &'static str, kind: &'static str, text: String) -> Response {
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CONTENT_DISPOSITION, disposition.unwrap_or(HeaderValue::from_static("attachment"))),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (headers, text).into_response()
}
