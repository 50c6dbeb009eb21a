//! What becomes of the devices of somebody who leaves.

use entity::{command, device, registration, user};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};
use serde_json::json;
use types::{AuditAction, DeviceId, DeviceState, Timestamp, UserId};
use uuid::Uuid;

use crate::{
    audit::{Event, Target},
    ctx::RequestCtx,
    db::{Engine, Tx},
    devices,
    error::Result,
    live::LiveEvent,
    registration::{limit, slots},
};

/// All device records of a person, whose rows nobody else changes until this transaction ends.
pub(super) async fn lock_devices(tx: &Tx, id: UserId) -> Result<Vec<device::Model>> {
    let mut query =
        device::Entity::find().filter(device::Column::UserId.eq(id.0)).order_by_asc(device::Column::Id);
    if tx.engine() == Engine::Postgres {
        query = query.lock_exclusive();
    }
    Ok(query.all(tx.conn()).await?)
}

/// Whether somebody must decide about this device.
pub(super) fn is_managed(device: &device::Model) -> bool {
    DeviceState::from_word(&device.state).is_some_and(DeviceState::is_reachable)
}

/// Ends the management of a device: it is told when it comes next, commands that wait are cancelled.
pub(super) async fn retire(
    tx: &mut Tx,
    ctx: &RequestCtx,
    now: Timestamp,
    device: &device::Model,
) -> Result<()> {
    let target = Target { kind: "device", id: Some(DeviceId(device.id).to_string()), name: None };
    devices::leave(tx, ctx, now, device, DeviceState::Retired, (AuditAction::DeviceRetired, target)).await
}

/// Gives a device to somebody else, as it is.
///
/// # Errors
/// `device_limit_reached` when they have no place for it.
pub(super) async fn hand_over(
    tx: &mut Tx,
    ctx: &RequestCtx,
    now: Timestamp,
    device: &device::Model,
    to: &user::Model,
) -> Result<()> {
    let id = DeviceId(device.id);
    slots::free(tx, id).await?;
    device::Entity::update_many()
        .col_expr(device::Column::UserId, Expr::value(to.id))
        .col_expr(device::Column::UpdatedAt, Expr::value(now.as_millis()))
        .filter(device::Column::Id.eq(device.id))
        .exec(tx.conn())
        .await?;
    // Where it was in the time of the one is nothing for the other.
    devices::forget_places(tx, &[device.id]).await?;
    registration::Entity::update_many()
        .col_expr(registration::Column::UserId, Expr::value(to.id))
        .filter(registration::Column::DeviceId.eq(device.id))
        .exec(tx.conn())
        .await?;
    let limit = limit::effective(tx.conn(), UserId(to.id)).await?.limit;
    slots::take(tx, UserId(to.id), id, limit).await?;
    let target = Target { kind: "device", id: Some(id.to_string()), name: None };
    let (was, is) = (json!({ "user_id": device.user_id }), json!({ "user_id": to.id }));
    tx.record(ctx, now, Event::done(AuditAction::DeviceHandedOver, target).change(Some(was), Some(is)))
        .await?;
    tx.announce(LiveEvent::device(id, UserId(device.user_id)));
    tx.announce(LiveEvent::device(id, UserId(to.id)));
    Ok(())
}

/// Takes what names the person out of the records that stay theirs.
pub(super) async fn forget(tx: &Tx, id: Uuid, pseudonym: &str) -> Result<()> {
    let theirs: Vec<Uuid> = device::Entity::find()
        .select_only()
        .column(device::Column::Id)
        .filter(device::Column::UserId.eq(id))
        .into_tuple()
        .all(tx.conn())
        .await?;
    devices::forget_places(tx, &theirs).await?;
    device::Entity::update_many()
        .col_expr(device::Column::Name, Expr::value(None::<String>))
        .col_expr(device::Column::PhoneNumber, Expr::value(None::<String>))
        .filter(device::Column::UserId.eq(id))
        .exec(tx.conn())
        .await?;
    command::Entity::update_many()
        .col_expr(command::Column::RequestedBy, Expr::value(pseudonym))
        .filter(command::Column::RequestedById.eq(id))
        .exec(tx.conn())
        .await?;
    Ok(())
}
