//! Whose a device is. A change waits for the next check-in, so that what it brings and takes away happens with it.

use entity::device;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::json;
use types::{
    AuditAction, ChangeOwnership, DeviceDetail, DeviceId, DeviceState, ErrorCode, Ownership, Permission,
    UserId,
};

use super::{Devices, command::as_target, rows, store};
use crate::{audit::Event, ctx::RequestCtx, error::Result, live::LiveEvent};

/// Whose a device is from its next check-in on, if that is another than now.
pub(super) fn wanted(device: &device::Model) -> Option<Ownership> {
    device.ownership_wanted.as_deref().and_then(Ownership::from_word)
}

/// Whoever may say whose this device is.
pub(crate) fn require_ownership(ctx: &RequestCtx, device: &device::Model) -> Result<()> {
    let owner = UserId(device.user_id);
    ctx.require_for(owner, Permission::DeviceWrite, Permission::OwnChangeOwnership, Permission::DeviceRead)
}

impl Devices<'_> {
    /// Says whose a device is from its next check-in on; one that has not come yet, from now on. Saying what is
    /// so already takes back what waits.
    ///
    /// # Errors
    /// `unauthenticated`, `not_found`, `forbidden`; `wrong_state` for a device that has left.
    pub async fn change_ownership(
        &self,
        ctx: &RequestCtx,
        id: DeviceId,
        input: &ChangeOwnership,
    ) -> Result<DeviceDetail> {
        ctx.require_somebody()?;
        let now = self.domain.clock().now();
        let mut tx = self.domain.begin().await?;
        let device = store::find_locked(&tx, id).await?.ok_or(ErrorCode::NotFound)?;
        require_ownership(ctx, &device)?;
        let state = rows::state_of(&device)?;
        if state.is_gone() || state == DeviceState::Expired {
            return Err(ErrorCode::WrongState.into());
        }
        let is_so = device.ownership == input.ownership.as_str();
        if is_so && wanted(&device).is_none() || wanted(&device) == Some(input.ownership) {
            drop(tx);
            return self.detail(ctx, device).await;
        }
        let update = device::Entity::update_many().filter(device::Column::Id.eq(id.0));
        let (update, action) = match (state.is_waiting(), is_so) {
            (true, _) => (
                update.col_expr(device::Column::Ownership, Expr::value(input.ownership.as_str())),
                AuditAction::DeviceOwnershipChanged,
            ),
            (false, true) => (
                update.col_expr(device::Column::OwnershipWanted, Expr::value(None::<String>)),
                AuditAction::DeviceOwnershipRequested,
            ),
            (false, false) => (
                update.col_expr(device::Column::OwnershipWanted, Expr::value(input.ownership.as_str())),
                AuditAction::DeviceOwnershipRequested,
            ),
        };
        update.exec(tx.conn()).await?;
        let event = Event::done(action, as_target(&tx, &device).await?).change(
            Some(json!({ "ownership": device.ownership })),
            Some(json!({ "ownership": input.ownership })),
        );
        tx.record(ctx, now, event).await?;
        tx.announce(LiveEvent::device(id, UserId(device.user_id)));
        tx.call(id, now).await?;
        let changed = store::find(tx.conn(), id).await?.ok_or(ErrorCode::NotFound)?;
        tx.commit().await?;
        self.detail(ctx, changed).await
    }
}
