//! A device says what became of a command.

use entity::command;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use types::{
    Action, CommandId, CommandState, DeviceId, DeviceState, ErrorCode, ResultState, Validate,
    command::CommandResult,
};

use super::{
    Devices,
    command::{binding, target},
    leave, rows, store,
    words::{Step, word},
};
use crate::{audit::Event, ctx::RequestCtx, error::Result, live::LiveEvent};

impl Devices<'_> {
    /// Stores the result of a command. The same result again changes nothing, so that a lost answer
    /// does no harm.
    ///
    /// # Errors
    /// `signature_invalid` for anybody but a device; input that breaks a rule; `not_found` for another
    /// device's command; `wrong_state` for one that was never delivered; `command_finished` when it has
    /// another final result.
    pub async fn report_result(&self, ctx: &RequestCtx, id: CommandId, input: &CommandResult) -> Result<()> {
        let actor = ctx.device()?;
        let device_id: DeviceId = actor.device_id;
        input.validate()?;
        let now = self.domain.clock().now();
        let mut tx = self.domain.begin().await?;
        let state = CommandState::from(input.state);
        let detail =
            input.detail.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
        let mut update = command::Entity::update_many()
            .col_expr(command::Column::State, Expr::value(state.as_str()))
            .col_expr(command::Column::Detail, Expr::value(detail.clone()))
            .filter(command::Column::Id.eq(id.0))
            .filter(command::Column::DeviceId.eq(device_id.0))
            .filter(
                command::Column::State.is_in([CommandState::Sent.as_str(), CommandState::NotNow.as_str()]),
            );
        if state.is_final() {
            update = update.col_expr(command::Column::FinishedAt, Expr::value(now.as_millis()));
        }
        let asked = store::find_command(tx.conn(), id).await?.map(|command| command.action);
        // Of another action, a secret is nobody's business.
        let tells = asked.as_deref() == Some(Action::ResetPinPassword.as_str());
        if let Some(secret) = input.secret.as_deref().filter(|_| tells && input.state == ResultState::Done) {
            let sealed = self.domain.keys().seal(&binding(id.0), secret.as_bytes())?;
            update = update.col_expr(command::Column::Secret, Expr::value(sealed));
        }
        let stored = update.exec(tx.conn()).await?.rows_affected == 1;
        let command = store::find_command(tx.conn(), id).await?;
        let command =
            command.filter(|command| command.device_id == device_id.0).ok_or(ErrorCode::NotFound)?;
        if !stored {
            return match rows::command_state_of(&command)? {
                same if same == state => Ok(()),
                CommandState::Queued => Err(ErrorCode::WrongState.into()),
                _ => Err(ErrorCode::CommandFinished.into()),
            };
        }
        let device = store::find_locked(&tx, device_id).await?.ok_or(ErrorCode::NotFound)?;
        let owner = store::owner_of(tx.conn(), &device).await?;
        let (action, target) = (rows::action_of(&command)?, target(&device, &owner));
        match (input.state, action) {
            (ResultState::Done, Action::Wipe | Action::Retire) => {
                let state = match action {
                    Action::Wipe => DeviceState::Wiped,
                    _ => DeviceState::Retired,
                };
                leave::leave(&mut tx, ctx, now, &device, state, (word(action, Step::Done), target)).await?;
            }
            (ResultState::Done, _) => {
                let mut event = Event::done(word(action, Step::Done), target);
                event.reason = detail;
                tx.record(ctx, now, event).await?;
            }
            (ResultState::Failed, _) => {
                if action.ends_management() {
                    leave::stay(&tx, &device, now).await?;
                }
                let mut event = Event::done(word(action, Step::Failed), target);
                event.reason = detail;
                tx.record(ctx, now, event).await?;
            }
            // No end.
            (ResultState::NotNow, _) => {}
        }
        tx.announce(LiveEvent::device(device_id, actor.user_id));
        tx.commit().await
    }
}
