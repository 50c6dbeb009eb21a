//! The profile for Apple Configurator, as a file of the console.

use axum::{
    extract::Path,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use types::{ErrorCode, Face};

use crate::{
    http::{apple::PROFILE, page::Page},
    router::{Access, Routes},
};

pub(crate) fn routes() -> Routes {
    Routes::new().get(Access::Session(Face::Console), "/admin/apple-tv/{id}/profile", download)
}

async fn download(page: Page, Path(id): Path<String>) -> Response {
    let found = match id.parse() {
        Ok(id) => page.domain().mdm().tv_profile(&page.ctx, id).await,
        Err(_) => Err(ErrorCode::NotFound.into()),
    };
    match found {
        Ok(profile) => {
            let headers = [
                (header::CONTENT_TYPE, HeaderValue::from_static(PROFILE)),
                (
                    header::CONTENT_DISPOSITION,
                    HeaderValue::from_static("attachment; filename=\"apple-tv.mobileconfig\""),
                ),
                (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
            ];
            (headers, profile).into_response()
        }
        Err(error) => page.failure(error).await,
    }
}
