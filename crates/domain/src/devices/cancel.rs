//! Taking a command back before its device has fetched it.

use types::{CommandId, CommandRow, CommandState, DeviceId, ErrorCode, UserId};

use super::{
    Devices,
    command::{require, target},
    leave, rows, store,
    words::{Step, word},
};
use crate::{audit::Event, ctx::RequestCtx, error::Result, live::LiveEvent};

impl Devices<'_> {
    /// Cancels a command that is held or queued. Against a device that fetches it at the same moment exactly
    /// one wins. Cancelling again what is cancelled changes nothing.
    ///
    /// # Errors
    /// `unauthenticated`, `not_found`, `forbidden`, or `command_already_sent`.
    pub async fn cancel_command(&self, ctx: &RequestCtx, id: CommandId) -> Result<CommandRow> {
        ctx.require_somebody()?;
        let now = self.domain.clock().now();
        let mut tx = self.domain.begin().await?;
        let command = store::find_command(tx.conn(), id).await?.ok_or(ErrorCode::NotFound)?;
        let device_id = DeviceId(command.device_id);
        let device = store::find_locked(&tx, device_id).await?.ok_or(ErrorCode::NotFound)?;
        let action = rows::action_of(&command)?;
        require(ctx, Some(action), &device)?;
        let to = CommandState::Cancelled;
        let was_queued = store::end(&tx, id, &[CommandState::Queued], to, now).await?;
        let won = was_queued || store::end(&tx, id, &[CommandState::Held], to, now).await?;
        let command = store::find_command(tx.conn(), id).await?.ok_or(ErrorCode::NotFound)?;
        if won {
            let owner = store::owner_of(tx.conn(), &device).await?;
            // What was held has not begun.
            if was_queued && action.ends_management() {
                leave::stay(&tx, &device, now).await?;
            }
            let event = Event::done(word(action, Step::Cancelled), target(&device, &owner));
            tx.record(ctx, now, event).await?;
            tx.announce(LiveEvent::device(device_id, UserId(device.user_id)));
            tx.commit().await?;
        } else if rows::command_state_of(&command)? != CommandState::Cancelled {
            return Err(ErrorCode::CommandAlreadySent.into());
        }
        self.command_row(ctx, &device, command)
    }
}
