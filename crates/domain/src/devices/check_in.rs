//! A device checks in: it is seen, tells what changed, and fetches its commands, waiting for them if it
//! likes (long poll).

use std::{pin::pin, time::Duration};

use entity::{command, device};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, Func},
};
use serde_json::json;
use types::{
    AuditAction, CheckIn, CheckInAnswer, CommandState, DeliveredCommand, DeviceFacts, DeviceId, DeviceState,
    ErrorCode, Timestamp, UserId, Validate,
};

use super::{Devices, command::target, facts, ownership, profile, rows, store};
use crate::{
    audit::Event,
    ctx::RequestCtx,
    db::Tx,
    error::{Error, Result},
    live::LiveEvent,
    registration::CHECK_IN_INTERVAL_S,
};

/// Commands delivered at once; the rest comes with the next check-in.
const MOST_COMMANDS: u64 = 50;
/// How long a device that could not do a command yet waits before it is asked again, in seconds.
const ASK_AGAIN_S: u32 = 30;

/// What a look for commands finds.
struct Found {
    commands: Vec<DeliveredCommand>,
    /// Whether one of them goes out for the first time.
    newly: bool,
    /// Whether the device has answered one of them with "not now".
    put_off: bool,
    /// Whether it should have a management profile and has none.
    without_profile: bool,
}

impl Devices<'_> {
    /// Notes that the device is there and gives it its commands without a final result, oldest first.
    /// With none to give, waits up to `wait_ms` for one; no transaction is open meanwhile.
    ///
    /// # Errors
    /// `signature_invalid` for anybody but a device; input that breaks a rule; `device_gone`.
    pub async fn check_in(&self, ctx: &RequestCtx, input: &CheckIn) -> Result<CheckInAnswer> {
        let id = ctx.device()?.device_id;
        input.validate()?;
        // Listening begins before the first look, so that no command falls in between.
        let waiter = self.domain.hub().device_waiter(id);
        let deadline = tokio::time::Instant::now() + Duration::from_millis(input.wait_ms.into());
        let mut called = pin!(waiter.notified());
        called.as_mut().enable();
        let mut found = self.note(ctx, id, input.facts.as_ref()).await?;
        let notice = match found.without_profile {
            true => self.tell_of_missing_profile(ctx, id).await?,
            false => None,
        };
        let mut configurations = self.domain.configurations().files_for(id).await?;
        while found.commands.is_empty() && configurations.is_empty() {
            if tokio::time::timeout_at(deadline, called.as_mut()).await.is_err() {
                break;
            }
            called.set(waiter.notified());
            called.as_mut().enable();
            found = self.note(ctx, id, None).await?;
            configurations = self.domain.configurations().files_for(id).await?;
        }
        let next_check_in_s = next_check_in_s(&found, input.wait_ms > 0);
        let notices = notice.into_iter().collect();
        Ok(CheckInAnswer { commands: found.commands, notices, configurations, next_check_in_s })
    }

    /// The check-in itself, with the first look for commands, in one change.
    async fn note(&self, ctx: &RequestCtx, id: DeviceId, given: Option<&DeviceFacts>) -> Result<Found> {
        let now = self.domain.clock().now();
        let mut tx = self.domain.begin().await?;
        let (device, visible) = self.see(&tx, ctx, id, given, now).await?;
        let mut found = deliver(&tx, id, now).await?;
        found.without_profile = profile::is_missing(&device);
        if visible || found.newly || was_silent(device.last_seen_at, now) {
            tx.announce(LiveEvent::device(id, UserId(device.user_id)));
        }
        tx.commit().await?;
        Ok(found)
    }

    /// Notes that a device is there and what it says of itself, and that it is active from the first time
    /// on. Gives its record as it was, and whether pages show a difference.
    pub(super) async fn see(
        &self,
        tx: &Tx,
        ctx: &RequestCtx,
        id: DeviceId,
        given: Option<&DeviceFacts>,
        now: Timestamp,
    ) -> Result<(device::Model, bool)> {
        let device = store::find_locked(tx, id).await?.ok_or(ErrorCode::SignatureInvalid)?;
        let state = rows::state_of(&device)?;
        if state.is_gone() {
            return Err(ErrorCode::DeviceGone.into());
        }
        let first = state == DeviceState::Enrolling;
        let mut update = device::Entity::update_many()
            .col_expr(device::Column::LastSeenAt, Expr::value(now.as_millis()))
            .filter(device::Column::Id.eq(id.0));
        if first {
            update = update
                .col_expr(device::Column::State, Expr::value(DeviceState::Active.as_str()))
                .col_expr(device::Column::ActiveAt, Expr::value(now.as_millis()))
                .col_expr(device::Column::UpdatedAt, Expr::value(now.as_millis()));
        }
        let mut changed = None;
        let mut visible = first;
        if let Some(given) = given {
            let given = facts::over(&device, given);
            changed = facts::difference(&facts::recorded(&device), &facts::as_json(&given));
            visible |= changed.is_some() || device.battery_percent != given.battery_percent.map(i64::from);
            update = facts::store(update, &given);
            if changed.is_some() && !first {
                update = update.col_expr(device::Column::UpdatedAt, Expr::value(now.as_millis()));
            }
        }
        let owned = ownership::wanted(&device);
        if let Some(ownership) = owned {
            visible = true;
            update = update
                .col_expr(device::Column::Ownership, Expr::value(ownership.as_str()))
                .col_expr(device::Column::OwnershipWanted, Expr::value(None::<String>));
        }
        // What it is decides which labels it carries.
        if first || changed.is_some() || owned.is_some() {
            update = update.col_expr(device::Column::ComparedAt, Expr::value(None::<i64>));
        }
        update.exec(tx.conn()).await?;
        if first || changed.is_some() || owned.is_some() {
            let owner = store::owner_of(tx.conn(), &device).await?;
            if first {
                let event = Event::done(AuditAction::DeviceActivated, target(&device, &owner)).change(
                    Some(json!({ "state": DeviceState::Enrolling })),
                    Some(json!({ "state": DeviceState::Active })),
                );
                tx.record(ctx, now, event).await?;
            }
            if let Some((before, after)) = changed {
                let event = Event::done(AuditAction::DeviceFactsChanged, target(&device, &owner));
                tx.record(ctx, now, event.change(Some(before), Some(after))).await?;
            }
            if let Some(ownership) = owned {
                let event = Event::done(AuditAction::DeviceOwnershipChanged, target(&device, &owner)).change(
                    Some(json!({ "ownership": device.ownership })),
                    Some(json!({ "ownership": ownership })),
                );
                tx.record(ctx, now, event).await?;
            }
        }
        Ok((device, visible))
    }
}

