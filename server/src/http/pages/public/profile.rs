//! `/r/<token>/profile`: the profile that makes an iPhone, iPad or Mac a managed device. Asked for by a form, since
//! programs that look at links shall make nothing; downloading it does not use the link up.

use axum::{
    body::Bytes,
    extract::{Path, Query},
    http::header,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use types::ErrorCode;
use url::form_urlencoded;

use super::link::ended;
use crate::{
    http::page::Page,
    router::{Access, Routes},
};

/// The media type of a profile.
const MEDIA_TYPE: &str = "application/x-apple-aspen-config";

pub(super) fn routes() -> Routes {
    Routes::new().post(Access::Public, "/r/{token}/profile", download)
}

#[derive(Deserialize)]
struct Asked {
    /// For tools that read it: not signed.
    unsigned: Option<String>,
}

/// What was typed into the form, where the channel asks for it. Tools send no form at all.
fn password_in(form: &[u8]) -> Option<String> {
    let mut fields = form_urlencoded::parse(form);
    fields.find(|(name, _)| name == "password").map(|(_, password)| password.into_owned())
}

async fn download(
    page: Page,
    Path(token): Path<String>,
    Query(asked): Query<Asked>,
    form: Bytes,
) -> Response {
    let signed = asked.unsigned.is_none();
    let password = password_in(&form);
    match page.domain().mdm().enrolment_profile(&page.ctx, &token, password.as_deref(), signed).await {
        Ok(profile) => {
            let headers = [
                (header::CONTENT_TYPE, MEDIA_TYPE),
                (header::CONTENT_DISPOSITION, "attachment; filename=\"gatehouse.mobileconfig\""),
                (header::CACHE_CONTROL, "no-store"),
            ];
            (headers, profile).into_response()
        }
        Err(error) if error.code() == ErrorCode::TermsNotAccepted => {
            page.see_other(&format!("/r/{token}?device"))
        }
        Err(error) if error.code() == ErrorCode::InvalidInput => {
            page.see_other(&format!("/r/{token}?device&wrong"))
        }
        Err(error) if error.code() == ErrorCode::RegistrationRefused => ended(page, &token).await,
        Err(error) => page.failure(error).await,
    }
}
