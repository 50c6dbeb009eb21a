//! Handing messages to the mail server: at least once, the same Message-ID at every try, in order
//! for each person, with patience for servers that are away (trust.md REL-5 to REL-7).

mod back_off;
mod claim;
mod finish;

use entity::message;
use futures::future::join_all;
use types::Timestamp;

use super::{
    Messages,
    facts::Facts,
    mailer::{Failure, Mail, Recipient},
    render::{Images, render},
};
use crate::error::{Error, Result};
use finish::End;

impl Messages<'_> {
    /// Tries to send every message that is due, a few at a time, and gives how many were tried. Stops
    /// early when the mail server is away. Without a mail server, what is queued becomes held.
    ///
    /// May be dropped at any moment: what was claimed is tried again when its lease has run out.
    ///
    /// # Errors
    /// When the database fails. What the mail server does is no error here but a state of the message.
    pub async fn deliver_due(&self) -> Result<u64> {
        self.load_mail_server().await?;
        if !self.domain.mailer().is_configured() {
            self.hold_queued().await?;
            return Ok(0);
        }
        let mut tried = 0;
        loop {
            let now = self.domain.clock().now();
            if self.domain.mailer().is_resting(now)
                || !claim::is_any_due(self.domain.db().read(), now).await?
            {
                return Ok(tried);
            }
            let claimed = claim::claim(self.domain, now).await?;
            if claimed.is_empty() {
                return Ok(tried);
            }
            tried += claimed.len() as u64;
            for outcome in join_all(claimed.iter().map(|row| self.deliver(row))).await {
                outcome?;
            }
        }
    }

    /// One try with one claimed message, and its result written down.
    async fn deliver(&self, row: &message::Model) -> Result<()> {
        let end = match self.attempt(row).await {
            Ok(end) => end,
            // The database is away: nothing can be written down either, and the lease runs out.
            Err(error @ Error::Db(_)) => return Err(error),
            Err(error) => {
                tracing::error!(message = %row.id, %error, "a message could not be written");
                End::Later("Gatehouse could not write this message; its log says why".to_owned())
            }
        };
        finish::finish(self.domain, row, end).await
    }

    async fn attempt(&self, row: &message::Model) -> Result<End> {
        let now = self.domain.clock().now();
        let facts = Facts::load(self.domain.db().read(), row).await?;
        let Some(secrets) = facts.secrets(self.domain.keys(), now)? else {
            return Ok(End::Overtaken);
        };
        let (public_url, public_host) = self.public_url().await?;
        let letter = render(&facts, &public_url, Some(&secrets), Images::Attached)?;
        let to = Recipient { name: &facts.user.display_name, address: &row.to_address };
        let mail = Mail { id: row.id, to, letter: &letter, public_host: &public_host, date: now.to_system() };
        Ok(self.outcome(self.domain.mailer().send(&mail).await, now))
    }

    fn outcome(&self, sent: Result<(), Failure>, now: Timestamp) -> End {
        match sent {
            Ok(()) => {
                self.domain.mailer().wake_up();
                End::Sent
            }
            Err(Failure::Unreachable(words)) => {
                self.domain.mailer().rest(now);
                End::Unreachable(words)
            }
            Err(Failure::ForNow(words)) => End::Later(words),
            Err(Failure::ForGood(words)) => End::Failed(words),
        }
    }
}
