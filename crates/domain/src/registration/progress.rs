//! Where registrations stand, for pages that follow them. Holds no secret.

use entity::{message, registration};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use types::{
    DeviceId, MessageKind, MessageState, Permission, RegistrationId, RegistrationProgress,
    RegistrationStatus, Timestamp,
};

use super::{
    Registrations,
    store::{self, Found},
};
use crate::{
    access::policy::Resource,
    ctx::RequestCtx,
    devices::platform_of,
    error::{Error, Result},
};

/// Registrations of one person that are shown at once.
const MOST_WAITING: u64 = 50;

impl Registrations<'_> {
    /// Where a registration stands.
    ///
    /// # Errors
    /// `unauthenticated`, `not_found` or `forbidden`.
    pub async fn progress(&self, ctx: &RequestCtx, id: RegistrationId) -> Result<RegistrationProgress> {
        ctx.require_somebody()?;
        let found = store::or_not_found(store::find(self.domain.db().read(), id).await?)?;
        require_sight(ctx, &found)?;
        self.progress_of(&found).await
    }

    /// Where the newest registration of a device record stands; nothing when it never had one.
    ///
    /// # Errors
    /// `unauthenticated`, `not_found` or `forbidden`.
    pub async fn progress_of_device(
        &self,
        ctx: &RequestCtx,
        id: DeviceId,
    ) -> Result<Option<RegistrationProgress>> {
        // Whoever may see the device may see how it came in.
        self.domain.devices().require_sight(ctx, id).await?;
        match store::find_by_device(self.domain.db().read(), id).await? {
            Some(found) => self.progress_of(&found).await.map(Some),
            None => Ok(None),
        }
    }

    /// One's own registrations that wait for a device, newest first.
    ///
    /// # Errors
    /// `unauthenticated`, or `forbidden` without the right to sign in to the portal.
    pub async fn list_waiting_own(&self, ctx: &RequestCtx) -> Result<Vec<RegistrationProgress>> {
        let user_id = ctx.person()?;
        ctx.require(Permission::OwnDeviceRead, &Resource::OwnedBy(user_id))?;
        let db = self.domain.db().read();
        let rows = registration::Entity::find()
            .filter(registration::Column::UserId.eq(user_id.0))
            .filter(registration::Column::Status.eq(RegistrationStatus::Pending.as_str()))
            .filter(registration::Column::ExpiresAt.gt(self.domain.clock().now().as_millis()))
            .order_by_desc(registration::Column::Id)
            .limit(MOST_WAITING)
            .all(db)
            .await?;
        let mut waiting = Vec::with_capacity(rows.len());
        for row in rows {
            waiting.push(self.progress_of(&store::complete(db, row).await?).await?);
        }
        Ok(waiting)
    }

    pub(super) async fn progress_of(&self, found: &Found) -> Result<RegistrationProgress> {
        let row = &found.row;
        let at = |millis: Option<i64>| millis.map(Timestamp::from_millis);
        let sent = message::Entity::find()
            .filter(message::Column::RegistrationId.eq(row.id))
            .filter(message::Column::RegistrationIssuedAt.eq(row.issued_at))
            .filter(
                message::Column::Kind.is_in(
                    MessageKind::ALL
                        .iter()
                        .filter(|kind| kind.is_about_a_registration())
                        .map(|kind| kind.as_str()),
                ),
            )
            .filter(message::Column::State.eq(MessageState::Sent.as_str()))
            .order_by_desc(message::Column::SentAt)
            .one(self.domain.db().read())
            .await?;
        Ok(RegistrationProgress {
            id: found.id(),
            device_id: found.device_id(),
            user_id: found.user_id(),
            username: found.user.username.clone(),
            user_display_name: found.user.display_name.clone(),
            platform: platform_of(&found.device)?,
            status: RegistrationStatus::from_word(&row.status)
                .ok_or_else(|| Error::internal("an unknown status in the database"))?,
            issued_at: Timestamp::from_millis(row.issued_at),
            expires_at: Timestamp::from_millis(row.expires_at),
            opened_at: at(row.opened_at),
            used_at: at(row.used_at),
            pin_ended_at: at(row.pin_ended_at),
            active_at: at(found.device.active_at),
            phone_number: store::recipient(found).phone,
            sent_to: sent.and_then(|message| Some((message.to_address, at(message.sent_at)?))),
        })
    }
}

fn require_sight(ctx: &RequestCtx, found: &Found) -> Result<()> {
    if ctx.may(Permission::RegistrationWrite, &Resource::All) {
        return Ok(());
    }
    ctx.require_for(
        found.user_id(),
        Permission::DeviceRead,
        Permission::OwnDeviceRead,
        Permission::DeviceRead,
    )
}
