//! Sending oneself a template to see it in a real mail program.

use serde::{Deserialize, Serialize};
use types::{
    AuditAction, ErrorCode, MessageId, MessageKind, MessageLanguage, Permission, TemplateKey, TemplateTexts,
    UserId,
};

use super::{
    super::{
        Messages, queue,
        render::{Images, render},
        template::Template,
    },
    check, possible, sample,
    save::target,
    store,
};
use crate::{
    access::policy::Resource,
    audit::Event,
    ctx::{Actor, RequestCtx},
    error::{Error, Result},
    people,
};

/// What a message carries that only tries a template. It goes through the outbox like every other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::messages) struct Trial {
    /// Which template.
    pub(in crate::messages) key: TemplateKey,
    /// Its texts as they were then.
    pub(in crate::messages) texts: TemplateTexts,
}

impl Messages<'_> {
    /// Queues a message with these texts and sample data to whoever asks; the command line may name
    /// anybody. Nothing in it works.
    ///
    /// # Errors
    /// Without `template_write`; `forbidden` for another person; `not_found`; `invalid_input` with the
    /// place of what cannot stay; `wrong_state` for somebody without an e-mail address.
    pub async fn try_template(
        &self,
        ctx: &RequestCtx,
        key: TemplateKey,
        input: &TemplateTexts,
        to: UserId,
    ) -> Result<MessageId> {
        ctx.require(Permission::TemplateWrite, &Resource::All)?;
        if ctx.user_id() != Some(to) && !matches!(ctx.actor, Actor::System(_)) {
            return Err(ErrorCode::Forbidden.into());
        }
        possible(&key)?;
        let texts = check::tidy(input);
        check::check(key.kind, &texts)?;
        self.send_trial(ctx, key, texts, to).await
    }

    /// Queues the invitation as it is written in a language, with sample data, to whoever asks.
    ///
    /// # Errors
    /// Without `registration_write`; `unauthenticated`; `wrong_state` for somebody without an e-mail
    /// address.
    pub async fn try_invitation(&self, ctx: &RequestCtx, language: MessageLanguage) -> Result<MessageId> {
        ctx.require(Permission::RegistrationWrite, &Resource::All)?;
        let me = ctx.user_id().ok_or(ErrorCode::Unauthenticated)?;
        let key = TemplateKey::general(MessageKind::Invitation, language);
        let texts = store::find(self.domain.db().read(), key).await?.texts();
        self.send_trial(ctx, key, texts, me).await
    }

    async fn send_trial(
        &self,
        ctx: &RequestCtx,
        key: TemplateKey,
        texts: TemplateTexts,
        to: UserId,
    ) -> Result<MessageId> {
        let now = self.domain.clock().now();
        let (public_url, _) = self.public_url().await?;
        let mut tx = self.domain.begin().await?;
        let user = people::store::find(tx.conn(), &to).await?.ok_or(ErrorCode::NotFound)?;
        let facts = sample::facts(tx.conn(), now, key, Template::from_texts(texts.clone())).await?;
        let subject = render(&facts, &public_url, None, Images::Inside)?.subject;
        let trial = serde_json::to_string(&Trial { key, texts }).map_err(Error::internal)?;
        let to = people::store::to_recipient(&user);
        let queued = queue::queue_trial(&mut tx, now, &to, key, format!("[Test] {subject}"), trial).await?;
        let id = queued.ok_or(ErrorCode::WrongState)?;
        let event = Event::done(AuditAction::TemplateTried, target(&key));
        tx.record(ctx, now, event).await?;
        tx.commit().await?;
        Ok(id)
    }
}
