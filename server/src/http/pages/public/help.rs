//! `/help`: for everybody.

use app::public::Help;
use axum::{
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use types::ApiError;

use crate::{
    http::page::Page,
    router::{Access, Routes},
};

pub(super) fn routes() -> Routes {
    Routes::new().get(Access::Public, app::routes::HELP, show)
}

async fn show(page: Page) -> Response {
    match answer(&page).await {
        Ok(html) => (StatusCode::OK, Html(html)).into_response(),
        Err(error) => page.failure(error).await,
    }
}

async fn answer(page: &Page) -> Result<String, ApiError> {
    let context = page.context().await?;
    let reader = context.language;
    let found = page.domain().look().help(&page.ctx, reader).await?;
    let help = Help { text: found.text, email: found.email, links: found.links };
    Ok(app::public::help(context, help))
}
