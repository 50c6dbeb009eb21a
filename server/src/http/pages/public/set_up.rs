//! `/set-up/<token>`: the first set-up, by the link that the server has printed.

use app::public::{DeadLink, SetUpForm, SignInNotice};
use axum::{Form, extract::Path, http::StatusCode, response::Response};
use serde::Deserialize;
use types::{ApiError, SetUp};

use super::{is_for_the_form, status_of, with_wait};
use crate::{http::page::Page, router::Routes};

const PATH: &str = "/set-up/{token}";

pub(super) fn routes() -> Routes {
    Routes::new().get_before_set_up(PATH, show).post_before_set_up(PATH, submit)
}

#[derive(Deserialize)]
struct Typed {
    #[serde(default)]
    organisation: String,
    #[serde(default)]
    public_url: String,
    #[serde(default)]
    username: String,
    #[serde(default)]
    display_name: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    password: String,
}

async fn show(page: Page, Path(token): Path<String>) -> Response {
    let public_url = match page.domain().settings().public_url().await {
        Ok(url) => url,
        Err(error) => return page.failure(error).await,
    };
    answer(page, &token, SetUpForm { public_url, ..SetUpForm::default() }).await
}

async fn submit(page: Page, Path(token): Path<String>, Form(typed): Form<Typed>) -> Response {
    let Typed { organisation, public_url, username, display_name, email, password } = typed;
    let public_url = public_url.trim().trim_end_matches('/').to_owned();
    let input = SetUp { organisation, public_url, username, display_name, email, password };
    let Err(error) = page.domain().access().complete_set_up(&page.ctx, &token, &input).await else {
        let done = SignInNotice::SetUp.as_str();
        return page.see_other(&format!("{}?done={done}", app::routes::ADMIN_SIGN_IN));
    };
    let error = ApiError::from(error);
    if !is_for_the_form(&error) {
        return page.failure(error).await;
    }
    let SetUp { organisation, public_url, username, display_name, email, .. } = input;
    let form = SetUpForm {
        organisation,
        public_url,
        public_url_is_fixed: false,
        username,
        display_name,
        email,
        error: Some(error),
    };
    answer(page, &token, form).await
}

/// The form, or the page of a dead link: used, replaced, ran out, or never was.
async fn answer(page: Page, token: &str, mut form: SetUpForm) -> Response {
    let settings = page.domain().settings();
    form.public_url_is_fixed = settings.public_url_is_configured();
    if form.public_url_is_fixed {
        form.public_url = settings.public_url().await.unwrap_or_default();
    }
    match page.domain().access().is_set_up_link(token).await {
        Ok(true) => {
            let error = form.error.clone();
            let html =
                page.html(status_of(error.as_ref()), |context| app::public::set_up(context, form)).await;
            with_wait(html, error.as_ref())
        }
        Ok(false) => {
            page.html(StatusCode::NOT_FOUND, |context| app::public::dead_link(context, DeadLink::SetUp)).await
        }
        Err(error) => page.failure(error).await,
    }
}
