//! A device that comes back: the same hardware of the same person continues its old record, with its
//! history (product.md 3.4). The serial number is a claim; that the person is the same is proved.

use entity::{device, registration};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, LockType},
};
use serde_json::json;
use types::{AuditAction, DeviceFacts, DeviceId, DeviceState, Timestamp};

use super::{slots, store::Found};
use crate::{
    audit::{Event, Target},
    ctx::RequestCtx,
    db::{Engine, Tx},
    devices::hardware,
    error::Result,
    live::LiveEvent,
    terms,
};

/// States out of which a record is continued. A device that is lost or about to be wiped or retired
/// cannot shake that off by coming in again: it gets a record of its own.
const CONTINUED: [DeviceState; 5] = [
    DeviceState::Enrolling,
    DeviceState::Active,
    DeviceState::Retired,
    DeviceState::Wiped,
    DeviceState::Expired,
];

/// Holds the person's row, so that of two registrations of the same hardware at once the second finds
/// the record of the first. Taken before rows of registrations, as everywhere.
pub(super) async fn hold_person(tx: &Tx, found: &Found) -> Result<()> {
    if tx.engine() == Engine::Postgres {
        entity::user::Entity::find_by_id(found.row.user_id)
            .lock(LockType::NoKeyUpdate)
            .one(tx.conn())
            .await?;
    }
    Ok(())
}

/// The newest record of the same person and hardware that is continued, locked.
pub(super) async fn earlier_record(
    tx: &Tx,
    found: &Found,
    facts: &DeviceFacts,
) -> Result<Option<device::Model>> {
    let Some(key) = hardware::key(facts.serial_number.as_deref()) else { return Ok(None) };
    let mut select = device::Entity::find()
        .filter(device::Column::SerialKey.eq(key))
        .filter(device::Column::UserId.eq(found.row.user_id))
        .filter(device::Column::Platform.eq(facts.platform.as_str()))
        .filter(device::Column::Id.ne(found.row.device_id))
        .filter(device::Column::State.is_in(CONTINUED.map(DeviceState::as_str)))
        .order_by_desc(device::Column::Id)
        .limit(1);
    if tx.engine() == Engine::Postgres {
        select = select.lock_exclusive();
    }
    Ok(select.one(tx.conn()).await?)
}

/// Puts the registration on the earlier record, which takes over what the administrator or the person
/// said about the device, and its place under the limit. The record that waited is gone.
pub(super) async fn continue_on(
    tx: &mut Tx,
    ctx: &RequestCtx,
    found: &mut Found,
    earlier: device::Model,
    now: Timestamp,
) -> Result<()> {
    let waited = std::mem::replace(&mut found.device, earlier);
    let (new, old) = (DeviceId(waited.id), DeviceId(found.device.id));
    registration::Entity::update_many()
        .col_expr(registration::Column::DeviceId, Expr::value(old.0))
        .filter(registration::Column::DeviceId.eq(new.0))
        .exec(tx.conn())
        .await?;
    slots::hand_on(tx, new, old).await?;
    terms::move_record(tx, new, old).await?;
    device::Entity::delete_by_id(new.0).exec(tx.conn()).await?;
    found.row.device_id = old.0;
    let state = std::mem::replace(&mut found.device.state, DeviceState::Pending.as_str().to_owned());
    let device = &mut found.device;
    device.ownership = waited.ownership;
    device.phone_number = waited.phone_number.or(device.phone_number.take());
    device.country = waited.country.or(device.country.take());
    device::Entity::update_many()
        .col_expr(device::Column::State, Expr::value(device.state.as_str()))
        .col_expr(device::Column::Ownership, Expr::value(device.ownership.as_str()))
        .col_expr(device::Column::PhoneNumber, Expr::value(device.phone_number.clone()))
        .col_expr(device::Column::Country, Expr::value(device.country.clone()))
        .col_expr(device::Column::ActiveAt, Expr::value(None::<i64>))
        .col_expr(device::Column::ProfileAt, Expr::value(None::<i64>))
        .col_expr(device::Column::ProfileMissingAt, Expr::value(None::<i64>))
        .filter(device::Column::Id.eq(old.0))
        .exec(tx.conn())
        .await?;
    let target = Target::new("device", old, found.device_name());
    let event = Event::done(AuditAction::DeviceCameBack, target)
        .change(Some(json!({ "state": state })), Some(json!({ "replaces_record": new })));
    tx.record(ctx, now, event).await?;
    tx.announce(LiveEvent::device(new, found.user_id()));
    Ok(())
}
