//! Telling the new PIN of a device, once.

use entity::command;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use types::{Action, AuditAction, CommandId, ErrorCode, NewPin, UserId};

use super::{
    Devices,
    command::{require, target},
    rows, store,
};
use crate::{
    audit::Event,
    ctx::RequestCtx,
    error::{Error, Result},
    live::LiveEvent,
};

impl Devices<'_> {
    /// The new PIN that a device has told, to those who may reset it. It is deleted in the same breath: the first who
    /// asks gets it, and nobody after them.
    ///
    /// # Errors
    /// `unauthenticated`, `forbidden`; `not_found` for a command that is not there, of another kind or of a device that
    /// is hidden; `wrong_state` where there is no PIN, or it was told before.
    pub async fn reveal(&self, ctx: &RequestCtx, id: CommandId) -> Result<NewPin> {
        ctx.require_somebody()?;
        let now = self.domain.clock().now();
        let mut tx = self.domain.begin().await?;
        let found = store::find_command(tx.conn(), id).await?.ok_or(ErrorCode::NotFound)?;
        let device =
            store::find_locked(&tx, types::DeviceId(found.device_id)).await?.ok_or(ErrorCode::NotFound)?;
        require(ctx, Some(Action::ResetPinPassword), &device)?;
        if rows::action_of(&found)? != Action::ResetPinPassword {
            return Err(ErrorCode::NotFound.into());
        }
        let pin = self.pin_of(&found)?;
        let told = command::Entity::update_many()
            .col_expr(command::Column::Secret, Expr::value(None::<Vec<u8>>))
            .filter(command::Column::Id.eq(id.0))
            .filter(command::Column::Secret.is_not_null())
            .exec(tx.conn())
            .await?;
        if told.rows_affected != 1 {
            return Err(ErrorCode::WrongState.into());
        }
        let pin = pin.ok_or_else(|| Error::internal("a PIN that was there"))?;
        let owner = store::owner_of(tx.conn(), &device).await?;
        tx.record(ctx, now, Event::done(AuditAction::DevicePinPasswordRead, target(&device, &owner))).await?;
        tx.announce(LiveEvent::device(types::DeviceId(device.id), UserId(device.user_id)));
        tx.commit().await?;
        Ok(NewPin { pin })
    }
}
