//! Agreeing to a wipe beyond the budget of whoever ordered it.

use entity::command;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use types::{AuditAction, CommandId, CommandRow, CommandState, DeviceId, ErrorCode, Permission, UserId};

use super::{
    Devices, can,
    command::{begin, target},
    rows, store,
};
use crate::{
    access::policy::Resource,
    audit::Event,
    ctx::RequestCtx,
    error::{Error, Result},
    live::LiveEvent,
};

impl Devices<'_> {
    /// Lets a held command go out. Agreeing again to what has gone out changes nothing.
    ///
    /// # Errors
    /// Without `device_wipe`; `not_found`; `own_account` for whoever ordered it;
    /// `reauthentication_required`; `wrong_state` for what is not held; `action_not_supported` where the
    /// device cannot do it any more.
    pub async fn approve_command(&self, ctx: &RequestCtx, id: CommandId) -> Result<CommandRow> {
        ctx.require(Permission::DeviceWipe, &Resource::All)?;
        ctx.require_recent(self.domain.clock().now())?;
        let now = self.domain.clock().now();
        let mut tx = self.domain.begin().await?;
        let command = store::find_command(tx.conn(), id).await?.ok_or(ErrorCode::NotFound)?;
        let device_id = DeviceId(command.device_id);
        let device = store::find_locked(&tx, device_id).await?.ok_or(ErrorCode::NotFound)?;
        let action = rows::action_of(&command)?;
        match rows::command_state_of(&command)? {
            CommandState::Held => {}
            CommandState::Cancelled | CommandState::Expired => return Err(ErrorCode::WrongState.into()),
            _ => return self.command_row(ctx, &device, command),
        }
        if ctx.user_id().map(|user| user.0) == command.requested_by_id {
            return Err(ErrorCode::OwnAccount.into());
        }
        if can::refusal(action, &device, &can::line_of(tx.conn(), &device).await?)?.is_some() {
            return Err(ErrorCode::ActionNotSupported.into());
        }
        let won = command::Entity::update_many()
            .col_expr(command::Column::State, Expr::value(CommandState::Queued.as_str()))
            .filter(command::Column::Id.eq(id.0))
            .filter(command::Column::State.eq(CommandState::Held.as_str()))
            .exec(tx.conn())
            .await?;
        if won.rows_affected != 1 {
            return Err(ErrorCode::WrongState.into());
        }
        begin(&tx, &device, action, now).await?;
        let owner = store::owner_of(tx.conn(), &device).await?;
        let event = Event::done(AuditAction::DeviceWipeApproved, target(&device, &owner));
        tx.record(ctx, now, event).await?;
        tx.announce(LiveEvent::device(device_id, UserId(device.user_id)));
        tx.call(device_id, now).await?;
        let command = store::find_command(tx.conn(), id).await?;
        tx.commit().await?;
        self.command_row(ctx, &device, command.ok_or_else(|| Error::internal("a command that went"))?)
    }
}
