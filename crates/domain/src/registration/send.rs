//! Sending the code to its person again.

use std::time::Duration;

use entity::message;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use types::{AuditAction, ErrorCode, FieldCode, MessageChannel, Permission, RegistrationId, Timestamp};

use super::{Registrations, reissue::require_change, store};
use crate::{
    access::policy::Resource,
    audit::{Event, Target},
    ctx::RequestCtx,
    db::Tx,
    error::{Error, Result},
    messages::queue,
};

/// At most one message about a registration by one way within this time.
const PAUSE: Duration = Duration::from_secs(60);
const DAY: Duration = Duration::from_hours(24);
/// Text messages cost the organisation money, and their receivers patience.
const TEXTS_A_DAY: u64 = 10;

impl Registrations<'_> {
    /// Queues the message with PIN and link, at most once a minute, and for whoever is no administrator
    /// at most ten text messages a day. What waits to go the same way is cancelled.
    ///
    /// # Errors
    /// `unauthenticated`, `not_found`, `forbidden`, `registration_not_pending`; `too_many_requests`
    /// with the seconds to wait; `invalid_input` on `email` or `phone_number` for a person without one.
    pub async fn send(&self, ctx: &RequestCtx, id: RegistrationId, channel: MessageChannel) -> Result<()> {
        ctx.require_somebody()?;
        let now = self.domain.clock().now();
        let mut tx = self.domain.begin().await?;
        let found = store::or_not_found(store::find_locked(&tx, id).await?)?;
        require_change(ctx, &found)?;
        if !found.is_pending(now) {
            return Err(ErrorCode::RegistrationNotPending.into());
        }
        let of_this = Condition::all()
            .add(message::Column::RegistrationId.eq(id.0))
            .add(message::Column::Channel.eq(channel.as_str()));
        require_pause(&tx, of_this, PAUSE, 1, now).await?;
        if channel == MessageChannel::Sms && !ctx.may(Permission::RegistrationWrite, &Resource::All) {
            let of_theirs = Condition::all()
                .add(message::Column::UserId.eq(found.user_id().0))
                .add(message::Column::Channel.eq(channel.as_str()));
            require_pause(&tx, of_theirs, DAY, TEXTS_A_DAY, now).await?;
        }
        queue::cancel_for_registration_by(&mut tx, id, channel).await?;
        let issued_at = Timestamp::from_millis(found.row.issued_at);
        let missing = match channel {
            MessageChannel::Email => "email",
            MessageChannel::Sms => "phone_number",
        };
        queue::queue_registration(&mut tx, now, &store::recipient(&found), channel, id, issued_at)
            .await?
            .ok_or_else(|| Error::invalid(missing, FieldCode::Required))?;
        let target = Target::new("device", found.device_id(), found.device_name());
        tx.record(ctx, now, Event::done(AuditAction::RegistrationSent, target)).await?;
        tx.commit().await
    }
}

/// Lets no more than `most` of these messages be written within `span`.
///
/// # Errors
/// `too_many_requests` with the seconds until the oldest of them is that old.
async fn require_pause(tx: &Tx, which: Condition, span: Duration, most: u64, now: Timestamp) -> Result<()> {
    let nth = message::Entity::find()
        .filter(which)
        .filter(message::Column::CreatedAt.gt((now - span).as_millis()))
        .order_by_desc(message::Column::CreatedAt)
        .offset(most - 1)
        .limit(1)
        .one(tx.conn())
        .await?;
    let Some(nth) = nth else { return Ok(()) };
    let wait = (Timestamp::from_millis(nth.created_at) + span).since(now).as_secs_f64().ceil();
    // Between zero and a day.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    Err(Error::throttled(wait as u32))
}
