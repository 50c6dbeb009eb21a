//! A new PIN and link for a registration that waits or ran out; the old ones are dead at once.

use entity::{device, registration};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use types::{
    AuditAction, DeviceState, ErrorCode, Handout, Permission, RegistrationId, RegistrationSettings,
    RegistrationStatus, Timestamp, UserState,
};

use super::{
    Registrations,
    code::Code,
    slots,
    store::{self, Found},
    tries,
};
use crate::{
    access::policy::Resource,
    audit::{Event, Target},
    ctx::RequestCtx,
    db::Tx,
    error::Result,
    live::LiveEvent,
    messages::queue,
    people,
};

impl Registrations<'_> {
    /// Issues a new PIN and link. The place under the device limit stays taken, and so do the wrong
    /// tries that were counted. A registration that ran out waits again, on the same record, if there is
    /// a place for it.
    ///
    /// # Errors
    /// `unauthenticated`, `not_found`, `forbidden`; `registration_not_pending` when it was used or
    /// withdrawn; `device_limit_reached` for one that ran out; `wrong_state` for a disabled person.
    pub async fn reissue(&self, ctx: &RequestCtx, id: RegistrationId) -> Result<Handout> {
        ctx.require_somebody()?;
        let settings = self.domain.settings().registration().await?;
        let url = self.domain.settings().public_url().await?;
        self.domain.retry_on_conflict(|| self.issue_again(ctx, id, &settings, &url)).await
    }

    async fn issue_again(
        &self,
        ctx: &RequestCtx,
        id: RegistrationId,
        settings: &RegistrationSettings,
        url: &str,
    ) -> Result<Handout> {
        let now = self.domain.clock().now();
        let keys = self.domain.keys();
        let mut tx = self.domain.begin().await?;
        let before = store::or_not_found(store::find(tx.conn(), id).await?)?;
        require_change(ctx, &before)?;
        if ctx.may(Permission::RegistrationWrite, &Resource::All) {
            tries::let_pins_count(&tx, keys, &before.user.username).await?;
        }
        // People before registrations, as everywhere.
        let ran_out = before.row.status == RegistrationStatus::Expired.as_str();
        let user = match ran_out {
            true => people::store::lock(&tx, &before.user_id()).await?,
            false => None,
        };
        let mut found = store::or_not_found(store::find_locked(&tx, id).await?)?;
        let status = found.row.status.clone();
        let waits = status == RegistrationStatus::Pending.as_str();
        if !(waits || (ran_out && status == before.row.status)) {
            return Err(ErrorCode::RegistrationNotPending.into());
        }
        if !waits {
            if user.is_none_or(|user| user.state != UserState::Active.as_str()) {
                return Err(ErrorCode::WrongState.into());
            }
            let limit = super::limit::effective(tx.conn(), found.user_id()).await?.limit;
            slots::take(&tx, found.user_id(), found.device_id(), limit).await?;
        }
        let code = Code::fresh(settings)?;
        let before = found.row.clone();
        let row = &mut found.row;
        row.status = RegistrationStatus::Pending.as_str().to_owned();
        row.pin_mac = code.pin_mac(keys, id, types::UserId(row.user_id));
        row.link_hash = code.link_hash();
        row.envelope = Some(code.seal(keys, id)?);
        // Names this issue, also within one millisecond: messages and races tell issues apart by it.
        row.issued_at = now.as_millis().max(before.issued_at + 1);
        row.expires_at = store::expiry(settings, now).as_millis();
        row.opened_at = None;
        row.pin_ended_at = None;
        let changed = registration::Entity::update_many()
            .set(changes(&found.row))
            .filter(registration::Column::Id.eq(id.0))
            .filter(registration::Column::Status.eq(status))
            .filter(registration::Column::IssuedAt.eq(before.issued_at))
            .exec(tx.conn())
            .await?;
        if changed.rows_affected != 1 {
            return Err(ErrorCode::RegistrationNotPending.into());
        }
        wait_again(&tx, &found, now).await?;
        queue::cancel_for_registration(&mut tx, id).await?;
        let target = Target::new("device", found.device_id(), found.device_name());
        let until = |row: &registration::Model| {
            Some(serde_json::json!({ "expires_at": Timestamp::from_millis(row.expires_at) }))
        };
        let event =
            Event::done(AuditAction::RegistrationReissued, target).change(until(&before), until(&found.row));
        tx.record(ctx, now, event).await?;
        tx.announce(LiveEvent::device(found.device_id(), found.user_id()));
        let handout = self.hand_out(&found, url, now)?;
        tx.commit().await?;
        Ok(handout)
    }
}

/// The record waits for its device, whose person has not proved anything with the new PIN.
async fn wait_again(tx: &Tx, found: &Found, now: Timestamp) -> Result<()> {
    device::Entity::update_many()
        .col_expr(device::Column::State, Expr::value(DeviceState::Pending.as_str()))
        .col_expr(device::Column::UpdatedAt, Expr::value(now.as_millis()))
        .filter(device::Column::Id.eq(found.row.device_id))
        .filter(device::Column::State.is_in([DeviceState::Verified.as_str(), DeviceState::Expired.as_str()]))
        .exec(tx.conn())
        .await?;
    Ok(())
}

fn changes(row: &registration::Model) -> registration::ActiveModel {
    registration::ActiveModel {
        status: Set(row.status.clone()),
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
