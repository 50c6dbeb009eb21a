//! `/forgot` and `/admin/forgot`: a link to choose a new password. The answer is the same for everybody.

use app::public::Forgot;
use axum::{Form, response::Response};
use serde::Deserialize;
use types::{ApiError, Face};

use super::{is_for_the_form, status_of, with_wait};
use crate::{
    http::page::Page,
    router::{Access, Routes},
};

pub(super) fn routes() -> Routes {
    Routes::new()
        .get(Access::Public, app::routes::FORGOT, show_portal)
        .post(Access::Public, app::routes::FORGOT, submit_portal)
        .get(Access::Public, app::routes::ADMIN_FORGOT, show_console)
        .post(Access::Public, app::routes::ADMIN_FORGOT, submit_console)
}

#[derive(Deserialize)]
struct Typed {
    #[serde(default)]
    username: String,
}

async fn show_portal(page: Page) -> Response {
    answer(page, Face::Portal, Forgot::default()).await
}

async fn show_console(page: Page) -> Response {
    answer(page, Face::Console, Forgot::default()).await
}

async fn submit_portal(page: Page, Form(typed): Form<Typed>) -> Response {
    submit(page, Face::Portal, typed).await
}

async fn submit_console(page: Page, Form(typed): Form<Typed>) -> Response {
    submit(page, Face::Console, typed).await
}

async fn submit(page: Page, face: Face, typed: Typed) -> Response {
    let username = typed.username.trim().to_owned();
    let error = match page.domain().access().request_password_reset(&page.ctx, &username).await {
        Ok(()) => None,
        Err(error) => Some(ApiError::from(error)),
    };
    match error {
        Some(error) if !is_for_the_form(&error) => page.failure(error).await,
        error => answer(page, face, Forgot { username, sent: error.is_none(), error }).await,
    }
}

async fn answer(page: Page, face: Face, form: Forgot) -> Response {
    let error = form.error.clone();
    let html = page.html(status_of(error.as_ref()), |context| app::public::forgot(context, face, form)).await;
    with_wait(html, error.as_ref())
}
