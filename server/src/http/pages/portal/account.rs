//! The forms of `/account`: password, sessions, colours.

use app::{
    portal::{Outcome, PASSWORD_FORM, SESSIONS_FORM},
    shell::Theme,
};
use axum::{Form, http::HeaderValue, response::Response};
use serde::Deserialize;
use types::{ApiError, ErrorCode, Face, FieldCode, FieldError, SessionId};

use super::{again, unknown};
use crate::{
    http::{
        page::{Page, WithHeaders},
        pages::public::signed_out,
    },
    router::{Access, Routes},
};

pub(super) fn routes() -> Routes {
    Routes::new().post(Access::Session(Face::Portal), app::routes::ACCOUNT, submit)
}

#[derive(Deserialize)]
struct Typed {
    #[serde(default)]
    intent: String,
    #[serde(default)]
    current_password: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    session: String,
    #[serde(default)]
    theme: String,
}

async fn submit(page: Page, Form(typed): Form<Typed>) -> Response {
    match typed.intent.as_str() {
        "password" => change_password(page, &typed).await,
        "session" => end_session(page, &typed.session).await,
        "everywhere" => sign_out_everywhere(page).await,
        "theme" => choose_theme(&page, &typed.theme),
        _ => unknown(page).await,
    }
}

async fn change_password(page: Page, typed: &Typed) -> Response {
    let access = page.domain().access();
    match access.change_password(&page.ctx, &typed.current_password, &typed.password).await {
        Ok(()) => page.see_other(&format!("{}?done=password", app::routes::ACCOUNT)),
        Err(error) => {
            let outcome = Outcome::refused(PASSWORD_FORM, at_the_field(error.into()));
            again(page, app::routes::ACCOUNT, outcome).await
        }
    }
}

/// A wrong current password belongs to its field.
fn at_the_field(error: ApiError) -> ApiError {
    if error.code != ErrorCode::SignInRefused {
        return error;
    }
    let fields = vec![FieldError::new("current_password", FieldCode::Differs)];
    ApiError { code: ErrorCode::InvalidInput, fields, retry_after: None }
}

async fn end_session(page: Page, session: &str) -> Response {
    let ended = match session.parse::<SessionId>() {
        Ok(id) => page.domain().access().end_session(&page.ctx, id).await.map_err(ApiError::from),
        Err(_) => Err(ErrorCode::NotFound.into()),
    };
    match ended {
        Ok(()) => page.see_other(&format!("{}?done=session", app::routes::ACCOUNT)),
        Err(error) => again(page, app::routes::ACCOUNT, Outcome::refused(SESSIONS_FORM, error)).await,
    }
}

async fn sign_out_everywhere(page: Page) -> Response {
    match page.domain().access().sign_out_everywhere(&page.ctx).await {
        Ok(()) => signed_out(&page, Face::Portal, app::routes::SIGN_IN),
        Err(error) => page.failure(error).await,
    }
}

/// Kept in this browser; an unknown word follows the system.
fn choose_theme(page: &Page, theme: &str) -> Response {
    let secure = if page.state.is_https() { "; Secure" } else { "" };
    let cookie = match Theme::from_cookie(theme).attribute() {
        Some(theme) => format!("theme={theme}; Path=/; Max-Age=31536000; SameSite=Lax{secure}"),
        None => format!("theme=; Path=/; Max-Age=0; SameSite=Lax{secure}"),
    };
    let answer = page.see_other(app::routes::ACCOUNT);
    match HeaderValue::from_str(&cookie) {
        Ok(cookie) => answer.with_cookie(cookie),
        Err(_) => answer,
    }
}
