//! Registrations whose time ran out.

use entity::registration;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use types::{AuditAction, RegistrationId, RegistrationStatus};
use uuid::Uuid;

use super::{Registrations, store};
use crate::{
    audit::{Event, Target},
    ctx::RequestCtx,
    error::Result,
};

/// Registrations looked at in one go.
const BATCH: u64 = 200;

impl Registrations<'_> {
    /// Ends all registrations whose time ran out and gives their places back. How many there were.
    ///
    /// # Errors
    /// When the database fails; what was ended before stays ended.
    pub async fn expire_due(&self) -> Result<u64> {
        let mut ended = 0;
        loop {
            let due: Vec<Uuid> = registration::Entity::find()
                .select_only()
                .column(registration::Column::Id)
                .filter(registration::Column::Status.eq(RegistrationStatus::Pending.as_str()))
                .filter(registration::Column::ExpiresAt.lte(self.domain.clock().now().as_millis()))
                .order_by_asc(registration::Column::ExpiresAt)
                .limit(BATCH)
                .into_tuple()
                .all(self.domain.db().read())
                .await?;
            let mut progress = false;
            for id in due {
                if self.expire(RegistrationId(id)).await? {
                    ended += 1;
                    progress = true;
                }
            }
            if !progress {
                return Ok(ended);
            }
        }
    }

    /// Ends one registration, if it still waits and its time has run out.
    async fn expire(&self, id: RegistrationId) -> Result<bool> {
        let now = self.domain.clock().now();
        let mut tx = self.domain.begin().await?;
        let Some(found) = store::find_locked(&tx, id).await? else { return Ok(false) };
        // Re-issued in the meantime: it has a new life.
        if found.row.expires_at > now.as_millis() {
            return Ok(false);
        }
        if !store::end(&mut tx, &found, RegistrationStatus::Expired, now).await? {
            return Ok(false);
        }
        let target = Target::new("device", found.device_id(), found.device_name());
        tx.record(&RequestCtx::system("expiry"), now, Event::done(AuditAction::RegistrationExpired, target))
            .await?;
        tx.commit().await?;
        Ok(true)
    }
}
