//! Commands one by one, for devices that fetch them so.

use entity::{command, device};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Expr, Func, SelectStatement},
};
use types::{CommandState, DeliveredCommand, DeviceFacts, UserId};

use super::{
    Devices,
    check_in::{delivered, was_silent},
    locate::LocateStep,
};
use crate::{ctx::RequestCtx, error::Result, live::LiveEvent};

/// A command for a device that fetches them one by one.
pub(crate) struct Next {
    /// The command.
    pub(crate) command: DeliveredCommand,
    /// The PIN that opens a Mac again.
    pub(crate) pin: Option<String>,
    /// Which part comes next of a command that locates.
    pub(crate) step: LocateStep,
}

/// Commands of the device of the statement around that have no final result.
pub(crate) fn open_of_device() -> SelectStatement {
    let open = [CommandState::Queued, CommandState::Sent, CommandState::NotNow].map(CommandState::as_str);
    command::Entity::find()
        .select_only()
        .column(command::Column::Id)
        .filter(
            Expr::col((command::Entity, command::Column::DeviceId))
                .eq(Expr::col((device::Entity, device::Column::Id))),
        )
        .filter(command::Column::State.is_in(open))
        .into_query()
}

impl Devices<'_> {
    /// Notes that a device is there, and what it says of itself; from the first time on it is active.
    ///
    /// # Errors
    /// `signature_invalid` for anybody but a device; `device_gone`.
    pub(crate) async fn seen(&self, ctx: &RequestCtx, given: Option<&DeviceFacts>) -> Result<()> {
        let id = ctx.device()?.device_id;
        let now = self.domain.clock().now();
        let mut tx = self.domain.begin().await?;
        let (device, visible) = self.see(&tx, ctx, id, given, now).await?;
        if visible || was_silent(device.last_seen_at, now) {
            tx.announce(LiveEvent::device(id, UserId(device.user_id)));
        }
        tx.commit().await
    }

    /// The oldest command without a final result, which is sent from now on. Without `put_off` only one
    /// that the device has not answered with "not now".
    ///
    /// # Errors
    /// `signature_invalid` for anybody but a device.
    pub(crate) async fn next_command(&self, ctx: &RequestCtx, put_off: bool) -> Result<Option<Next>> {
        let actor = ctx.device()?;
        let now = self.domain.clock().now();
        let mut states = vec![CommandState::Queued.as_str(), CommandState::Sent.as_str()];
        if put_off {
            states.push(CommandState::NotNow.as_str());
        }
        let mut tx = self.domain.begin().await?;
        let found = command::Entity::find()
            .filter(command::Column::DeviceId.eq(actor.device_id.0))
            .filter(command::Column::State.is_in(states))
            // One in the middle of its steps goes on: a device is left in no mode that it was put into.
            .filter(
                Condition::any()
                    .add(command::Column::ExpiresAt.gt(now.as_millis()))
                    .add(command::Column::Step.is_not_null()),
            )
            .order_by_asc(command::Column::Id)
            .one(tx.conn())
            .await?;
        let Some(found) = found else { return Ok(None) };
        if found.state == CommandState::Queued.as_str() {
            let first_time =
                Func::coalesce([Expr::col(command::Column::SentAt), Expr::value(now.as_millis())]);
            let sent = command::Entity::update_many()
                .col_expr(command::Column::State, Expr::value(CommandState::Sent.as_str()))
                .col_expr(command::Column::SentAt, first_time.into())
                .filter(command::Column::Id.eq(found.id))
                .filter(command::Column::State.eq(CommandState::Queued.as_str()))
                .exec(tx.conn())
                .await?;
            // Taken back in the same moment: the next one comes with the next question.
            if sent.rows_affected != 1 {
                return Ok(None);
            }
            tx.announce(LiveEvent::device(actor.device_id, actor.user_id));
        }
        tx.commit().await?;
        let (pin, step) = (self.pin_of(&found)?, LocateStep::of(&found));
        delivered(found).map(|command| Some(Next { command, pin, step }))
    }
}
