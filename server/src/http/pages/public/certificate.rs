//! The main listener's part of signing in with a certificate: it begins here and comes back here.

use app::public::SignInNotice;
use axum::{
    extract::Query,
    http::HeaderMap,
    response::{IntoResponse, Redirect, Response},
};
use domain::Actor;
use serde::Deserialize;
use types::{ErrorCode, Face};

use super::sign_in;
use crate::{
    http::{
        cookies, next,
        page::{Page, WithHeaders},
    },
    router::{Access, Routes},
};

pub(super) fn routes() -> Routes {
    Routes::new()
        .get(Access::Public, app::routes::CERTIFICATE, start_portal)
        .get(Access::Public, app::routes::ADMIN_CERTIFICATE, start_console)
        .get(Access::Public, app::routes::CERTIFICATE_DONE, done_portal)
        .get(Access::Public, app::routes::ADMIN_CERTIFICATE_DONE, done_console)
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    token: String,
    #[serde(default)]
    next: Option<String>,
}

async fn start_portal(page: Page, Query(asked): Query<Asked>) -> Response {
    start(page, Face::Portal, asked).await
}

async fn start_console(page: Page, Query(asked): Query<Asked>) -> Response {
    start(page, Face::Console, asked).await
}

async fn done_portal(page: Page, headers: HeaderMap, Query(asked): Query<Asked>) -> Response {
    done(page, Face::Portal, &headers, asked).await
}

async fn done_console(page: Page, headers: HeaderMap, Query(asked): Query<Asked>) -> Response {
    done(page, Face::Console, &headers, asked).await
}

/// Sends the browser to the listener for certificates, with something to know it by when it is back.
async fn start(page: Page, face: Face, asked: Asked) -> Response {
    let started = match page.domain().access().start_certificate_sign_in(face).await {
        Ok(started) => started,
        Err(error) if error.code() == ErrorCode::NotFound => {
            return page.see_other(app::routes::sign_in(face));
        }
        Err(error) => return page.failure(error).await,
    };
    let wanted = sign_in::kept(asked.next, face);
    let parameters =
        [("face", Some(face.as_str())), ("browser", Some(&*started.challenge)), ("next", wanted.as_deref())];
    let query = app::routes::with_query("", &parameters);
    let there = format!("{}/sign-in/certificate{query}", started.url);
    Redirect::to(&there).into_response().with_cookie(cookies::certificate(&started.browser))
}

/// Begins the session, if it is the same browser.
async fn done(page: Page, face: Face, headers: &HeaderMap, asked: Asked) -> Response {
    let browser = cookies::value(headers, cookies::CERTIFICATE);
    let access = page.domain().access();
    let ctx = match cookies::value(headers, face.cookie()) {
        Some(token) => access.resolve_session(face, &token, true).await,
        None => Ok(None),
    };
    let ctx = match ctx {
        // Whoever is signed in here shows that it is still them.
        Ok(Some(me)) => page.ctx.clone().with_actor(Actor::User(me)),
        Ok(None) => page.ctx.clone(),
        Err(error) => return page.failure(error).await,
    };
    match access.sign_in_by_certificate(&ctx, face, &asked.token, browser.as_deref()).await {
        Ok(session) => {
            let there = next::or(asked.next.as_deref(), sign_in::home(face));
            sign_in::signed_in(&page, face, there, &session).with_cookie(cookies::clear_certificate())
        }
        Err(error) if error.code() == ErrorCode::SignInRefused => {
            let refused = SignInNotice::CertificateRefused.as_str();
            let wanted = sign_in::kept(asked.next, face);
            let query = app::routes::with_query("", &[("done", Some(refused)), ("next", wanted.as_deref())]);
            let answer = page.see_other(&format!("{}{query}", app::routes::sign_in(face)));
            answer.with_cookie(cookies::clear_certificate())
        }
        Err(error) => page.failure(error).await,
    }
}
