//! A device has left by itself: its management was taken away on it.

use entity::device;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::json;
use types::{AuditAction, DeviceState, ErrorCode, UserId};

use super::{Devices, command::target, rows, store};
use crate::{audit::Event, ctx::RequestCtx, error::Result, live::LiveEvent, registration::slots};

impl Devices<'_> {
    /// The record is retired and its place is free. Once more changes nothing.
    ///
    /// # Errors
    /// `signature_invalid` for anybody but a device.
    pub(crate) async fn left(&self, ctx: &RequestCtx) -> Result<()> {
        let id = ctx.device()?.device_id;
        let now = self.domain.clock().now();
        let mut tx = self.domain.begin().await?;
        let device = store::find_locked(&tx, id).await?.ok_or(ErrorCode::SignatureInvalid)?;
        let state = rows::state_of(&device)?;
        if state.is_gone() {
            return Ok(());
        }
        device::Entity::update_many()
            .col_expr(device::Column::State, Expr::value(DeviceState::Retired.as_str()))
            .col_expr(device::Column::UpdatedAt, Expr::value(now.as_millis()))
            .filter(device::Column::Id.eq(id.0))
            .exec(tx.conn())
            .await?;
        slots::free(&tx, id).await?;
        let owner = store::owner_of(tx.conn(), &device).await?;
        let event = Event::done(AuditAction::DeviceLeft, target(&device, &owner))
            .change(Some(json!({ "state": state })), Some(json!({ "state": DeviceState::Retired })));
        tx.record(ctx, now, event).await?;
        tx.announce(LiveEvent::device(id, UserId(device.user_id)));
        tx.commit().await
    }
}
