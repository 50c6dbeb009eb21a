//! What a device says is set up on it, against what we think.

use std::collections::HashSet;

use entity::{configuration, device_configuration};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use types::{ConfigurationSettings, ConfigurationState, DeviceId, ErrorCode};
use uuid::Uuid;

use super::{Configurations, compare, store};
use crate::{devices, error::Result};

impl Configurations<'_> {
    /// Mends what differs: what should be there and is not goes out again, what should be gone and is there is
    /// taken off again. `known_by` names what the devices of this line know a configuration by.
    pub(crate) async fn mend(
        &self,
        device_id: DeviceId,
        there: &HashSet<String>,
        known_by: impl Fn(Uuid, &ConfigurationSettings) -> String,
    ) -> Result<()> {
        let now = self.domain.clock().now();
        let tx = self.domain.begin().await?;
        let device = devices::find_locked(&tx, device_id).await?.ok_or(ErrorCode::NotFound)?;
        let rows = device_configuration::Entity::find()
            .filter(device_configuration::Column::DeviceId.eq(device.id))
            .all(tx.conn())
            .await?;
        let mut differed = false;
        for row in rows {
            let found = configuration::Entity::find_by_id(row.configuration_id).one(tx.conn()).await?;
            let Some(configuration) = found else { continue };
            let is_there = there.contains(&known_by(configuration.id, &store::settings_of(&configuration)?));
            let state = match (store::state_of(&row)?, is_there) {
                (ConfigurationState::Installed, false) => ConfigurationState::Waiting,
                (ConfigurationState::Removed, true) => ConfigurationState::Removing,
                _ => continue,
            };
            differed = true;
            compare::set(&tx, &row, state, None, now).await?;
        }
        if differed {
            tracing::info!(device = %device_id, "a device was not set up as it said; it is set up again");
            tx.commit().await?;
        }
        Ok(())
    }
}
