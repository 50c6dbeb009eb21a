//! Whether messages can leave.

use entity::message;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use types::{MailStatus, MessageState};

use super::Messages;
use crate::error::Result;

/// How many of the last tries are looked at: one address that does not exist is no broken server.
const LAST_TRIES: u64 = 3;

impl Messages<'_> {
    /// Whether messages can leave: `failing` when none of the messages tried last was taken.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn status(&self) -> Result<MailStatus> {
        if !self.domain.mailer().is_configured() {
            return Ok(MailStatus::NotConfigured);
        }
        let states: Vec<String> = message::Entity::find()
            .select_only()
            .column(message::Column::State)
            .filter(message::Column::AttemptedAt.is_not_null())
            .order_by_desc(message::Column::AttemptedAt)
            .order_by_desc(message::Column::Id)
            .limit(LAST_TRIES)
            .into_tuple()
            .all(self.domain.db().read())
            .await?;
        let taken = states.is_empty() || states.iter().any(|state| state == MessageState::Sent.as_str());
        Ok(if taken { MailStatus::Working } else { MailStatus::Failing })
    }
}
