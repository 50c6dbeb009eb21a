//! A message as somebody would get it, without anything in it that works.

use entity::{single_use_link, user};
use types::{MessageKind, MessageSample, TemplateKey, Timestamp};
use uuid::Uuid;

use super::{
    Messages, editing,
    facts::{Facts, Subject},
    render::{Images, Letter, render},
    template::Language,
};
use crate::{error::Result, people::password_link::Purpose};

/// A link as it would be issued now, that is nowhere and does not work.
fn link(user: &user::Model, now: Timestamp) -> single_use_link::Model {
    single_use_link::Model {
        id: Uuid::nil(),
        purpose: Purpose::Invitation.as_str().to_owned(),
        user_id: Some(user.id),
        token_hash: Vec::new(),
        envelope: None,
        created_at: now.as_millis(),
        expires_at: (now + Purpose::Invitation.lifetime()).as_millis(),
        used_at: None,
    }
}

impl Messages<'_> {
    /// A message with sample data, as it would leave: nothing in it works.
    pub(super) async fn sample_letter(&self, key: TemplateKey) -> Result<Letter> {
        let db = self.domain.db().read();
        let template = editing::find(db, key).await?;
        let facts = editing::sample_facts(db, self.domain.clock().now(), key, template).await?;
        let (public_url, _) = self.public_url().await?;
        render(&facts, &public_url, Some(&editing::sample_secrets()), Images::Attached)
    }

    /// The invitation as this person would get it, for rooms that have asked the policy themselves.
    pub(crate) async fn sample_invitation(
        &self,
        user: user::Model,
        needs_password: bool,
    ) -> Result<MessageSample> {
        let to = user.email.clone().unwrap_or_default();
        let subject = match needs_password {
            true => Subject::Link(Some(link(&user, self.domain.clock().now()))),
            false => Subject::Portal,
        };
        let db = self.domain.db().read();
        let now = self.domain.clock().now();
        let url = self.domain.settings().public_url().await?;
        let standard = self.domain.settings().new_language().await?;
        let language = Language::choose(&user.language, standard).tag;
        let key = TemplateKey::general(MessageKind::Invitation, language);
        let template = editing::find(db, key).await?;
        let facts = Facts::of_sample(db, key, now, user, subject, template).await?;
        let letter = render(&facts, &url, None, Images::Inside)?;
        Ok(MessageSample { to, subject: letter.subject, html: letter.html, text: letter.text })
    }
}
