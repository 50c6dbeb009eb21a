//! A device leaves: by itself, since it was told to, or with its person.

use entity::{command, device};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::json;
use types::{AuditAction, CommandState, DeviceId, DeviceState, ErrorCode, Timestamp, UserId};

use super::{Devices, command::target, rows, store};
use crate::{
    audit::{Event, Target},
    configurations,
    ctx::{Actor, RequestCtx},
    db::Tx,
    error::Result,
    live::LiveEvent,
    mdm,
    registration::slots,
};

/// The record as it is from now on: what waits for the device is cancelled, and its place is free.
pub(crate) async fn leave(
    tx: &mut Tx,
    ctx: &RequestCtx,
    now: Timestamp,
    device: &device::Model,
    state: DeviceState,
    told: (AuditAction, Target),
) -> Result<()> {
    let id = DeviceId(device.id);
    set_state(tx, id, state, now).await?;
    command::Entity::update_many()
        .col_expr(command::Column::State, Expr::value(CommandState::Cancelled.as_str()))
        .col_expr(command::Column::FinishedAt, Expr::value(now.as_millis()))
        .filter(command::Column::DeviceId.eq(device.id))
        .filter(command::Column::State.is_in(store::OPEN))
        .exec(tx.conn())
        .await?;
    mdm::forget_tokens(tx, device.id).await?;
    configurations::forget_device(tx, device.id).await?;
    slots::free(tx, id).await?;
    let (was, is) = (json!({ "state": device.state }), json!({ "state": state }));
    tx.record(ctx, now, Event::done(told.0, told.1).change(Some(was), Some(is))).await?;
    tx.announce(LiveEvent::device(id, UserId(device.user_id)));
    // One that has left by itself does not come any more.
    match ctx.actor {
        Actor::Device(_) => mdm::forget_line(tx, device.id).await,
        _ => tx.call(id, now).await,
    }
}

/// Where a device stands from now on.
pub(super) async fn set_state(tx: &Tx, id: DeviceId, state: DeviceState, now: Timestamp) -> Result<()> {
    device::Entity::update_many()
        .col_expr(device::Column::State, Expr::value(state.as_str()))
        .col_expr(device::Column::UpdatedAt, Expr::value(now.as_millis()))
        .filter(device::Column::Id.eq(id.0))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// A device that was to leave stays: where it stood before.
pub(super) async fn stay(tx: &Tx, device: &device::Model, now: Timestamp) -> Result<()> {
    let before = match device.active_at {
        Some(_) => DeviceState::Active,
        None => DeviceState::Enrolling,
    };
    match rows::state_of(device)? {
        DeviceState::WipePending | DeviceState::RetirePending => {
            set_state(tx, DeviceId(device.id), before, now).await
        }
        _ => Ok(()),
    }
}

impl Devices<'_> {
    /// Whether a device has left.
    pub(crate) async fn is_gone(&self, id: DeviceId) -> Result<bool> {
        let device = store::find(self.domain.db().read(), id).await?;
        device.map_or(Ok(true), |device| rows::state_of(&device).map(DeviceState::is_gone))
    }

    /// The management was taken away on the device itself. Once more changes nothing.
    ///
    /// # Errors
    /// `signature_invalid` for anybody but a device.
    pub(crate) async fn left(&self, ctx: &RequestCtx) -> Result<()> {
        let id = ctx.device()?.device_id;
        let now = self.domain.clock().now();
        let mut tx = self.domain.begin().await?;
        let device = store::find_locked(&tx, id).await?.ok_or(ErrorCode::SignatureInvalid)?;
        if rows::state_of(&device)?.is_gone() {
            return Ok(());
        }
        let owner = store::owner_of(tx.conn(), &device).await?;
        let told = (AuditAction::DeviceLeft, target(&device, &owner));
        leave(&mut tx, ctx, now, &device, DeviceState::Retired, told).await?;
        tx.commit().await
    }
}
