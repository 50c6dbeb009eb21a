//! Records of devices that have left or never came: kept for a while, then deleted by hand or by rule
//! (product.md 3.4). What happened stays in the audit log.

use std::time::Duration;

use entity::device;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::json;
use types::{AuditAction, DeviceId, DeviceState, ErrorCode, Permission, Timestamp, UserId};
use uuid::Uuid;

use super::{Devices, command::target, rows, store};
use crate::{
    access::policy::Resource, audit::Event, ctx::RequestCtx, db::Tx, error::Result, live::LiveEvent,
};

/// Records looked at in one go.
const BATCH: u64 = 200;

impl Devices<'_> {
    /// Deletes the record of a device that is retired, wiped or expired, with its registrations and
    /// commands.
    ///
    /// # Errors
    /// Without `device_delete`; `not_found`; `wrong_state` for a device that is here or expected.
    pub async fn delete(&self, ctx: &RequestCtx, id: DeviceId) -> Result<()> {
        ctx.require(Permission::DeviceDelete, &Resource::All)?;
        let mut tx = self.domain.begin().await?;
        let device = store::find_locked(&tx, id).await?.ok_or(ErrorCode::NotFound)?;
        if rows::state_of(&device)?.takes_a_place() {
            return Err(ErrorCode::WrongState.into());
        }
        remove(&mut tx, ctx, &device, None, self.domain.clock().now()).await?;
        tx.commit().await
    }

    /// Deletes records that ended longer ago than the settings keep them. How many there were.
    ///
    /// # Errors
    /// When the database fails; what was deleted before stays deleted.
    pub async fn delete_old(&self) -> Result<u64> {
        let Some(after_days) = self.domain.settings().registration().await?.delete_old_after_days else {
            return Ok(0);
        };
        let kept_ms = i64::try_from(Duration::from_secs(u64::from(after_days) * 86_400).as_millis());
        let now = self.domain.clock().now();
        let before = now.as_millis().saturating_sub(kept_ms.unwrap_or(i64::MAX));
        let reason = format!("ended more than {after_days} days ago");
        let mut deleted = 0;
        loop {
            let due: Vec<Uuid> = device::Entity::find()
                .select_only()
                .column(device::Column::Id)
                .filter(device::Column::State.is_in(ended()))
                .filter(device::Column::UpdatedAt.lt(before))
                .order_by_asc(device::Column::UpdatedAt)
                .limit(BATCH)
                .into_tuple()
                .all(self.domain.db().read())
                .await?;
            let mut progress = false;
            for id in due {
                let mut tx = self.domain.begin().await?;
                let Some(device) = store::find_locked(&tx, DeviceId(id)).await? else { continue };
                // It came back, or somebody issued its PIN again, in the meantime.
                if !ended().contains(&device.state.as_str()) || device.updated_at >= before {
                    continue;
                }
                remove(&mut tx, &RequestCtx::system("clean-up"), &device, Some(&reason), now).await?;
                tx.commit().await?;
                deleted += 1;
                progress = true;
            }
            if !progress {
                return Ok(deleted);
            }
        }
    }
}

/// States of records that may be deleted.
fn ended() -> [&'static str; 3] {
    [DeviceState::Retired, DeviceState::Wiped, DeviceState::Expired].map(DeviceState::as_str)
}

async fn remove(
    tx: &mut Tx,
    ctx: &RequestCtx,
    device: &device::Model,
    reason: Option<&str>,
    now: Timestamp,
) -> Result<()> {
    let owner = store::owner_of(tx.conn(), device).await?;
    device::Entity::delete_by_id(device.id).exec(tx.conn()).await?;
    let before = json!({ "state": device.state, "platform": device.platform, "user_id": device.user_id });
    let mut event =
        Event::done(AuditAction::DeviceDeleted, target(device, &owner)).change(Some(before), None);
    if let Some(reason) = reason {
        event = event.because(reason);
    }
    tx.record(ctx, now, event).await?;
    tx.announce(LiveEvent::device(DeviceId(device.id), UserId(device.user_id)));
    Ok(())
}
