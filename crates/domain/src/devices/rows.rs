//! From records to what pages and REST show.

use entity::{command, device};
use types::{
    Action, Attention, CommandId, CommandRow, CommandState, DeviceId, DeviceRow, DeviceState, Ownership,
    Platform, Timestamp, UserId,
};

use super::SILENT_AFTER;
use crate::error::{Error, Result};

/// The name to show: the device's own, or its platform's with the owner's while it has none.
pub(crate) fn shown_name(device: &device::Model, owner: &str) -> String {
    device.name.clone().unwrap_or_else(|| {
        let platform = Platform::from_word(&device.platform).map_or("Device", Platform::label);
        format!("{platform} of {owner}")
    })
}

/// The state of a record.
pub(super) fn state_of(device: &device::Model) -> Result<DeviceState> {
    DeviceState::from_word(&device.state).ok_or_else(unknown)
}

/// The platform of a record.
pub(crate) fn platform_of(device: &device::Model) -> Result<Platform> {
    Platform::from_word(&device.platform).ok_or_else(unknown)
}

/// What a list says about a device beside its record.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Beside {
    pub(super) open_command: Option<Action>,
    pub(super) last_command_failed: bool,
}

/// A device in a list.
pub(super) fn device_row(
    device: device::Model,
    owner: &str,
    beside: Beside,
    now: Timestamp,
) -> Result<DeviceRow> {
    let state = state_of(&device)?;
    let last_seen_at = device.last_seen_at.map(Timestamp::from_millis);
    let attention = match state {
        DeviceState::Active if beside.last_command_failed => Some(Attention::CommandFailed),
        DeviceState::Active if last_seen_at.is_none_or(|seen| now.since(seen) > SILENT_AFTER) => {
            Some(Attention::Silent)
        }
        _ => None,
    };
    Ok(DeviceRow {
        id: DeviceId(device.id),
        name: shown_name(&device, owner),
        user_id: UserId(device.user_id),
        user_display_name: owner.to_owned(),
        state,
        attention,
        open_command: beside.open_command,
        platform: platform_of(&device)?,
        ownership: Ownership::from_word(&device.ownership).ok_or_else(unknown)?,
        model: device.model,
        os_version: device.os_version,
        serial_number: device.serial_number,
        same_serial: false,
        last_seen_at,
        created_at: Timestamp::from_millis(device.created_at),
    })
}

/// A command as pages and REST show it, without its PIN.
pub(super) fn command_row(command: command::Model) -> Result<CommandRow> {
    let at = |millis: Option<i64>| millis.map(Timestamp::from_millis);
    Ok(CommandRow {
        id: CommandId(command.id),
        device_id: DeviceId(command.device_id),
        action: action_of(&command)?,
        params: serde_json::from_str(&command.params).map_err(Error::internal)?,
        state: command_state_of(&command)?,
        requested_by: command.requested_by,
        pin: None,
        has_secret: command.action == Action::ResetPinPassword.as_str() && command.secret.is_some(),
        detail: command.detail,
        created_at: Timestamp::from_millis(command.created_at),
        sent_at: at(command.sent_at),
        finished_at: at(command.finished_at),
    })
}

/// What a command does.
pub(super) fn action_of(command: &command::Model) -> Result<Action> {
    Action::from_word(&command.action).ok_or_else(unknown)
}

/// Where a command stands.
pub(super) fn command_state_of(command: &command::Model) -> Result<CommandState> {
    CommandState::from_word(&command.state).ok_or_else(unknown)
}

fn unknown() -> Error {
    Error::internal("an unknown word in the database")
}
