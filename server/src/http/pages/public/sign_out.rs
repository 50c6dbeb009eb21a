//! Signing out: a form that both faces have in their menu.

use axum::response::Response;
use types::Face;

use crate::{
    http::{
        cookies,
        page::{Page, WithHeaders},
    },
    router::{Access, Routes},
};

pub(super) fn routes() -> Routes {
    Routes::new().post(Access::Session(Face::Portal), "/sign-out", portal).post(
        Access::Session(Face::Console),
        "/admin/sign-out",
        console,
    )
}

async fn portal(page: Page) -> Response {
    sign_out(page, Face::Portal, app::routes::SIGN_IN).await
}

async fn console(page: Page) -> Response {
    sign_out(page, Face::Console, app::routes::ADMIN_SIGN_IN).await
}

async fn sign_out(page: Page, face: Face, sign_in: &str) -> Response {
    match page.domain().access().sign_out(&page.ctx).await {
        Ok(()) => signed_out(&page, face, sign_in),
        Err(error) => page.failure(error).await,
    }
}

/// To the sign-in page, with nothing left in the browser.
fn signed_out(page: &Page, face: Face, sign_in: &str) -> Response {
    let done = app::public::SignInNotice::SignedOut.as_str();
    page.see_other(&format!("{sign_in}?done={done}"))
        .with_cookie(cookies::clear(face))
        .with_cleared_site_data()
}
