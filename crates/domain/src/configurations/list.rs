//! Looking at configurations.

use entity::{configuration, device_configuration};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use types::{
    ConfigurationId, ConfigurationRow, ConfigurationState, DeviceConfiguration, DeviceId, DeviceSetup,
    Permission, Timestamp,
};

use super::{Configurations, assigned, store};
use crate::{
    access::policy::Resource,
    ctx::RequestCtx,
    error::{Error, Result},
    labels,
};

impl Configurations<'_> {
    /// All configurations, by name.
    ///
    /// # Errors
    /// Without `device_read`.
    pub async fn list(&self, ctx: &RequestCtx) -> Result<Vec<ConfigurationRow>> {
        ctx.require(Permission::DeviceRead, &Resource::All)?;
        let db = self.domain.db().read();
        store::to_rows(db, store::all(db).await?).await
    }

    /// One configuration.
    ///
    /// # Errors
    /// Without `device_read`; `not_found`.
    pub async fn find(&self, ctx: &RequestCtx, id: ConfigurationId) -> Result<ConfigurationRow> {
        ctx.require(Permission::DeviceRead, &Resource::All)?;
        self.row(id).await
    }

    pub(super) async fn row(&self, id: ConfigurationId) -> Result<ConfigurationRow> {
        let db = self.domain.db().read();
        let row = store::find(db, id).await?;
        Ok(store::to_rows(db, vec![row]).await?.swap_remove(0))
    }

    /// The labels of a device and what is set up on it, for those who may see it. What its labels assign and it
    /// has not been compared with stands there as waiting.
    ///
    /// # Errors
    /// `unauthenticated`; `not_found` for what is not there or somebody else's.
    pub async fn of_device(&self, ctx: &RequestCtx, id: DeviceId) -> Result<DeviceSetup> {
        let device = self.domain.devices().require_sight(ctx, id).await?;
        let db = self.domain.db().read();
        let assigned = assigned::to(db, &device).await?;
        let rows = device_configuration::Entity::find()
            .filter(device_configuration::Column::DeviceId.eq(id.0))
            .all(db)
            .await?;
        let ids = rows.iter().map(|row| row.configuration_id);
        let known =
            configuration::Entity::find().filter(configuration::Column::Id.is_in(ids)).all(db).await?;
        let mut configurations = Vec::new();
        for row in &rows {
            let Some(of) = known.iter().find(|of| of.id == row.configuration_id) else { continue };
            let state = store::state_of(row)?;
            configurations.push(shown(of, state, row.detail.clone(), row.updated_at)?);
        }
        for of in &assigned.configurations {
            if rows.iter().all(|row| row.configuration_id != of.id) {
                configurations.push(shown(of, ConfigurationState::Waiting, None, of.updated_at)?);
            }
        }
        configurations.sort_by_key(|one| one.name.to_lowercase());
        Ok(DeviceSetup { labels: labels::names(&assigned.labels), configurations })
    }
}

fn shown(
    of: &configuration::Model,
    state: ConfigurationState,
    detail: Option<String>,
    updated_at: i64,
) -> Result<DeviceConfiguration> {
    Ok(DeviceConfiguration {
        id: ConfigurationId(of.id),
        name: of.name.clone(),
        kind: types::ConfigurationKind::from_word(&of.kind)
            .ok_or_else(|| Error::internal("an unknown word in the database"))?,
        state,
        detail,
        updated_at: Timestamp::from_millis(updated_at),
    })
}
