//! `/go`: user name and PIN typed on a device. The PIN is not used up; a right one leads to the page
//! of the registration's link.

use app::public::Go;
use axum::{Form, response::Response};
use serde::Deserialize;
use types::{ApiError, ErrorCode, FieldCode, FieldError};

use super::{is_for_the_form, status_of, with_wait};
use crate::{
    http::page::{Page, WithHeaders},
    router::{Access, Routes},
};

pub(super) fn routes() -> Routes {
    Routes::new().get(Access::Public, app::routes::GO, show).post(Access::Public, app::routes::GO, submit)
}

#[derive(Deserialize)]
struct Typed {
    #[serde(default)]
    username: String,
    #[serde(default)]
    pin: String,
}

async fn show(page: Page) -> Response {
    answer(page, Go::default()).await
}

async fn submit(page: Page, Form(typed): Form<Typed>) -> Response {
    let username = typed.username.trim().to_owned();
    if let Some(error) = nothing_typed(&username, &typed.pin) {
        return answer(page, Go { username, error: Some(error) }).await;
    }
    let error = match page.domain().registration().check_pin(&page.ctx, &username, &typed.pin).await {
        Ok(found) => {
            let token = found.handout.link.rsplit('/').next().unwrap_or_default();
            return page.see_other(&format!("/r/{token}?device"));
        }
        Err(error) => ApiError::from(error),
    };
    if !is_for_the_form(&error) {
        return page.failure(error).await;
    }
    answer(page, Go { username, error: Some(error) }).await
}

/// An empty field is no try and is not counted.
fn nothing_typed(username: &str, pin: &str) -> Option<ApiError> {
    let empty = [("username", username), ("pin", pin.trim())].into_iter().filter(|(_, text)| text.is_empty());
    let fields: Vec<_> = empty.map(|(path, _)| FieldError::new(path, FieldCode::Required)).collect();
    (!fields.is_empty()).then_some(ApiError { code: ErrorCode::InvalidInput, fields, retry_after: None })
}

async fn answer(page: Page, form: Go) -> Response {
    let error = form.error.clone();
    let html = page.html(status_of(error.as_ref()), |context| app::public::go(context, form)).await;
    with_wait(html, error.as_ref()).with_camera()
}
