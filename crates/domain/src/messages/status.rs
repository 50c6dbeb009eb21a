//! Whether messages can leave.

use entity::message;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use types::{DeliveryStatus, MessageChannel, MessageState};

use super::Messages;
use crate::error::Result;

/// How many of the last tries are looked at: one address that does not exist is no broken server.
const LAST_TRIES: u64 = 3;

impl Messages<'_> {
    /// Whether anything takes messages of a channel.
    pub(super) fn is_configured(&self, channel: MessageChannel) -> bool {
        match channel {
            MessageChannel::Email => self.domain.mailer().is_configured(),
            MessageChannel::Sms => self.domain.sms_sender().is_configured(),
        }
    }

    /// Whether messages of a channel can leave: `failing` when none of the messages tried last was taken.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn status(&self, channel: MessageChannel) -> Result<DeliveryStatus> {
        if !self.is_configured(channel) {
            return Ok(DeliveryStatus::NotConfigured);
        }
        let states: Vec<String> = message::Entity::find()
            .select_only()
            .column(message::Column::State)
            .filter(message::Column::Channel.eq(channel.as_str()))
            .filter(message::Column::AttemptedAt.is_not_null())
            .order_by_desc(message::Column::AttemptedAt)
            .order_by_desc(message::Column::Id)
            .limit(LAST_TRIES)
            .into_tuple()
            .all(self.domain.db().read())
            .await?;
        let taken = states.is_empty() || states.iter().any(|state| state == MessageState::Sent.as_str());
        Ok(if taken { DeliveryStatus::Working } else { DeliveryStatus::Failing })
    }
}
