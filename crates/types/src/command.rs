//! Commands: actions on devices, with a life of their own.

use serde::{Deserialize, Serialize};

use crate::{
    contact::PhoneNumber,
    device::ResultState,
    error::{FieldCode, FieldError},
    ids::{CommandId, DeviceId},
    platform::words,
    time::Timestamp,
    validate::{Validate, check_line, check_optional},
};

words! {
    /// What a device can be told to do.
    Action {
        /// Lock the screen.
        Lock = "lock",
    }
}

words! {
    /// The life of a command.
    CommandState {
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateCommand {
    /// What to do; an unknown word is refused.
    pub action: String,
    /// How, by action: for `lock` see [`LockParams`].
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<LockParams>))]
    pub params: Option<serde_json::Value>,
}

impl CreateCommand {
    /// A lock.
    pub fn lock(params: &LockParams) -> Self {
        Self { action: Action::Lock.as_str().to_owned(), params: serde_json::to_value(params).ok() }
    }

    /// The action and its checked parameters as they go to the device.
    ///
    /// # Errors
    /// `unknown_value` for the action, or what is wrong with the parameters.
    pub fn parse(&self) -> Result<(Action, serde_json::Value), Vec<FieldError>> {
        let action = Action::from_word(&self.action)
            .ok_or_else(|| vec![FieldError::new("action", FieldCode::UnknownValue)])?;
        match action {
            Action::Lock => {
                let given = self.params.clone().filter(|value| !value.is_null());
                let params: LockParams =
                    serde_json::from_value(given.unwrap_or_else(|| serde_json::json!({})))
                        .map_err(|_| vec![FieldError::new("params", FieldCode::Malformed)])?;
                let mut errors = Vec::new();
                params.check(&mut errors);
                if !errors.is_empty() {
                    return Err(errors);
                }
                Ok((action, serde_json::to_value(params.normalised()).unwrap_or_default()))
            }
        }
    }
}

impl Validate for CreateCommand {
    fn check(&self, errors: &mut Vec<FieldError>) {
        if let Err(mut found) = self.parse() {
            errors.append(&mut found);
        }
    }
}

/// What a locked screen shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LockParams {
    /// Up to 200 characters for whoever finds the device.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// E.164, the number to call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone_number: Option<String>,
}

impl LockParams {
    /// Empty texts left out, the number in E.164 form.
    pub fn normalised(&self) -> Self {
        let message =
            self.message.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
        let phone_number =
            self.phone_number.as_deref().and_then(|text| PhoneNumber::parse(text).ok()).map(String::from);
        Self { message, phone_number }
    }
}

impl Validate for LockParams {
    fn check(&self, errors: &mut Vec<FieldError>) {
        check_line("params.message", self.message.as_deref().unwrap_or_default(), 0, 200, errors);
        check_optional("params.phone_number", self.phone_number.as_deref(), PhoneNumber::parse, errors);
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CommandResult {
    /// What became of it.
    pub state: ResultState,
    /// The device's own words, up to 500 characters.
    #[serde(default)]
    pub detail: Option<String>,
}

impl Validate for CommandResult {
    fn check(&self, errors: &mut Vec<FieldError>) {
        check_line("detail", self.detail.as_deref().unwrap_or_default(), 0, 500, errors);
    }
}
