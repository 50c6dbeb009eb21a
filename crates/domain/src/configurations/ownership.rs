//! What another ownership would change on a device.

use entity::device;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use types::{DeviceId, ErrorCode, Ownership, OwnershipChange};

use super::{Configurations, assigned};
use crate::{ctx::RequestCtx, devices, error::Result, labels};

impl Configurations<'_> {
    /// The difference in labels and configurations, computed by the same words that will decide it: the record is
    /// changed, looked at, and put back.
    ///
    /// # Errors
    /// `unauthenticated`; `not_found`; `forbidden` for whoever may not change the ownership.
    pub async fn ownership_change(
        &self,
        ctx: &RequestCtx,
        id: DeviceId,
        ownership: Ownership,
    ) -> Result<OwnershipChange> {
        ctx.require_somebody()?;
        // Dropped at the end, so that nothing stays of it.
        let tx = self.domain.begin().await?;
        let device = devices::find_locked(&tx, id).await?.ok_or(ErrorCode::NotFound)?;
        devices::require_ownership(ctx, &device)?;
        let before = assigned::to(tx.conn(), &device).await?;
        device::Entity::update_many()
            .col_expr(device::Column::Ownership, Expr::value(ownership.as_str()))
            .filter(device::Column::Id.eq(device.id))
            .exec(tx.conn())
            .await?;
        let after = assigned::to(tx.conn(), &device).await?;
        let without = |one: &assigned::Assigned, other: &assigned::Assigned| {
            let is_new = |label: &&entity::label::Model| other.labels.iter().all(|old| old.id != label.id);
            let names = labels::names(one.labels.iter().filter(is_new));
            let is_new =
                |row: &&entity::configuration::Model| other.configurations.iter().all(|old| old.id != row.id);
            let configurations = one.configurations.iter().filter(is_new).map(|row| row.name.clone());
            (names, configurations.collect::<Vec<_>>())
        };
        let (labels_added, installed) = without(&after, &before);
        let (labels_removed, removed) = without(&before, &after);
        Ok(OwnershipChange { labels_added, labels_removed, installed, removed })
    }
}
