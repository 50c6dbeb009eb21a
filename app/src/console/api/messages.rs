//! The outbox.

use leptos::prelude::*;
use types::{MessageDetail, MessageId, MessageQuery, MessageRow, Page};

#[cfg(feature = "ssr")]
use crate::request::request;
use crate::{codec::Json, request::Failure};

/// Messages, newest first; those of the last days alone where they are counted.
#[server(prefix = "/_fn/console", endpoint = "messages/list", input = Json, output = Json)]
pub async fn list_messages(query: MessageQuery, days: Option<u16>) -> Result<Page<MessageRow>, Failure> {
    let (domain, ctx) = request()?;
    let begin = |days: u16| domain.clock().now() - std::time::Duration::from_hours(24 * u64::from(days));
    let query = MessageQuery { from: days.map(begin), ..query };
    Ok(domain.messages().list(&ctx, &query).await?)
}

/// One message, with PIN and links left out.
#[server(prefix = "/_fn/console", endpoint = "messages/find", input = Json, output = Json)]
pub async fn find_message(id: MessageId) -> Result<MessageDetail, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.messages().find_redacted(&ctx, id).await?)
}

/// Sends a message again.
#[server(prefix = "/_fn/console", endpoint = "messages/resend", input = Json, output = Json)]
pub async fn resend_message(id: MessageId) -> Result<(), Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.messages().resend(&ctx, id).await?)
}

/// Sends all messages that were kept while there was no mail server. Gives their number.
#[server(prefix = "/_fn/console", endpoint = "messages/release-held", input = Json, output = Json)]
pub async fn release_held() -> Result<u64, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.messages().release_held(&ctx).await?)
}

/// Discards all messages that were kept while there was no mail server. Gives their number.
#[server(prefix = "/_fn/console", endpoint = "messages/discard-held", input = Json, output = Json)]
pub async fn discard_held() -> Result<u64, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.messages().discard_held(&ctx).await?)
}
