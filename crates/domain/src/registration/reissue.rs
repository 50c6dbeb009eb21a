//! A new PIN and link for a registration that waits; the old ones are dead at once.

use entity::registration;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use types::{AuditAction, ErrorCode, Handout, Permission, RegistrationId, RegistrationStatus, Timestamp};

use super::{
    Registrations,
    code::Code,
    store::{self, Found},
    tries,
};
use crate::{
    access::policy::Resource,
    audit::{Event, Target},
    ctx::RequestCtx,
    error::Result,
    live::LiveEvent,
    messages::queue,
};

impl Registrations<'_> {
    /// Issues a new PIN and link. The place under the device limit stays taken, and so do the wrong
    /// tries that were counted.
    ///
    /// # Errors
    /// `unauthenticated`, `not_found`, `forbidden`; `registration_not_pending` when it was used,
    /// withdrawn or ran out.
    pub async fn reissue(&self, ctx: &RequestCtx, id: RegistrationId) -> Result<Handout> {
        ctx.require_somebody()?;
        let settings = self.domain.settings().registration().await?;
        let url = self.domain.settings().public_url().await?;
        let now = self.domain.clock().now();
        let keys = self.domain.keys();
        let mut tx = self.domain.begin().await?;
        let before = store::or_not_found(store::find(tx.conn(), id).await?)?;
        require_change(ctx, &before)?;
        if ctx.may(Permission::RegistrationWrite, &Resource::All) {
            tries::let_pins_count(&tx, keys, &before.user.username).await?;
        }
        let mut found = store::or_not_found(store::find_locked(&tx, id).await?)?;
        if !found.is_pending(now) {
            return Err(ErrorCode::RegistrationNotPending.into());
        }
        let code = Code::fresh(&settings)?;
        let before = found.row.clone();
        let row = &mut found.row;
        row.pin_mac = code.pin_mac(keys, id, types::UserId(row.user_id));
        row.link_hash = code.link_hash();
        row.envelope = Some(code.seal(keys, id)?);
        // Names this issue, also within one millisecond: messages and races tell issues apart by it.
        row.issued_at = now.as_millis().max(before.issued_at + 1);
        row.expires_at = store::expiry(&settings, now).as_millis();
        row.opened_at = None;
        row.pin_ended_at = None;
        let changed = registration::Entity::update_many()
            .set(changes(&found.row))
            .filter(registration::Column::Id.eq(id.0))
            .filter(registration::Column::Status.eq(RegistrationStatus::Pending.as_str()))
            .filter(registration::Column::IssuedAt.eq(before.issued_at))
            .exec(tx.conn())
            .await?;
        if changed.rows_affected != 1 {
            return Err(ErrorCode::RegistrationNotPending.into());
        }
        queue::cancel_for_registration(&mut tx, id).await?;
        let target = Target::new("device", found.device_id(), found.device_name());
        let until = |row: &registration::Model| {
            Some(serde_json::json!({ "expires_at": Timestamp::from_millis(row.expires_at) }))
        };
        let event =
            Event::done(AuditAction::RegistrationReissued, target).change(until(&before), until(&found.row));
        tx.record(ctx, now, event).await?;
        tx.announce(LiveEvent::device(found.device_id(), found.user_id()));
        let handout = self.hand_out(&found, &url, now)?;
        tx.commit().await?;
        Ok(handout)
    }
}

fn changes(row: &registration::Model) -> registration::ActiveModel {
    registration::ActiveModel {
        pin_mac: Set(row.pin_mac.clone()),
        link_hash: Set(row.link_hash.clone()),
        envelope: Set(row.envelope.clone()),
        issued_at: Set(row.issued_at),
        expires_at: Set(row.expires_at),
        opened_at: Set(None),
        pin_ended_at: Set(None),
        ..Default::default()
    }
}

/// The owner with the right to register, or whoever may register for others.
pub(super) fn require_change(ctx: &RequestCtx, found: &Found) -> Result<()> {
    ctx.require_for(
        found.user_id(),
        Permission::RegistrationWrite,
        Permission::OwnRegister,
        Permission::DeviceRead,
    )
}
