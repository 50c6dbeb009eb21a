//! Devices that carry a label by hand.

use std::collections::HashSet;

use entity::{device, label_device};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect, sea_query::OnConflict};
use serde_json::json;
use types::{AuditAction, ChangeLabelDevices, ErrorCode, FieldCode, LabelId, LabelRow, Permission, Validate};
use uuid::Uuid;

use super::{Labels, store};
use crate::{
    access::policy::Resource,
    audit::{Event, Target},
    configurations,
    ctx::RequestCtx,
    error::{Error, Result},
    live::{LiveEvent, Topic},
};

impl Labels<'_> {
    /// Puts a label on devices and takes it off others, all or none. Those that carry it already stay.
    ///
    /// # Errors
    /// Without `configuration_write`; `not_found`; `invalid_input`, also for a device that is not there;
    /// `wrong_state` for a label by rule.
    pub async fn change_devices(
        &self,
        ctx: &RequestCtx,
        id: LabelId,
        input: &ChangeLabelDevices,
    ) -> Result<LabelRow> {
        ctx.require(Permission::ConfigurationWrite, &Resource::All)?;
        input.validate()?;
        let mut tx = self.domain.begin().await?;
        let row = store::find(tx.conn(), id).await?;
        if row.rule.is_some() {
            return Err(ErrorCode::WrongState.into());
        }
        let wanted: HashSet<Uuid> = input.add.iter().map(|device| device.0).collect();
        let there: Vec<Uuid> = device::Entity::find()
            .select_only()
            .column(device::Column::Id)
            .filter(device::Column::Id.is_in(wanted.iter().copied()))
            .into_tuple()
            .all(tx.conn())
            .await?;
        if there.len() != wanted.len() {
            return Err(Error::invalid("add", FieldCode::NotFound));
        }
        if !there.is_empty() {
            let rows = there
                .iter()
                .map(|device| label_device::ActiveModel { label_id: Set(id.0), device_id: Set(*device) });
            label_device::Entity::insert_many(rows)
                .on_conflict(OnConflict::new().do_nothing().to_owned())
                .exec_without_returning(tx.conn())
                .await?;
        }
        let removed: Vec<Uuid> = input.remove.iter().map(|device| device.0).collect();
        label_device::Entity::delete_many()
            .filter(label_device::Column::LabelId.eq(id.0))
            .filter(label_device::Column::DeviceId.is_in(removed.iter().copied()))
            .exec(tx.conn())
            .await?;
        let now = self.domain.clock().now();
        let touched: Vec<Uuid> = there.into_iter().chain(removed).collect();
        configurations::touch_devices(&tx, &touched).await?;
        let event = Event::done(AuditAction::LabelDevicesChanged, Target::new("label", id, row.name))
            .change(None, Some(json!({ "added": input.add, "removed": input.remove })));
        tx.record(ctx, now, event).await?;
        tx.announce(LiveEvent::topic(Topic::Configurations));
        for device in touched {
            tx.call(device.into(), now).await?;
        }
        tx.commit().await?;
        self.row(id).await
    }
}
