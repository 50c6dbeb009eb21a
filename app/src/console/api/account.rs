//! One's own sign-in: sessions and password.

use leptos::prelude::*;
use types::{SessionId, SessionRow};

#[cfg(feature = "ssr")]
use crate::request::request;
use crate::{codec::Json, request::Failure};

/// One's own sessions at both faces, newest first.
#[server(prefix = "/_fn/console", endpoint = "account/sessions", input = Json, output = Json)]
pub async fn list_sessions() -> Result<Vec<SessionRow>, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.access().list_sessions(&ctx).await?)
}

/// Ends one of one's own sessions.
#[server(prefix = "/_fn/console", endpoint = "account/end-session", input = Json, output = Json)]
pub async fn end_session(id: SessionId) -> Result<(), Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.access().end_session(&ctx, id).await?)
}

/// Ends all of one's own sessions, this one included.
#[server(prefix = "/_fn/console", endpoint = "account/sign-out-everywhere", input = Json, output = Json)]
pub async fn sign_out_everywhere() -> Result<(), Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.access().sign_out_everywhere(&ctx).await?)
}

/// Changes one's own password and ends one's other sessions.
#[server(prefix = "/_fn/console", endpoint = "account/change-password", input = Json, output = Json)]
pub async fn change_password(current: String, new: String) -> Result<(), Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.access().change_password(&ctx, &current, &new).await?)
}
