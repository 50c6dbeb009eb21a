//! `/sign-in` and `/admin/sign-in`.

use app::public::{SignIn, SignInNotice};
use axum::{Form, extract::Query, response::Response};
use domain::access::NewSession;
use serde::Deserialize;
use types::{ApiError, Face};

use super::{is_for_the_form, status_of, with_wait};
use crate::{
    http::{
        cookies, next,
        page::{Page, WithHeaders},
    },
    router::{Access, Routes},
};

pub(super) fn routes() -> Routes {
    Routes::new()
        .get(Access::Public, app::routes::SIGN_IN, show_portal)
        .post(Access::Public, app::routes::SIGN_IN, submit_portal)
        .get(Access::Public, app::routes::ADMIN_SIGN_IN, show_console)
        .post(Access::Public, app::routes::ADMIN_SIGN_IN, submit_console)
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    next: Option<String>,
    #[serde(default)]
    done: Option<String>,
}

#[derive(Deserialize)]
struct Typed {
    #[serde(default)]
    username: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    next: Option<String>,
}

async fn show_portal(page: Page, Query(asked): Query<Asked>) -> Response {
    show(page, Face::Portal, asked).await
}

async fn show_console(page: Page, Query(asked): Query<Asked>) -> Response {
    show(page, Face::Console, asked).await
}

async fn submit_portal(page: Page, Form(typed): Form<Typed>) -> Response {
    submit(page, Face::Portal, typed).await
}

async fn submit_console(page: Page, Form(typed): Form<Typed>) -> Response {
    submit(page, Face::Console, typed).await
}

pub(super) fn home(face: Face) -> &'static str {
    match face {
        Face::Portal => app::routes::PORTAL,
        Face::Console => app::routes::CONSOLE,
    }
}

async fn show(page: Page, face: Face, asked: Asked) -> Response {
    let form = SignIn {
        next: kept(asked.next, face),
        notice: asked.done.as_deref().and_then(SignInNotice::from_word),
        ..SignIn::default()
    };
    answer(page, face, form).await
}

async fn submit(page: Page, face: Face, typed: Typed) -> Response {
    match page.domain().access().sign_in(&page.ctx, face, &typed.username, &typed.password).await {
        Ok(session) => signed_in(&page, face, next::or(typed.next.as_deref(), home(face)), &session),
        Err(error) => {
            let error = ApiError::from(error);
            if !is_for_the_form(&error) {
                return page.failure(error).await;
            }
            let form = SignIn {
                username: typed.username,
                next: kept(typed.next, face),
                notice: None,
                error: Some(error),
                ..SignIn::default()
            };
            answer(page, face, form).await
        }
    }
}

/// Goes on with a session that has just begun.
pub(super) fn signed_in(page: &Page, face: Face, there: &str, session: &NewSession) -> Response {
    let answer = page.see_other(there).with_cookie(cookies::session(face, &session.token));
    match session.theme.as_deref() {
        Some(theme) => answer.with_cookie(cookies::theme(Some(theme), page.state.is_https())),
        None => answer,
    }
}

/// The address to go to, while it is one of this site and not the start page anyway.
pub(super) fn kept(next: Option<String>, face: Face) -> Option<String> {
    next.filter(|next| next::or(Some(next), "") == next && next != home(face))
}

async fn answer(page: Page, face: Face, form: SignIn) -> Response {
    let error = form.error.clone();
    let ways = match page.domain().access().ways_in(face).await {
        Ok(ways) => ways,
        Err(error) => return page.failure(error).await,
    };
    let certificate = ways.certificate && on_a_desk(&page);
    let form = SignIn { password: ways.password, certificate, ..form };
    let html =
        page.html(status_of(error.as_ref()), |context| app::public::sign_in(context, face, form)).await;
    with_wait(html, error.as_ref())
}

/// Whether a card can be offered: phones take none, and their browsers show no use of certificates worth
/// offering.
pub(in crate::http::pages) fn on_a_desk(page: &Page) -> bool {
    !page.ctx.user_agent.as_deref().is_some_and(is_phone)
}

/// Whether a browser calls itself one of a phone or tablet.
fn is_phone(user_agent: &str) -> bool {
    ["Mobi", "Android", "iPhone", "iPad", "iPod"].iter().any(|word| user_agent.contains(word))
}
