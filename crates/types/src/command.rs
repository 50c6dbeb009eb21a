//! Commands: actions on devices, with a life of their own.

use serde::{Deserialize, Serialize};

use crate::{
    action::{Action, LockParams, Order, RenameParams},
    device::ResultState,
    error::{FieldCode, FieldError},
    ids::{CommandId, DeviceId},
    platform::words,
    time::Timestamp,
    validate::{Validate, check_line},
};

words! {
    /// The life of a command.
    CommandState {
        /// Waiting for another administrator to agree.
        Held = "held",
        /// Waiting for the device to fetch it.
        Queued = "queued",
        /// The device has fetched it.
        Sent = "sent",
        /// The device is busy and will be asked again.
        NotNow = "not_now",
        /// Done.
        Done = "done",
        /// Refused or failed on the device.
        Failed = "failed",
        /// Taken back before the device fetched it.
        Cancelled = "cancelled",
        /// Ran out before it was done.
        Expired = "expired",
    }
}

impl CommandState {
    /// Whether nothing can change any more.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Done | Self::Failed | Self::Cancelled | Self::Expired)
    }
}

/// Tells a device to do something.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateCommand {
    /// What to do; an unknown word is refused.
    pub action: String,
    /// How, by action: for `lock` see [`LockParams`], for `rename` see [`RenameParams`](crate::RenameParams).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<LockParams>))]
    pub params: Option<serde_json::Value>,
    /// For `wipe`: the name of the device, as a proof that this one is meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirm: Option<String>,
}

impl CreateCommand {
    /// A lock.
    pub fn lock(params: &LockParams) -> Self {
        Self { params: serde_json::to_value(params).ok(), ..Self::of(Action::Lock) }
    }

    /// Another name.
    pub fn rename(params: &RenameParams) -> Self {
        Self { params: serde_json::to_value(params).ok(), ..Self::of(Action::Rename) }
    }

    /// A wipe of the device with this name.
    pub fn wipe(name: &str) -> Self {
        Self { confirm: Some(name.to_owned()), ..Self::of(Action::Wipe) }
    }

    /// An action that needs nothing more.
    pub fn of(action: Action) -> Self {
        Self { action: action.as_str().to_owned(), ..Self::default() }
    }

    /// The action and its checked parameters as they go to the device.
    ///
    /// # Errors
    /// `unknown_value` for the action, or what is wrong with the parameters.
    pub fn parse(&self) -> Result<Order, Vec<FieldError>> {
        let action = Action::from_word(&self.action)
            .ok_or_else(|| vec![FieldError::new("action", FieldCode::UnknownValue)])?;
        let confirms = self.confirm.as_deref().is_some_and(|typed| !typed.trim().is_empty());
        if !confirms && action == Action::Wipe {
            return Err(vec![FieldError::new("confirm", FieldCode::Required)]);
        }
        Order::read(action, self.params.as_ref())
    }
}

impl Validate for CreateCommand {
    fn check(&self, errors: &mut Vec<FieldError>) {
        if let Err(mut found) = self.parse() {
            errors.append(&mut found);
        }
    }
}

/// A command as pages and REST show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CommandRow {
    /// The command.
    pub id: CommandId,
    /// The device.
    pub device_id: DeviceId,
    /// What to do.
    pub action: Action,
    /// How.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub params: serde_json::Value,
    /// Where it stands.
    pub state: CommandState,
    /// The name of who asked for it.
    pub requested_by: String,
    /// Six digits that open a locked or wiped Mac again; told to those alone who may give this command.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pin: Option<String>,
    /// The device has told a new PIN that nobody has read yet; it is told once.
    #[serde(default)]
    pub has_secret: bool,
    /// The device's own words, when it gave any.
    pub detail: Option<String>,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// When the device fetched it first.
    pub sent_at: Option<Timestamp>,
    /// When it got its final state.
    pub finished_at: Option<Timestamp>,
}

/// What became of a command: the body of `POST /api/device/v1/commands/{id}/result`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CommandResult {
    /// What became of it.
    pub state: ResultState,
    /// The device's own words, up to 500 characters.
    #[serde(default)]
    pub detail: Option<String>,
    /// For `reset_pin_password`: the new PIN, 4 to 64 characters. Kept sealed until somebody has read it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
}

/// Without the secret.
impl std::fmt::Debug for CommandResult {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CommandResult")
            .field("state", &self.state)
            .field("detail", &self.detail)
            .finish_non_exhaustive()
    }
}

impl CommandResult {
    /// What became of it, with the device's own words.
    #[must_use]
    pub fn new(state: ResultState, detail: Option<String>) -> Self {
        Self { state, detail, secret: None }
    }
}

impl Validate for CommandResult {
    fn check(&self, errors: &mut Vec<FieldError>) {
        check_line("detail", self.detail.as_deref().unwrap_or_default(), 0, 500, errors);
        if let Some(secret) = &self.secret {
            check_line("secret", secret, 4, 64, errors);
        }
    }
}

/// The new PIN of a device, told once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewPin {
    /// The PIN.
    pub pin: String,
}

/// Without the PIN.
impl std::fmt::Debug for NewPin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NewPin(…)")
    }
}
