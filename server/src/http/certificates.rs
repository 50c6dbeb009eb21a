//! What the listener for certificates answers: nothing but redirects to the main one. It reads no
//! cookie, sets none, and believes no header about certificates.

use std::sync::Arc;

use axum::{
    Extension,
    extract::{Query, Request},
    http::{HeaderValue, header},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use rustls::pki_types::CertificateDer;
use serde::Deserialize;
use types::{ErrorCode, Face};

use super::page::Page;
use crate::{
    http::next,
    router::{Access, Routes},
};

/// The certificates that the browser of this connection has shown, own one first. It has proved to hold
/// the key of that one; nothing else about them is known.
#[derive(Debug, Clone)]
pub(crate) struct Shown(pub(crate) Arc<[CertificateDer<'static>]>);

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    face: String,
    #[serde(default)]
    browser: String,
    #[serde(default)]
    next: Option<String>,
}

/// The one route of that listener.
pub(crate) fn routes() -> Routes {
    Routes::new().get(Access::Public, "/sign-in/certificate", show)
}

/// One request per connection: the next one shakes hands again.
pub(crate) async fn close(request: Request, next: Next) -> Response {
    let mut answer = next.run(request).await;
    answer.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    answer.headers_mut().insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    answer
}

async fn show(page: Page, Extension(shown): Extension<Shown>, Query(asked): Query<Asked>) -> Response {
    let Some(face) = Face::from_word(&asked.face) else {
        return page.failure(ErrorCode::NotFound).await;
    };
    let base = match page.state.public_url().await {
        Ok(base) => base,
        Err(error) => return page.failure(error).await,
    };
    let access = page.domain().access();
    let wanted = asked.next.as_deref().filter(|wanted| next::or(Some(wanted), "") == *wanted);
    let refused = app::public::SignInNotice::CertificateRefused.as_str();
    let (path, parameter, value) =
        match access.show_certificate(&page.ctx, face, &asked.browser, &shown.0).await {
            Ok(token) => (app::routes::certificate_done(face), "token", token),
            Err(error) if error.code() == ErrorCode::SignInRefused => {
                (app::routes::sign_in(face), "done", refused.to_owned())
            }
            Err(error) => return page.failure(error).await,
        };
    let query = app::routes::with_query("", &[(parameter, Some(&value)), ("next", wanted)]);
    Redirect::to(&format!("{base}{path}{query}")).into_response()
}
