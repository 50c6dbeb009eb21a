//! The forms of the portal. Each posts to the address of its page, calls one method of the domain and
//! leads on; one that cannot be carried out is answered with the page itself, what was typed, and what
//! is wrong. So all of it works without any script.

mod certificates;
mod device;
mod register;
mod registration;

use app::portal::Outcome;
use axum::response::Response;
use types::{ApiError, ErrorCode};

use crate::{
    http::{faces, page::Page},
    router::Routes,
};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .merge(register::routes())
        .merge(registration::routes())
        .merge(device::routes())
        .merge(certificates::routes())
}

/// The page again, with what became of the form; faults and hidden things have pages of their own.
async fn again(page: Page, path: &str, outcome: Outcome) -> Response {
    let own_page =
        [ErrorCode::Internal, ErrorCode::Unavailable, ErrorCode::Unauthenticated, ErrorCode::NotFound];
    match outcome.error.clone() {
        Some(error) if own_page.contains(&error.code) => page.failure(error).await,
        _ => faces::again(page, path, outcome).await,
    }
}

/// A form that names something which this page does not have.
async fn unknown(page: Page) -> Response {
    page.failure(ApiError::new(ErrorCode::InvalidInput)).await
}

/// A text that is there and not empty.
fn given(text: &str) -> Option<String> {
    Some(text.trim()).filter(|text| !text.is_empty()).map(str::to_owned)
}
