//! Sending the code to its person again.

use std::time::Duration;

use entity::message;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use types::{AuditAction, ErrorCode, FieldCode, RegistrationId, Timestamp};

use super::{Registrations, reissue::require_change, store};
use crate::{
    audit::{Event, Target},
    ctx::RequestCtx,
    error::{Error, Result},
    messages::queue,
};

/// At most one message about a registration within this time.
const PAUSE: Duration = Duration::from_secs(60);

impl Registrations<'_> {
    /// Queues the e-mail with PIN and link, at most once a minute.
    ///
    /// # Errors
    /// `unauthenticated`, `not_found`, `forbidden`, `registration_not_pending`; `too_many_requests`
    /// with the seconds to wait; `invalid_input` on `email` for a person without an address.
    pub async fn send(&self, ctx: &RequestCtx, id: RegistrationId) -> Result<()> {
        ctx.require_somebody()?;
        let now = self.domain.clock().now();
        let mut tx = self.domain.begin().await?;
        let found = store::or_not_found(store::find_locked(&tx, id).await?)?;
        require_change(ctx, &found)?;
        if !found.is_pending(now) {
            return Err(ErrorCode::RegistrationNotPending.into());
        }
        let last = message::Entity::find()
            .filter(message::Column::RegistrationId.eq(id.0))
            .filter(message::Column::CreatedAt.gt((now - PAUSE).as_millis()))
            .order_by_desc(message::Column::CreatedAt)
            .one(tx.conn())
            .await?;
        if let Some(last) = last {
            let wait = (Timestamp::from_millis(last.created_at) + PAUSE).since(now).as_secs_f64().ceil();
            // Between zero and sixty.
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            return Err(Error::throttled(wait as u32));
        }
        queue::cancel_for_registration(&mut tx, id).await?;
        let issued_at = Timestamp::from_millis(found.row.issued_at);
        queue::queue_registration(&mut tx, now, &store::recipient(&found), id, issued_at)
            .await?
            .ok_or_else(|| Error::invalid("email", FieldCode::Required))?;
        let target = Target::new("device", found.device_id(), found.device_name());
        tx.record(ctx, now, Event::done(AuditAction::RegistrationSent, target)).await?;
        tx.commit().await
    }
}
