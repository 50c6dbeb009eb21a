//! All that is kept about a person, as a file of the console.

use axum::{
    Json,
    extract::Path,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use types::{ErrorCode, Face};

use crate::{
    http::page::Page,
    router::{Access, Routes},
};

pub(crate) fn routes() -> Routes {
    Routes::new().get(Access::Session(Face::Console), "/admin/users/{id}/export", export)
}

async fn export(page: Page, Path(id): Path<String>) -> Response {
    let found = match id.parse() {
        Ok(id) => page.domain().people().export(&page.ctx, id).await,
        Err(_) => Err(ErrorCode::NotFound.into()),
    };
    match found {
        Ok(export) => {
            let mut answer = Json(export).into_response();
            let name = HeaderValue::from_str(&format!("attachment; filename=\"person-{id}.json\""));
            if let Ok(name) = name {
                answer.headers_mut().insert(header::CONTENT_DISPOSITION, name);
            }
            answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
            answer
        }
        Err(error) => page.failure(error).await,
    }
}
