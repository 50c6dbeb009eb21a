//! Places under the device limit: one row a device, numbered within its person. The unique key
//! (person, number) makes the limit exact however many come at once (trust.md REL-1, product.md 3.5).

use entity::device_slot;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr};
use types::{DeviceId, ErrorCode, UserId};

use crate::{db::Tx, error::Result};

/// Takes a place for a device whose row is there already. The caller holds the person's row and runs
/// within `Domain::retry_on_conflict`.
///
/// # Errors
/// `device_limit_reached` when as many places are taken as `limit` says (none: no limit).
pub(crate) async fn take(tx: &Tx, user: UserId, device: DeviceId, limit: Option<u32>) -> Result<()> {
    let taken: Vec<i64> = device_slot::Entity::find()
        .filter(device_slot::Column::UserId.eq(user.0))
        .order_by_asc(device_slot::Column::Slot)
        .all(tx.conn())
        .await?
        .into_iter()
        .map(|row| row.slot)
        .collect();
    let count = i64::try_from(taken.len()).unwrap_or(i64::MAX);
    if limit.is_some_and(|limit| count >= i64::from(limit)) {
        return Err(ErrorCode::DeviceLimitReached.into());
    }
    // Numbers are in order, so that the first one that is not its own position leaves a gap before it.
    let slot =
        (1..).zip(&taken).find(|(number, slot)| number != *slot).map_or(count + 1, |(number, _)| number);
    let row = device_slot::ActiveModel { user_id: Set(user.0), slot: Set(slot), device_id: Set(device.0) };
    device_slot::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// Gives the device's place back, if it had one.
pub(crate) async fn free(tx: &Tx, device: DeviceId) -> Result<()> {
    device_slot::Entity::delete_many()
        .filter(device_slot::Column::DeviceId.eq(device.0))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// Gives the place of a record to another one that continues it, unless that has a place of its own.
pub(crate) async fn hand_on(tx: &Tx, from: DeviceId, to: DeviceId) -> Result<()> {
    let has_one =
        device_slot::Entity::find().filter(device_slot::Column::DeviceId.eq(to.0)).one(tx.conn()).await?;
    if has_one.is_some() {
        return free(tx, from).await;
    }
    device_slot::Entity::update_many()
        .col_expr(device_slot::Column::DeviceId, Expr::value(to.0))
        .filter(device_slot::Column::DeviceId.eq(from.0))
        .exec(tx.conn())
        .await?;
    Ok(())
}