/// When the device comes again, which it obeys to the letter. One that waits here for its work comes
/// back at once, so that the next command finds it waiting; one that put a command off is not asked
/// in a tight loop.
fn next_check_in_s(found: &Found, waits: bool) -> u32 {
    match found {
        Found { put_off: true, .. } => ASK_AGAIN_S,
        Found { commands, .. } if waits && commands.is_empty() => 0,
        _ => CHECK_IN_INTERVAL_S,
    }
}

/// Whether pages show a difference when a device is seen now: to the minute.
pub(crate) fn was_silent(last_seen_at: Option<i64>, now: Timestamp) -> bool {
    last_seen_at.is_none_or(|seen| now.since(Timestamp::from_millis(seen)) >= Duration::from_secs(60))
}

/// Marks queued commands as sent and gives all that have no final result.
async fn deliver(tx: &Tx, id: DeviceId, now: Timestamp) -> Result<Found> {
    let first_time = Func::coalesce([Expr::col(command::Column::SentAt), Expr::value(now.as_millis())]);
    let sent = command::Entity::update_many()
        .col_expr(command::Column::State, Expr::value(CommandState::Sent.as_str()))
        .col_expr(command::Column::SentAt, first_time.into())
        .filter(command::Column::DeviceId.eq(id.0))
        .filter(command::Column::State.eq(CommandState::Queued.as_str()))
        .filter(command::Column::ExpiresAt.gt(now.as_millis()))
        .exec(tx.conn())
        .await?;
    let open = command::Entity::find()
        .filter(command::Column::DeviceId.eq(id.0))
        .filter(command::Column::State.is_in([CommandState::Sent.as_str(), CommandState::NotNow.as_str()]))
        .filter(command::Column::ExpiresAt.gt(now.as_millis()))
        .order_by_asc(command::Column::Id)
        .limit(MOST_COMMANDS)
        .all(tx.conn())
        .await?;
    let put_off = open.iter().any(|command| command.state == CommandState::NotNow.as_str());
    let commands = open.into_iter().map(delivered).collect::<Result<_>>()?;
    Ok(Found { commands, newly: sent.rows_affected > 0, put_off, without_profile: false })
}

pub(super) fn delivered(command: command::Model) -> Result<DeliveredCommand> {
    Ok(DeliveredCommand {
        id: types::CommandId(command.id),
        action: rows::action_of(&command)?,
        params: serde_json::from_str(&command.params).map_err(Error::internal)?,
    })
}
