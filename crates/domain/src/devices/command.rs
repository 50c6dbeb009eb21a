//! Telling a device to do something.

use entity::{command, device, user};
use sea_orm::EntityTrait;
use types::{
    Action, ApiError, AuditAction, CommandId, CommandRow, CommandState, CreateCommand, DeviceId, ErrorCode,
    Permission, UserId,
};
use uuid::Uuid;

use super::{COMMAND_LIFETIME, Devices, rows, store};
use crate::{
    audit::{Event, Target},
    ctx::{Actor, RequestCtx},
    error::Result,
    live::LiveEvent,
};

impl Devices<'_> {
    /// Queues a command for a device and calls the device, should it be waiting.
    ///
    /// # Errors
    /// `unauthenticated`, `not_found`, `forbidden`; `invalid_input` for an unknown action or wrong
    /// parameters; `action_not_supported` where this device cannot do it.
    pub async fn command(&self, ctx: &RequestCtx, id: DeviceId, input: &CreateCommand) -> Result<CommandRow> {
        ctx.require_somebody()?;
        self.domain
            .retry_on_conflict(|| async {
                let now = self.domain.clock().now();
                let mut tx = self.domain.begin().await?;
                let device = store::find_locked(&tx, id).await?.ok_or(ErrorCode::NotFound)?;
                require_lock(ctx, &device)?;
                if let Some(earlier) = tx.find_earlier(ctx).await? {
                    let found = store::find_command(tx.conn(), CommandId(earlier)).await?;
                    return rows::command_row(found.ok_or(ErrorCode::NotFound)?);
                }
                let (action, params) = input.parse().map_err(|fields| ApiError {
                    code: ErrorCode::InvalidInput,
                    fields,
                    retry_after: None,
                })?;
                if !rows::supported_actions(&device)?.contains(&action) {
                    return Err(ErrorCode::ActionNotSupported.into());
                }
                let owner = store::owner_of(tx.conn(), &device).await?;
                let (requested_by_id, requested_by) = requester(ctx);
                let row = command::Model {
                    id: Uuid::now_v7(),
                    device_id: device.id,
                    action: action.as_str().to_owned(),
                    params: params.to_string(),
                    state: CommandState::Queued.as_str().to_owned(),
                    requested_by_id,
                    requested_by,
                    detail: None,
                    created_at: now.as_millis(),
                    expires_at: (now + COMMAND_LIFETIME).as_millis(),
                    sent_at: None,
                    finished_at: None,
                };
                command::Entity::insert(command::ActiveModel::from(row.clone()))
                    .exec_without_returning(tx.conn())
                    .await?;
                tx.remember(ctx, row.id, now).await?;
                let event =
                    Event::done(requested(action), target(&device, &owner)).change(None, Some(params));
                tx.record(ctx, now, event).await?;
                tx.announce(LiveEvent::device(id, UserId(device.user_id)));
                tx.announce(LiveEvent::DeviceCalled(id));
                tx.commit().await?;
                rows::command_row(row)
            })
            .await
    }
}

/// Whoever may lock this device.
pub(super) fn require_lock(ctx: &RequestCtx, device: &device::Model) -> Result<()> {
    let owner = UserId(device.user_id);
    ctx.require_for(owner, Permission::DeviceLock, Permission::OwnLock, Permission::DeviceRead)
}

/// The device in the audit log.
pub(super) fn target(device: &device::Model, owner: &user::Model) -> Target {
    Target::new("device", DeviceId(device.id), rows::shown_name(device, &owner.display_name))
}

fn requested(action: Action) -> AuditAction {
    match action {
        Action::Lock => AuditAction::DeviceLockRequested,
    }
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
