//! Handing messages over: at least once, under the same name at every try, in order for each person,
//! with patience for servers that are away (trust.md REL-5 to REL-7). Each channel for itself: neither
//! waits for the other.

mod back_off;
mod claim;
mod finish;

use std::time::Duration;

use entity::message;
use futures::future::{join_all, try_join};
use types::{MessageChannel, Timestamp};

use super::{
    Messages,
    facts::{Facts, Secrets},
    failure::Failure,
    mailer::{Mail, Recipient},
    outlet::{Account, Outlet},
    render::{Images, Letter, render},
    sms::TextMessage,
};
use crate::error::{Error, Result};
use finish::End;

impl Messages<'_> {
    /// Tries to send every message that is due, a few at a time, and gives how many were tried. Stops
    /// early when the server of a channel is away. What nothing takes becomes held.
    ///
    /// May be dropped at any moment: what was claimed is tried again when its lease has run out.
    ///
    /// # Errors
    /// When the database fails. What a server does is no error here but a state of the message.
    pub async fn deliver_due(&self) -> Result<u64> {
        self.load_outlets().await?;
        let (mails, texts) =
            try_join(self.deliver_by(MessageChannel::Email), self.deliver_by(MessageChannel::Sms)).await?;
        Ok(mails + texts)
    }

    async fn deliver_by(&self, channel: MessageChannel) -> Result<u64> {
        if !self.is_configured(channel) {
            self.hold_queued(channel).await?;
            return Ok(0);
        }
        let mut tried = 0;
        loop {
            let now = self.domain.clock().now();
            if self.is_resting(channel, now)
                || !claim::is_any_due(self.domain.db().read(), channel, now).await?
            {
                return Ok(tried);
            }
            let claimed = claim::claim(self.domain, channel, now).await?;
            if claimed.is_empty() {
                return Ok(tried);
            }
            tried += claimed.len() as u64;
            for outcome in join_all(claimed.iter().map(|row| self.deliver(row, channel))).await {
                outcome?;
            }
        }
    }

    fn is_resting(&self, channel: MessageChannel, now: Timestamp) -> bool {
        match channel {
            MessageChannel::Email => self.domain.mailer().is_resting(now),
            MessageChannel::Sms => self.domain.sms_sender().is_resting(now),
        }
    }

    /// One try with one claimed message, and its result written down.
    async fn deliver(&self, row: &message::Model, channel: MessageChannel) -> Result<()> {
        let end = match self.attempt(row, channel).await {
            Ok(end) => end,
            // The database is away: nothing can be written down either, and the lease runs out.
            Err(error @ Error::Db(_)) => return Err(error),
            Err(error) => {
                tracing::error!(message = %row.id, %error, "a message could not be written");
                let words = "Gatehouse could not write this message; its log says why";
                End::Later(words.to_owned(), Duration::ZERO)
            }
        };
        finish::finish(self.domain, row, end).await
    }

    async fn attempt(&self, row: &message::Model, channel: MessageChannel) -> Result<End> {
        let now = self.domain.clock().now();
        let facts = Facts::load(self.domain.db().read(), row).await?;
        let Some(secrets) = facts.secrets(self.domain.keys(), now)? else {
            return Ok(End::Overtaken);
        };
        let (public_url, public_host) = self.public_url().await?;
        let letter = render(&facts, &public_url, Some(&secrets), Images::Attached)?;
        Ok(match channel {
            MessageChannel::Email => {
                let to = Recipient { name: &facts.user.display_name, address: &row.to_address };
                let (letter, public_host) = (&letter, public_host.as_str());
                let mail = Mail { id: row.id, to, letter, public_host, date: now.to_system() };
                outcome(self.domain.mailer(), self.domain.mailer().send(&mail).await, now)
            }
            MessageChannel::Sms => self.attempt_text(row, &letter, &secrets, now).await,
        })
    }

    async fn attempt_text(
        &self,
        row: &message::Model,
        letter: &Letter,
        secrets: &Secrets,
        now: Timestamp,
    ) -> End {
        let Some(text) = &letter.sms else {
            return End::Failed("Its template has no text message".to_owned());
        };
        let pin = secrets.pin.as_deref().unwrap_or_default();
        let grouped = super::render::grouped(pin);
        let message = TextMessage {
            id: row.id,
            to: &row.to_address,
            text,
            secrets: &[pin, &grouped, &secrets.link_token],
            now: now.as_millis() / 1_000,
        };
        outcome(self.domain.sms_sender(), self.domain.sms_sender().send(&message).await, now)
    }
}

/// What a try means for the message, and for those behind it.
fn outcome<A: Account>(outlet: &Outlet<A>, sent: Result<(), Failure>, now: Timestamp) -> End {
    match sent {
        Ok(()) => {
            outlet.wake_up();
            End::Sent
        }
        Err(Failure::Unreachable(words)) => {
            outlet.rest(now, None);
            End::Unreachable(words)
        }
        Err(Failure::Pause(words, pause)) => {
            outlet.rest(now, Some(pause));
            End::Later(words, pause)
        }
        Err(Failure::ForNow(words)) => End::Later(words, Duration::ZERO),
        Err(Failure::ForGood(words)) => End::Failed(words),
    }
}
