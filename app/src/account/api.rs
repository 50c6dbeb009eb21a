//! What the account page reads.

use leptos::prelude::*;

use super::Account;
#[cfg(feature = "ssr")]
use crate::request::request;
use crate::{codec::Json, request::Failure};

/// One's own sessions, the time zones to choose from and, where one may have any, one's tokens: at the portal.
#[server(prefix = "/_fn/portal", endpoint = "account/read", input = Json, output = Json)]
pub async fn read_portal_account() -> Result<Account, Failure> {
    let (domain, ctx) = request()?;
    let sessions = domain.access().list_sessions(&ctx).await?;
    let tokens = match domain.access().offers_own_tokens().await? {
        true => Some(domain.access().list_own_tokens(&ctx).await?),
        false => None,
    };
    Ok(Account { sessions, zones: domain::time_zone::list(), tokens })
}

/// One's own sessions and the time zones to choose from, at the console.
#[server(prefix = "/_fn/console", endpoint = "account/read", input = Json, output = Json)]
pub async fn read_console_account() -> Result<Account, Failure> {
    let (domain, ctx) = request()?;
    let sessions = domain.access().list_sessions(&ctx).await?;
    Ok(Account { sessions, zones: domain::time_zone::list(), tokens: None })
}
