//! Telling a device to do something.

use entity::{command, device, user};
use sea_orm::EntityTrait;
use types::{
    Action, ApiError, CommandId, CommandRow, CommandState, CreateCommand, DeviceId, DeviceState, ErrorCode,
    FieldCode, Order, Permission, PinAlphabet, Platform, Timestamp, UserId,
};
use uuid::Uuid;

use super::{
    COMMAND_LIFETIME, Devices, budget, can, leave, rows, store,
    words::{Step, word},
};
use crate::{
    access::policy::Resource,
    audit::{Event, Target},
    ctx::{Actor, RequestCtx},
    error::{Error, Result},
    live::LiveEvent,
    registration::pin,
};

/// Digits of the PIN that opens a Mac again (Apple: `DeviceLock`, `PIN`).
const MAC_PIN: u8 = 6;

impl Devices<'_> {
    /// Queues a command for a device and calls the device, should it be waiting. A wipe beyond the budget
    /// of the administrator is held until another one agrees.
    ///
    /// # Errors
    /// `unauthenticated`, `not_found`, `forbidden`; `invalid_input` for an unknown action, wrong
    /// parameters or the name of another device; `action_not_supported` where this device cannot do it;
    /// `reauthentication_required` for a wipe when the person at the page proved long ago who they are.
    pub async fn command(&self, ctx: &RequestCtx, id: DeviceId, input: &CreateCommand) -> Result<CommandRow> {
        ctx.require_somebody()?;
        self.domain
            .retry_on_conflict(|| async {
                let now = self.domain.clock().now();
                let mut tx = self.domain.begin().await?;
                let device = store::find_locked(&tx, id).await?.ok_or(ErrorCode::NotFound)?;
                require(ctx, Action::from_word(&input.action), &device)?;
                if let Some(earlier) = tx.find_earlier(ctx).await? {
                    let found = store::find_command(tx.conn(), CommandId(earlier)).await?;
                    return self.command_row(ctx, &device, found.ok_or(ErrorCode::NotFound)?);
                }
                let order = input.parse().map_err(|fields| ApiError {
                    code: ErrorCode::InvalidInput,
                    fields,
                    retry_after: None,
                })?;
                let action = order.action();
                let line = can::line_of(tx.conn(), &device).await?;
                if can::refusal(action, &device, &line)?.is_some() {
                    return Err(ErrorCode::ActionNotSupported.into());
                }
                let owner = store::owner_of(tx.conn(), &device).await?;
                let target = target(&device, &owner);
                let mut state = CommandState::Queued;
                if action == Action::Wipe {
                    ctx.require_recent(now)?;
                    confirmed(input, &target)?;
                    if budget::is_used_up(&tx, ctx, now).await? {
                        state = CommandState::Held;
                    }
                }
                let row = self.new_row(ctx, &device, &order, state, now)?;
                command::Entity::insert(command::ActiveModel::from(row.clone()))
                    .exec_without_returning(tx.conn())
                    .await?;
                tx.remember(ctx, row.id, now).await?;
                let mut event = Event::done(word(action, Step::Requested), target);
                event = event.change(None, Some(order.params()));
                tx.record(ctx, now, event).await?;
                if state == CommandState::Queued {
                    begin(&tx, &device, action, now).await?;
                    tx.call(id, now).await?;
                }
                tx.announce(LiveEvent::device(id, UserId(device.user_id)));
                tx.commit().await?;
                self.command_row(ctx, &device, row)
            })
            .await
    }

    fn new_row(
        &self,
        ctx: &RequestCtx,
        device: &device::Model,
        order: &Order,
        state: CommandState,
        now: Timestamp,
    ) -> Result<command::Model> {
        let id = Uuid::now_v7();
        let (requested_by_id, requested_by) = requester(ctx);
        // A locked or wiped Mac opens with a PIN alone, which nobody may choose badly.
        let needs_pin = matches!(order.action(), Action::Lock | Action::Wipe)
            && rows::platform_of(device)? == Platform::Macos;
        let secret = match needs_pin {
            true => Some(
                self.domain
                    .keys()
                    .seal(&binding(id), pin::generate(MAC_PIN, PinAlphabet::Digits)?.as_bytes())?,
            ),
            false => None,
        };
        Ok(command::Model {
            id,
            device_id: device.id,
            action: order.action().as_str().to_owned(),
            params: order.params().to_string(),
            state: state.as_str().to_owned(),
            requested_by_id,
            requested_by,
            detail: None,
            created_at: now.as_millis(),
            expires_at: (now + COMMAND_LIFETIME).as_millis(),
            sent_at: None,
            finished_at: None,
            secret,
            step: None,
        })
    }

    /// A command as those see it who may see its device; the PIN is for those alone who may give it.
    pub(super) fn command_row(
        &self,
        ctx: &RequestCtx,
        device: &device::Model,
        command: command::Model,
    ) -> Result<CommandRow> {
        let action = rows::action_of(&command)?;
        // The new PIN of a device is told once, when somebody asks for it.
        let is_told = action != Action::ResetPinPassword;
        let pin = match is_told && require(ctx, Some(action), device).is_ok() {
            true => self.pin_of(&command)?,
            false => None,
        };
        Ok(CommandRow { pin, ..rows::command_row(command)? })
    }

    /// The PIN that opens a Mac again.
    pub(super) fn pin_of(&self, command: &command::Model) -> Result<Option<String>> {
        let Some(sealed) = &command.secret else { return Ok(None) };
        let pin = self.domain.keys().open(&binding(command.id), sealed)?;
        String::from_utf8(pin).map(Some).map_err(Error::internal)
    }
}

