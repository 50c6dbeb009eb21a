//! The management profile of a device that registered in an app. Where it has not arrived by the next
//! check-in its person is told, by message and in the app (product.md 3.3); a setting.

use entity::device;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use types::{AuditAction, DeviceId, DeviceNotice, Platform, UserId};

use super::{Devices, command::target, rows, store};
use crate::{audit::Event, ctx::RequestCtx, error::Result, live::LiveEvent, messages::queue, people};

const TEXT: &str =
    "This device has no management profile yet. Open Settings, tap Profile Downloaded, then Install.";

/// Whether a device should have a profile by now and has none.
pub(super) fn is_missing(device: &device::Model) -> bool {
    device.profile_at.is_none() && rows::platform_of(device).is_ok_and(Platform::needs_profile)
}

impl Devices<'_> {
    /// Tells the person once, and gives the notice for the app; nothing where the setting is off.
    pub(super) async fn tell_of_missing_profile(
        &self,
        ctx: &RequestCtx,
        id: DeviceId,
    ) -> Result<Option<DeviceNotice>> {
        if !self.domain.settings().registration().await?.profile_missing_notice {
            return Ok(None);
        }
        let now = self.domain.clock().now();
        let mut tx = self.domain.begin().await?;
        let first = device::Entity::update_many()
            .col_expr(device::Column::ProfileMissingAt, Expr::value(now.as_millis()))
            .filter(device::Column::Id.eq(id.0))
            .filter(device::Column::ProfileAt.is_null())
            .filter(device::Column::ProfileMissingAt.is_null())
            .exec(tx.conn())
            .await?;
        let device = store::find(tx.conn(), id).await?.filter(|_| first.rows_affected == 1);
        if let Some(device) = device {
            let owner = store::owner_of(tx.conn(), &device).await?;
            let event = Event::done(AuditAction::DeviceProfileMissing, target(&device, &owner));
            tx.record(&RequestCtx::system("profile check"), now, event).await?;
            queue::queue_profile_missing(&mut tx, ctx, now, &people::store::to_recipient(&owner)).await?;
            tx.announce(LiveEvent::device(id, UserId(device.user_id)));
            tx.commit().await?;
        }
        let (id, code) = ("profile-missing".to_owned(), "profile_missing".to_owned());
        Ok(Some(DeviceNotice { id, code, text: TEXT.to_owned() }))
    }
}
