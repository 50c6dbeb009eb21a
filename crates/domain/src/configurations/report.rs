//! A device says what became of a configuration.

use entity::{configuration, device_configuration};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use types::{AuditAction, ConfigurationId, ConfigurationResult, ConfigurationState, ErrorCode, Validate};

use super::{Configurations, store};
use crate::{audit::Event, ctx::RequestCtx, devices, error::Result, live::LiveEvent};

impl Configurations<'_> {
    /// Stores what became of a configuration. What is not awaited changes nothing.
    ///
    /// # Errors
    /// `signature_invalid` for anybody but a device; input that breaks a rule; `not_found` for a
    /// configuration that is none of this device's.
    pub async fn report(
        &self,
        ctx: &RequestCtx,
        id: ConfigurationId,
        input: &ConfigurationResult,
    ) -> Result<()> {
        let actor = ctx.device()?;
        input.validate()?;
        let now = self.domain.clock().now();
        let mut tx = self.domain.begin().await?;
        let device = devices::find_locked(&tx, actor.device_id).await?.ok_or(ErrorCode::NotFound)?;
        let key = (device.id, id.0);
        let row = device_configuration::Entity::find_by_id(key).one(tx.conn()).await?;
        let row = row.ok_or(ErrorCode::NotFound)?;
        let installed = (row.installed_issue, Some(input.version));
        let (state, installed, action) = match (store::state_of(&row)?, input.done) {
            _ if row.issue != input.version => return Ok(()),
            (ConfigurationState::Sent, true) => {
                (ConfigurationState::Installed, installed.1, AuditAction::DeviceConfigurationInstalled)
            }
            (ConfigurationState::Sent, false) => {
                (ConfigurationState::Failed, installed.0, AuditAction::DeviceConfigurationFailed)
            }
            // What cannot be taken off is not there; should it be, the next look finds it.
            (ConfigurationState::Removing, _) => {
                (ConfigurationState::Removed, None, AuditAction::DeviceConfigurationRemoved)
            }
            _ => return Ok(()),
        };
        let detail =
            input.detail.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
        device_configuration::Entity::update_many()
            .col_expr(device_configuration::Column::State, Expr::value(state.as_str()))
            .col_expr(device_configuration::Column::InstalledIssue, Expr::value(installed))
            .col_expr(device_configuration::Column::Detail, Expr::value(detail.clone()))
            .col_expr(device_configuration::Column::UpdatedAt, Expr::value(now.as_millis()))
            .filter(device_configuration::Column::DeviceId.eq(device.id))
            .filter(device_configuration::Column::ConfigurationId.eq(id.0))
            .exec(tx.conn())
            .await?;
        let name = configuration::Entity::find_by_id(id.0).one(tx.conn()).await?.map(|row| row.name);
        let mut event = Event::done(action, devices::as_target(&tx, &device).await?)
            .change(None, Some(serde_json::json!({ "configuration": name, "id": id })));
        event.reason = detail;
        tx.record(ctx, now, event).await?;
        if state == ConfigurationState::Removed {
            store::purge(&tx, id.0).await?;
        }
        tx.announce(LiveEvent::device(actor.device_id, actor.user_id));
        tx.commit().await
    }
}
