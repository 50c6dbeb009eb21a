//! `/confirm` and `/admin/confirm`: showing that it is still the same person, where no script could ask
//! on the page itself.

use app::public::Confirm;
use axum::{Form, extract::Query, response::Response};
use serde::Deserialize;
use types::{ApiError, Face};

use super::public::{self, is_for_the_form, status_of, with_wait};
use crate::{
    http::{
        cookies, next,
        page::{Page, WithHeaders, home},
    },
    router::{Access, Routes},
};

pub(super) fn routes() -> Routes {
    [(Face::Portal, app::routes::CONFIRM), (Face::Console, app::routes::ADMIN_CONFIRM)].into_iter().fold(
        Routes::new(),
        |routes, (face, path)| {
            routes.get(Access::Session(face), path, show).post(Access::Session(face), path, submit)
        },
    )
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    next: Option<String>,
}

#[derive(Deserialize)]
struct Typed {
    #[serde(default)]
    password: String,
    #[serde(default)]
    next: Option<String>,
}

async fn show(page: Page, Query(asked): Query<Asked>) -> Response {
    answer(page, asked.next, None).await
}

async fn submit(page: Page, Form(typed): Form<Typed>) -> Response {
    let face = page.ctx.signed_in().map_or(Face::Portal, |me| me.face);
    match page.domain().access().reauthenticate(&page.ctx, &typed.password).await {
        Ok(session) => page
            .see_other(next::or(typed.next.as_deref(), home(&page.ctx)))
            .with_cookie(cookies::session(face, &session.token)),
        Err(error) => answer(page, typed.next, Some(error.into())).await,
    }
}

async fn answer(page: Page, wanted: Option<String>, error: Option<ApiError>) -> Response {
    if let Some(error) = error.clone().filter(|error| !is_for_the_form(error)) {
        return page.failure(error).await;
    }
    let face = page.ctx.signed_in().map_or(Face::Portal, |me| me.face);
    let next = next::or(wanted.as_deref(), home(&page.ctx)).to_owned();
    let certificate = match page.domain().access().ways_in(face).await {
        Ok(ways) => ways.certificate && public::on_a_desk(&page),
        Err(error) => return page.failure(error).await,
    };
    let form = Confirm { face, certificate, next, error: error.clone() };
    let html = page.html(status_of(error.as_ref()), |context| app::public::confirm(context, form)).await;
    with_wait(html, error.as_ref())
}
