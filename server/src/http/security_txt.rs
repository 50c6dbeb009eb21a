//! `/.well-known/security.txt` (RFC 9116): whom to tell about a weakness of this installation.

use std::time::Duration;

use axum::{
    extract::State,
    http::{Method, header},
    response::IntoResponse,
    routing::get,
};
use types::ErrorCode;

use crate::{
    AppState,
    router::{Access, Answer, Routes},
};

/// For how long the answer may be relied upon; it is always made anew.
const LIFETIME: Duration = Duration::from_hours(90 * 24);

pub(crate) fn routes() -> Routes {
    Routes::new().data(Access::Public, Method::GET, "/.well-known/security.txt", get(show))
}

/// `not_found` while the organisation names no address to write to: a contact is the point of it.
async fn show(State(state): State<AppState>) -> Answer {
    let domain = state.domain();
    if !state.is_set_up().await? {
        return Err(ErrorCode::NotFound.into());
    }
    let organisation = domain.settings().organisation().await?;
    let address = organisation.support_email.ok_or(ErrorCode::NotFound)?;
    let (url, expires) = (state.public_url().await?, domain.clock().now() + LIFETIME);
    let text = format!(
        "Contact: mailto:{}\nExpires: {expires}\nPreferred-Languages: en\nCanonical: {url}/.well-known/security.txt\n",
        app::routes::encode_address(&address),
    );
    Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response())
}
