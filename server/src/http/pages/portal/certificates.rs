//! The forms of `/certificates`: look into a file, say what it is for, throw it away, take a certificate away.

use std::time::Duration;

use app::portal::{KEEP_FORM, Outcome, REMOVE_FORM, UPLOAD_FORM};
use axum::{
    extract::{FromRequest, Multipart, Query, Request, multipart::Field},
    http::header,
    response::Response,
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use http_body_util::BodyExt as _;
use serde::Deserialize;
use types::{
    ApiError, CertificateUploadId, ConfigurationId, ErrorCode, Face, FieldCode, FieldError, KeepCertificate,
    UnlockCertificate, UploadCertificate,
};
use url::form_urlencoded;

use super::{again, unknown};
use crate::{
    http::page::Page,
    router::{Access, Routes},
};

/// What is read of a request at most: a larger file than is taken is told as one, and this much larger ends it.
const BODY_LIMIT: usize = 4 * 1024 * 1024;
const TIME_LIMIT: Duration = Duration::from_secs(60);

pub(super) fn routes() -> Routes {
    Routes::new()
        .post(Access::Session(Face::Portal), app::routes::CERTIFICATES, submit)
        .limits(TIME_LIMIT, BODY_LIMIT)
        .with_file()
}

/// For which setting the page is open.
#[derive(Deserialize)]
struct Open {
    #[serde(default, rename = "for")]
    wanted: Option<String>,
}

impl Open {
    /// The page as it is open: nothing that is no id comes back.
    fn address(&self) -> String {
        match self.wanted.as_deref().and_then(|id| id.parse::<ConfigurationId>().ok()) {
            Some(id) => format!("{}?for={id}", app::routes::CERTIFICATES),
            None => app::routes::CERTIFICATES.to_owned(),
        }
    }
}

async fn submit(page: Page, Query(open): Query<Open>, request: Request) -> Response {
    if let Err(error) = page.domain().user_certificates().require(&page.ctx) {
        return page.failure(error).await;
    }
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    if kind.is_some_and(|kind| kind.starts_with("multipart/")) {
        return match Multipart::from_request(request, &()).await {
            Ok(parts) => upload(page, &open.address(), parts).await,
            Err(_) => unknown(page).await,
        };
    }
    let Ok(body) = request.into_body().collect().await else { return unknown(page).await };
    let fields: Vec<(String, String)> =
        form_urlencoded::parse(&body.to_bytes()).map(|(name, value)| (name.into(), value.into())).collect();
    let value = |name: &str| fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    match value("intent") {
        Some("keep") => {
            let configurations = fields.iter().filter(|(key, _)| key == "configuration");
            let chosen = Chosen {
                upload: value("upload").and_then(|id| id.parse().ok()),
                identity: value("identity").unwrap_or("0").to_owned(),
                configurations: configurations.map(|(_, id)| id.clone()).collect(),
            };
            keep(page, &open.address(), chosen).await
        }
        Some("unlock") => {
            let password = value("password").unwrap_or_default().to_owned();
            unlock(page, &open.address(), value("upload").unwrap_or_default(), password).await
        }
        Some("discard") => match page.domain().user_certificates().discard(&page.ctx).await {
            Ok(()) => page.see_other(&open.address()),
            Err(error) => page.failure(error).await,
        },
        Some("remove") => remove(page, value("configuration").unwrap_or_default()).await,
        _ => unknown(page).await,
    }
}

async fn upload(page: Page, here: &str, mut parts: Multipart) -> Response {
    let mut input = UploadCertificate { file: String::new(), file_name: String::new(), password: None };
    let mut is_large = false;
    loop {
        match parts.next_field().await {
            Ok(Some(field)) if field.name() == Some("file") => {
                input.file_name = field.file_name().unwrap_or_default().to_owned();
                match read(field, UploadCertificate::MAX_FILE).await {
                    Ok(Some(bytes)) => input.file = STANDARD.encode(bytes),
                    Ok(None) => is_large = true,
                    Err(()) => return page.failure(ErrorCode::PayloadTooLarge).await,
                }
            }
            Ok(Some(field)) if field.name() == Some("password") => {
                // Four bytes a letter.
                match read(field, UploadCertificate::MAX_PASSWORD * 4).await {
                    Ok(Some(bytes)) => {
                        let password = String::from_utf8_lossy(&bytes).into_owned();
                        input.password = Some(password).filter(|text| !text.is_empty());
                    }
                    Ok(None) => input.password = Some("x".repeat(UploadCertificate::MAX_PASSWORD + 1)),
                    Err(()) => return page.failure(ErrorCode::PayloadTooLarge).await,
                }
            }
            Ok(Some(_)) => {}
            Ok(None) => break,
            Err(_) => return page.failure(ErrorCode::PayloadTooLarge).await,
        }
    }
    let done = match is_large {
        true => Err(ApiError {
            fields: vec![FieldError::new("file", FieldCode::TooLong)],
            ..ApiError::new(ErrorCode::InvalidInput)
        }),
        false => page.domain().user_certificates().upload(&page.ctx, input).await.map_err(ApiError::from),
    };
    match done {
        Ok(_) => page.see_other(here),
        Err(error) => again(page, here, Outcome::refused(UPLOAD_FORM, error)).await,
    }
}

/// The file that waits, with another password.
async fn unlock(page: Page, here: &str, upload: &str, password: String) -> Response {
    let Ok(id) = upload.parse::<CertificateUploadId>() else { return unknown(page).await };
    let input = UnlockCertificate { password };
    match page.domain().user_certificates().unlock(&page.ctx, id, input).await {
        Ok(_) => page.see_other(here),
        Err(error) if error.code() == ErrorCode::NotFound => page.see_other(here),
        Err(error) => again(page, here, Outcome::refused(UPLOAD_FORM, error.into())).await,
    }
}

/// The bytes of a part; nothing of one that is longer, which is read to its end and forgotten.
async fn read(mut field: Field<'_>, most: usize) -> Result<Option<Vec<u8>>, ()> {
    let mut bytes = Some(Vec::new());
    while let Some(chunk) = field.chunk().await.map_err(drop)? {
        bytes = bytes.filter(|bytes| bytes.len() + chunk.len() <= most);
        if let Some(bytes) = &mut bytes {
            bytes.extend_from_slice(&chunk);
        }
    }
    Ok(bytes)
}

/// What the second step has said.
struct Chosen {
    upload: Option<CertificateUploadId>,
    identity: String,
    configurations: Vec<String>,
}

async fn keep(page: Page, here: &str, chosen: Chosen) -> Response {
    let Some(upload) = chosen.upload else { return unknown(page).await };
    let input = KeepCertificate {
        identity: chosen.identity.parse().unwrap_or(u32::MAX),
        configurations: chosen.configurations.iter().filter_map(|id| id.parse().ok()).collect(),
    };
    match page.domain().user_certificates().keep(&page.ctx, upload, &input).await {
        Ok(_) => page.see_other(&format!("{}?done=kept", app::routes::CERTIFICATES)),
        // It was used in another tab, or has waited too long: the page says what is there now.
        Err(error) if error.code() == ErrorCode::NotFound => page.see_other(here),
        Err(error) => {
            let outcome = Outcome::refused(KEEP_FORM, error.into())
                .with("identity", chosen.identity)
                .with("configurations", chosen.configurations.join(" "));
            again(page, here, outcome).await
        }
    }
}

async fn remove(page: Page, configuration: &str) -> Response {
    let Ok(configuration) = configuration.parse::<ConfigurationId>() else { return unknown(page).await };
    let done = format!("{}?done=removed", app::routes::CERTIFICATES);
    match page.domain().user_certificates().remove(&page.ctx, configuration).await {
        Ok(_) => page.see_other(&done),
        Err(error) if error.code() == ErrorCode::NotFound => page.see_other(app::routes::CERTIFICATES),
        Err(error) => {
            let here = format!("{}?ask={configuration}", app::routes::CERTIFICATES);
            again(page, &here, Outcome::refused(REMOVE_FORM, error.into())).await
        }
    }
}
