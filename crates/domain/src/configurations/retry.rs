//! Trying once more what a device has refused.

use entity::device_configuration;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use types::{ConfigurationId, ConfigurationState, DeviceId, DeviceSetup, ErrorCode, Permission, UserId};

use super::Configurations;
use crate::{access::policy::Resource, ctx::RequestCtx, error::Result, live::LiveEvent};

impl Configurations<'_> {
    /// A configuration that failed on a device goes out again when it comes next. What has not failed stays.
    ///
    /// # Errors
    /// Without `configuration_write`; `not_found`.
    pub async fn retry(&self, ctx: &RequestCtx, id: DeviceId, of: ConfigurationId) -> Result<DeviceSetup> {
        ctx.require(Permission::ConfigurationWrite, &Resource::All)?;
        let device = self.domain.devices().require_sight(ctx, id).await?;
        let now = self.domain.clock().now();
        let mut tx = self.domain.begin().await?;
        let key = (id.0, of.0);
        if device_configuration::Entity::find_by_id(key).one(tx.conn()).await?.is_none() {
            return Err(ErrorCode::NotFound.into());
        }
        device_configuration::Entity::update_many()
            .col_expr(device_configuration::Column::State, Expr::value(ConfigurationState::Waiting.as_str()))
            .col_expr(device_configuration::Column::UpdatedAt, Expr::value(now.as_millis()))
            .filter(device_configuration::Column::DeviceId.eq(id.0))
            .filter(device_configuration::Column::ConfigurationId.eq(of.0))
            .filter(device_configuration::Column::State.eq(ConfigurationState::Failed.as_str()))
            .exec(tx.conn())
            .await?;
        tx.announce(LiveEvent::device(id, UserId(device.user_id)));
        tx.call(id, now).await?;
        tx.commit().await?;
        self.of_device(ctx, id).await
    }
}
