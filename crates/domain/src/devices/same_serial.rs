//! Records of other people that name the same serial number. Administrators are warned: one of the two
//! says something wrong, or the hardware changed hands (product.md 3.4).

use std::collections::{HashMap, HashSet};

use entity::{device, user};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect};
use types::{DeviceId, DeviceRow, SameSerial, UserId};
use uuid::Uuid;

use super::{hardware, rows};
use crate::error::Result;

/// Records named in a warning.
const MOST: u64 = 20;

/// Marks the rows whose serial number somebody else's record names too, in one query.
pub(super) async fn mark<C: ConnectionTrait>(db: &C, rows: &mut [DeviceRow]) -> Result<()> {
    let keys: HashSet<String> = rows.iter().filter_map(key_of).collect();
    if keys.is_empty() {
        return Ok(());
    }
    let found: Vec<(String, Uuid)> = device::Entity::find()
        .select_only()
        .column(device::Column::SerialKey)
        .column(device::Column::UserId)
        .filter(device::Column::SerialKey.is_in(keys))
        .distinct()
        .into_tuple()
        .all(db)
        .await?;
    let mut people: HashMap<String, HashSet<UserId>> = HashMap::new();
    for (key, user) in found {
        people.entry(key).or_default().insert(UserId(user));
    }
    for row in rows {
        let named_by = key_of(row).and_then(|key| people.get(&key));
        row.same_serial = named_by.is_some_and(|people| people.iter().any(|user| *user != row.user_id));
    }
    Ok(())
}

/// The records of other people with the serial number of this one, newest first.
pub(super) async fn others<C: ConnectionTrait>(db: &C, row: &DeviceRow) -> Result<Vec<SameSerial>> {
    let Some(key) = key_of(row) else { return Ok(Vec::new()) };
    let owner =
        device::Entity::belongs_to(user::Entity).from(device::Column::UserId).to(user::Column::Id).into();
    let found = device::Entity::find()
        .filter(device::Column::SerialKey.eq(key))
        .filter(device::Column::UserId.ne(row.user_id.0))
        .join(JoinType::InnerJoin, owner)
        .select_also(user::Entity)
        .order_by_desc(device::Column::Id)
        .limit(MOST)
        .all(db)
        .await?;
    let named = found.into_iter().filter_map(|(device, owner)| {
        let owner = owner?.display_name;
        let name = rows::shown_name(&device, &owner);
        Some(SameSerial { id: DeviceId(device.id), name, user_display_name: owner })
    });
    Ok(named.collect())
}

fn key_of(row: &DeviceRow) -> Option<String> {
    hardware::key(row.serial_number.as_deref())
}
