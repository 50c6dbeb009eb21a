//! Before the set-up, every page leads here.

use axum::{http::StatusCode, response::Response};

use super::page::Page;
use crate::router::Routes;

pub(crate) fn routes() -> Routes {
    Routes::new().get_before_set_up("/set-up", show)
}

/// Says that the server has printed a link; afterwards there is nothing here.
async fn show(page: Page) -> Response {
    match page.state.is_set_up().await {
        Ok(false) => page.html(StatusCode::OK, app::public::not_set_up).await,
        Ok(true) => page.see_other(app::routes::ADMIN_SIGN_IN),
        Err(error) => page.failure(error).await,
    }
}
