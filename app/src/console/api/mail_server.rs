//! The mail server.

use leptos::prelude::*;
use types::{DeliveryTest, MailServer, MailServerDetail};

#[cfg(feature = "ssr")]
use crate::request::request;
use crate::{codec::Json, request::Failure};

/// The mail server, without its password.
#[server(prefix = "/_fn/console", endpoint = "mail-server/find", input = Json, output = Json)]
pub async fn find_mail_server() -> Result<MailServerDetail, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.messages().mail_server(&ctx).await?)
}

/// Sets it up, or with nothing takes it away.
#[server(prefix = "/_fn/console", endpoint = "mail-server/save", input = Json, output = Json)]
pub async fn save_mail_server(server: Option<MailServer>, version: i64) -> Result<MailServerDetail, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.messages().save_mail_server(&ctx, server.as_ref(), Some(version)).await?)
}

/// Sends a message to whoever asks, by what is filled in.
#[server(prefix = "/_fn/console", endpoint = "mail-server/test", input = Json, output = Json)]
pub async fn test_mail_server(server: Option<MailServer>) -> Result<DeliveryTest, Failure> {
    let (domain, ctx) = request()?;
    let me = ctx.signed_in()?.user_id;
    Ok(domain.messages().test_mail_server(&ctx, server.as_ref(), me).await?)
}
