//! Taking a registration back.

use types::{AuditAction, ErrorCode, RegistrationId, RegistrationStatus};

use super::{Registrations, reissue::require_change, store};
use crate::{
    audit::{Event, Target},
    ctx::RequestCtx,
    error::Result,
};

impl Registrations<'_> {
    /// Withdraws a registration that waits: PIN and link are dead at once, the device record expires and
    /// its place is free.
    ///
    /// # Errors
    /// `unauthenticated`, `not_found`, `forbidden`, or `registration_not_pending`.
    pub async fn withdraw(&self, ctx: &RequestCtx, id: RegistrationId) -> Result<()> {
        ctx.require_somebody()?;
        let now = self.domain.clock().now();
        let mut tx = self.domain.begin().await?;
        let found = store::or_not_found(store::find_locked(&tx, id).await?)?;
        require_change(ctx, &found)?;
        if !found.is_pending(now) || !store::end(&mut tx, &found, RegistrationStatus::Withdrawn, now).await? {
            return Err(ErrorCode::RegistrationNotPending.into());
        }
        let target = Target::new("device", found.device_id(), found.device_name());
        tx.record(ctx, now, Event::done(AuditAction::RegistrationWithdrawn, target)).await?;
        tx.commit().await
    }
}
