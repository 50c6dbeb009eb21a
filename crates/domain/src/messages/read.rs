//! Reading the outbox.

use types::{
    AuditAction, MessageChannel, MessageDetail, MessageId, MessageQuery, MessageRow, MessageState, Page,
    Permission, Validate,
};

use super::{
    Messages,
    facts::{Facts, Subject},
    render::{Images, Letter, render},
    store,
    template::escape,
};
use crate::{
    access::policy::Resource,
    audit::{Event, Target},
    ctx::RequestCtx,
    error::Result,
    people::power,
};

impl Messages<'_> {
    /// Messages to one person as lists show them, for rooms that have asked the policy themselves.
    pub(crate) fn rows_of(
        &self,
        messages: Vec<entity::message::Model>,
        name: &str,
    ) -> Result<Vec<MessageRow>> {
        messages.into_iter().map(|message| store::to_row(message, name.to_owned())).collect()
    }

    /// Lists messages, newest first.
    ///
    /// # Errors
    /// Without `message_read`, or a query that breaks a rule.
    pub async fn list(&self, ctx: &RequestCtx, query: &MessageQuery) -> Result<Page<MessageRow>> {
        ctx.require(Permission::MessageRead, &Resource::All)?;
        query.validate()?;
        store::list(self.domain.db().read(), self.domain.keys(), query).await
    }

    /// A message as its receiver sees it. PIN, link and QR code are shown only to those with
    /// `message_secret_read` who may do all that the receiver may, only while the message waits and they still work, and the reading is
    /// audited as `message.secrets_read`; else they are left out.
    ///
    /// # Errors
    /// Without `message_read`; `not_found`.
    pub async fn find(&self, ctx: &RequestCtx, id: MessageId) -> Result<MessageDetail> {
        ctx.require(Permission::MessageRead, &Resource::All)?;
        let now = self.domain.clock().now();
        let tx = self.domain.begin().await?;
        let message = store::find(tx.conn(), id).await?;
        let facts = Facts::load(tx.conn(), &message).await?;
        let row = store::to_row(message, facts.user.display_name.clone())?;

        let waits = matches!(row.state, MessageState::Held | MessageState::Queued);
        let reads = ctx.may(Permission::MessageSecretRead, &Resource::All)
            && power::is_over(tx.conn(), ctx, &facts.user).await?;
        let is_notice = facts.is_sample || matches!(facts.subject, Subject::Notice(_) | Subject::Portal);
        let secrets = match waits && reads && !is_notice {
            true => facts.secrets(self.domain.keys(), now)?,
            false => None,
        };
        if secrets.is_some() {
            ctx.require_recent(now)?;
            let target = Target::new("message", id, row.subject.as_str());
            let whose = serde_json::json!({ "user": facts.user.username, "kind": row.kind });
            tx.record(
                ctx,
                now,
                Event::done(AuditAction::MessageSecretsRead, target).change(None, Some(whose)),
            )
            .await?;
        }
        tx.commit().await?;

        let (public_url, _) = self.public_url().await?;
        let letter = render(&facts, &public_url, secrets.as_ref(), Images::Inside)?;
        Ok(detail(row, letter, secrets.is_none()))
    }

    /// A message with PIN, link and QR code left out, whoever reads it: what a page shows before
    /// somebody asks for more.
    ///
    /// # Errors
    /// Without `message_read`; `not_found`.
    pub async fn find_redacted(&self, ctx: &RequestCtx, id: MessageId) -> Result<MessageDetail> {
        ctx.require(Permission::MessageRead, &Resource::All)?;
        let db = self.domain.db().read();
        let message = store::find(db, id).await?;
        let facts = Facts::load(db, &message).await?;
        let row = store::to_row(message, facts.user.display_name.clone())?;
        let (public_url, _) = self.public_url().await?;
        let letter = render(&facts, &public_url, None, Images::Inside)?;
        Ok(detail(row, letter, true))
    }
}

/// A message as its channel carries it.
fn detail(row: MessageRow, letter: Letter, redacted: bool) -> MessageDetail {
    let (html, text) = match row.channel {
        MessageChannel::Email => (letter.html, letter.text),
        MessageChannel::Sms => {
            let text = letter.sms.unwrap_or_default();
            (bubble(&text), text)
        }
    };
    MessageDetail { row, html, text, redacted }
}

/// A text message as a telephone shows it, as a document of its own.
fn bubble(text: &str) -> String {
    include_str!("templates/bubble.html").replace("$TEXT$", &escape(text))
}
