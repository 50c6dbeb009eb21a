//! `/set-password/<token>`: choosing a password by a single-use link.

use app::public::{DeadLink, SetPassword, SignInNotice};
use axum::{Form, extract::Path, http::StatusCode, response::Response};
use domain::access::PasswordPurpose;
use serde::Deserialize;
use types::{ApiError, ErrorCode};

use super::{is_for_the_form, status_of, with_wait};
use crate::{
    http::page::Page,
    router::{Access, Routes},
};

const PATH: &str = "/set-password/{token}";

pub(super) fn routes() -> Routes {
    Routes::new().get(Access::Public, PATH, show).post(Access::Public, PATH, submit)
}

#[derive(Deserialize)]
struct Typed {
    #[serde(default)]
    password: String,
}

/// Looking does not use the link up.
async fn show(page: Page, Path(token): Path<String>) -> Response {
    answer(page, &token, None).await
}

async fn submit(page: Page, Path(token): Path<String>, Form(typed): Form<Typed>) -> Response {
    match page.domain().access().set_password(&page.ctx, &token, &typed.password).await {
        Ok(purpose) => {
            let done = SignInNotice::PasswordSet.as_str();
            // Whoever was invited came to register a device.
            let next = match purpose {
                PasswordPurpose::Invitation => format!("&next={}", app::routes::REGISTER),
                PasswordPurpose::Set | PasswordPurpose::Reset => String::new(),
            };
            page.see_other(&format!("{}?done={done}{next}", app::routes::SIGN_IN))
        }
        Err(error) => answer(page, &token, Some(error.into())).await,
    }
}

async fn answer(page: Page, token: &str, error: Option<ApiError>) -> Response {
    if let Some(error) = error.clone().filter(|error| !is_for_the_form(error)) {
        return page.failure(error).await;
    }
    match page.domain().access().find_password_link(token).await {
        Ok(link) => {
            let status = status_of(error.as_ref());
            let form = SetPassword {
                username: link.username,
                display_name: link.display_name,
                error: error.clone(),
            };
            let html = page.html(status, |context| app::public::set_password(context, form)).await;
            with_wait(html, error.as_ref())
        }
        Err(error) if error.code() == ErrorCode::LinkDead => {
            page.html(StatusCode::NOT_FOUND, |context| app::public::dead_link(context, DeadLink::Password))
                .await
        }
        Err(error) => page.failure(error).await,
    }
}