/// What the PIN of a command is sealed to.
pub(super) fn binding(id: Uuid) -> String {
    format!("commands/{}/secret", id.hyphenated())
}

/// The name of the device was typed, in any case. Phones write the apostrophe of "Amira’s iPhone" as no keyboard
/// does.
fn confirmed(input: &CreateCommand, target: &Target) -> Result<()> {
    let plain = |name: &str| name.trim().to_lowercase().replace('’', "'");
    let typed = input.confirm.as_deref().map(plain);
    match typed.is_some() && typed == target.name.as_deref().map(plain) {
        true => Ok(()),
        false => Err(Error::invalid("confirm", FieldCode::Differs)),
    }
}

/// A device that is told to leave stands there as such.
pub(super) async fn begin(
    tx: &crate::db::Tx,
    device: &device::Model,
    action: Action,
    now: Timestamp,
) -> Result<()> {
    let id = DeviceId(device.id);
    match action {
        Action::Wipe => leave::set_state(tx, id, DeviceState::WipePending, now).await,
        Action::Retire => leave::set_state(tx, id, DeviceState::RetirePending, now).await,
        Action::Lock
        | Action::Unlock
        | Action::Locate
        | Action::Restart
        | Action::Rename
        | Action::ResetPinPassword => Ok(()),
    }
}

/// Goes on only for those who may do this to this device; for an action that nobody knows, for those who
/// may do anything to it.
pub(super) fn require(ctx: &RequestCtx, action: Option<Action>, device: &device::Model) -> Result<()> {
    let owner = UserId(device.user_id);
    let Some(action) = action else {
        let any = Action::ALL.iter().any(|action| require(ctx, Some(*action), device).is_ok());
        return if any { Ok(()) } else { require(ctx, Some(Action::Lock), device) };
    };
    match action.own_permission() {
        Some(own) => ctx.require_for(owner, action.permission(), own, Permission::DeviceRead),
        None => {
            let see = (Permission::DeviceRead, Permission::OwnDeviceRead);
            ctx.require_for(owner, see.0, see.1, see.0)?;
            ctx.require(action.permission(), &Resource::All)
        }
    }
}

/// The device in the audit log.
pub(super) fn target(device: &device::Model, owner: &user::Model) -> Target {
    Target::new("device", DeviceId(device.id), rows::shown_name(device, &owner.display_name))
}

/// [`target`], for rooms that hold the record alone.
pub(crate) async fn as_target(tx: &crate::db::Tx, device: &device::Model) -> Result<Target> {
    Ok(target(device, &store::owner_of(tx.conn(), device).await?))
}

fn requester(ctx: &RequestCtx) -> (Option<Uuid>, String) {
    match &ctx.actor {
        Actor::User(user) => (Some(user.user_id.0), user.display_name.clone()),
        Actor::ApiToken(token) => (Some(token.user_id.0), token.name.clone()),
        Actor::Job(job) => (Some(job.user_id.0), job.name.clone()),
        Actor::Device(device) => (Some(device.user_id.0), device.name.clone()),
        Actor::System(_) | Actor::Anonymous => (None, "Gatehouse".to_owned()),
    }
}
