//! A message as its receiver sees it, in a frame of the console: a document of its own, without
//! scripts, links or anything from elsewhere. Asked by GET it holds no secret; the form that asks for
//! PIN and link posts here, and the reading is audited.

use axum::{
    extract::Path,
    http::{HeaderValue, header},
    response::{Html, IntoResponse, Response},
};
use types::{ErrorCode, Face, MessageId};

use crate::{
    http::page::Page,
    router::{Access, Routes},
};

/// Styles inside the message and its own pictures, nothing else. The sandbox keeps it from scripts,
/// forms and navigation even where the frame around it forgets to.
const POLICY: &str = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; \
                      form-action 'none'; frame-ancestors 'self'; sandbox";

const SAMPLE: &str = "/admin/invitations/sample/{id}";
const PATH: &str = "/admin/messages/{id}/body";

pub(crate) fn routes() -> Routes {
    let access = Access::Session(Face::Console);
    Routes::new()
        .get(access, PATH, without_secrets)
        .post(access, PATH, with_secrets)
        .get(access, SAMPLE, sample)
}

async fn without_secrets(page: Page, Path(id): Path<String>) -> Response {
    let found = match id.parse() {
        Ok(id) => page.domain().messages().find_redacted(&page.ctx, id).await,
        Err(_) => Err(ErrorCode::NotFound.into()),
    };
    answer(page, found.map(|message| message.html)).await
}

async fn with_secrets(page: Page, Path(id): Path<String>) -> Response {
    let found = match id.parse::<MessageId>() {
        Ok(id) => page.domain().messages().find(&page.ctx, id).await,
        Err(_) => Err(ErrorCode::NotFound.into()),
    };
    answer(page, found.map(|message| message.html)).await
}

/// The invitation as somebody would get it.
async fn sample(page: Page, Path(id): Path<String>) -> Response {
    let found = match id.parse() {
        Ok(id) => page.domain().invitations().sample(&page.ctx, id).await,
        Err(_) => Err(ErrorCode::NotFound.into()),
    };
    answer(page, found.map(|sample| sample.html)).await
}

/// A message as a document that nothing in it can leave.
pub(super) async fn answer(page: Page, found: domain::Result<String>) -> Response {
    let html = match found {
        Ok(html) => html,
        Err(error) => return page.failure(error).await,
    };
    let mut answer = Html(html).into_response();
    answer.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    answer
}
