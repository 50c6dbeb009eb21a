//! Registrations of somebody who leaves.

use entity::registration;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use types::{RegistrationStatus, Timestamp, UserId};

use super::store;
use crate::{db::Tx, error::Result};

/// Withdraws all registrations of a person that wait for their device. How many there were.
pub(crate) async fn withdraw_all(tx: &mut Tx, user: UserId, now: Timestamp) -> Result<u64> {
    let waiting = registration::Entity::find()
        .filter(registration::Column::UserId.eq(user.0))
        .filter(registration::Column::Status.eq(RegistrationStatus::Pending.as_str()))
        .order_by_asc(registration::Column::Id)
        .all(tx.conn())
        .await?;
    let mut ended = 0;
    for row in waiting {
        let found = store::complete(tx.conn(), row).await?;
        ended += u64::from(store::end(tx, &found, RegistrationStatus::Withdrawn, now).await?);
    }
    Ok(ended)
}
