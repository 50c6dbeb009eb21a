//! A message as somebody would get it, without anything in it that works.

use entity::user;
use types::{MessageKind, MessageSample};

use super::{
    Messages,
    facts::{Facts, Subject},
    render::{Images, render},
    template::Language,
};
use crate::error::Result;

/// The language that messages to somebody are written in who speaks this one.
pub(crate) fn language_of(code: &str) -> &'static str {
    Language::find(code).code
}

impl Messages<'_> {
    /// The invitation as this person would get it, for rooms that have asked the policy themselves.
    pub(crate) async fn sample_invitation(
        &self,
        user: user::Model,
        needs_password: bool,
    ) -> Result<MessageSample> {
        let to = user.email.clone().unwrap_or_default();
        let language = user.language.clone();
        let subject = match needs_password {
            true => Subject::Link(None),
            false => Subject::Portal,
        };
        let db = self.domain.db().read();
        let now = self.domain.clock().now();
        let facts = Facts::of_sample(db, MessageKind::Invitation, now, user, subject).await?;
        let url = self.domain.settings().public_url().await?;
        let letter = render(&facts, &language, &url, None, Images::Inside)?;
        Ok(MessageSample { to, subject: letter.subject, html: letter.html, text: letter.text })
    }
}
