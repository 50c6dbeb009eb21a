//! Devices: their states, what they say about themselves, and how they check in.

use serde::{Deserialize, Serialize};

use crate::{
    action::{Action, RefusedAction},
    apple::AppleFacts,
    command::CommandState,
    configuration::DeliveredConfiguration,
    error::{FieldCode, FieldError},
    ids::{CommandId, DeviceId, LabelId, RegistrationId, UserId},
    location::DeviceLocation,
    page::PageQuery,
    platform::{Ownership, Platform, words},
    push::PushReach,
    time::Timestamp,
    validate::{Validate, check_line},
};

words! {
    /// The life of a device.
    DeviceState {
        /// Registered by somebody, no device has come yet.
        Pending = "pending",
        /// The person has proved who they are.
        Verified = "verified",
        /// The device has registered and has not checked in yet.
        Enrolling = "enrolling",
        /// Under management.
        Active = "active",
        /// Reported lost.
        Lost = "lost",
        /// A wipe is on its way.
        WipePending = "wipe_pending",
        /// Erased.
        Wiped = "wiped",
        /// A retirement is on its way.
        RetirePending = "retire_pending",
        /// Left; company data is gone, the rest stayed.
        Retired = "retired",
        /// The registration ran out or was withdrawn before a device came.
        Expired = "expired",
    }
}

impl DeviceState {
    /// Whether a device in this state takes a place under the device limit.
    pub fn takes_a_place(self) -> bool {
        !matches!(self, Self::Retired | Self::Wiped | Self::Expired)
    }

    /// Whether the device has left for good and its key no longer counts.
    pub fn is_gone(self) -> bool {
        matches!(self, Self::Retired | Self::Wiped)
    }

    /// Whether nobody has registered yet with its PIN or link.
    pub fn is_waiting(self) -> bool {
        matches!(self, Self::Pending | Self::Verified)
    }

    /// Whether commands can reach it.
    pub fn is_reachable(self) -> bool {
        matches!(self, Self::Enrolling | Self::Active | Self::Lost | Self::WipePending | Self::RetirePending)
    }
}

words! {
    /// Why an active device needs attention.
    Attention {
        /// Its last command failed.
        CommandFailed = "command_failed",
        /// It has not been seen for 30 days.
        Silent = "silent",
    }
}

/// What a device says about itself. A claim, never a proof.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DeviceFacts {
    /// The operating system.
    pub platform: Platform,
    /// For example "ThinkPad T14".
    #[serde(default)]
    pub model: Option<String>,
    /// For example "Debian GNU/Linux 12".
    #[serde(default)]
    pub os_version: Option<String>,
    /// The maker's serial number.
    #[serde(default)]
    pub serial_number: Option<String>,
    /// Host name or the name its user gave it.
    #[serde(default)]
    pub name: Option<String>,
    /// 0 to 100.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub battery_percent: Option<u8>,
}

impl DeviceFacts {
    /// Longest fact, in characters.
    pub const MAX: usize = 128;

    /// Checks the facts with `prefix` in front of every path.
    pub fn check_at(&self, prefix: &str, errors: &mut Vec<FieldError>) {
        for (path, text) in [
            ("model", &self.model),
            ("os_version", &self.os_version),
            ("serial_number", &self.serial_number),
            ("name", &self.name),
        ] {
            check_line(&format!("{prefix}{path}"), text.as_deref().unwrap_or_default(), 0, Self::MAX, errors);
        }
        if self.battery_percent.is_some_and(|percent| percent > 100) {
            errors.push(FieldError::new(format!("{prefix}battery_percent"), FieldCode::OutOfRange));
        }
    }
}

/// A device in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeviceRow {
    /// The device.
    pub id: DeviceId,
    /// The name to show: its own, or "Linux of Amira Haddad" while it has none.
    pub name: String,
    /// Its owner.
    pub user_id: UserId,
    /// The owner's name.
    pub user_display_name: String,
    /// Where it stands.
    pub state: DeviceState,
    /// Why it needs attention, if it does.
    pub attention: Option<Attention>,
    /// The word for a command that the device has not answered yet, if any.
    pub open_command: Option<Action>,
    /// What kind of device.
    pub platform: Platform,
    /// Who owns it.
    pub ownership: Ownership,
    /// As the device says.
    pub model: Option<String>,
    /// As the device says.
    pub os_version: Option<String>,
    /// As the device says.
    pub serial_number: Option<String>,
    /// Whether a record of somebody else names the same serial number; told to administrators alone.
    #[serde(default)]
    pub same_serial: bool,
    /// When it last checked in.
    pub last_seen_at: Option<Timestamp>,
    /// When the record was made.
    pub created_at: Timestamp,
}

/// A device with everything that its page shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeviceDetail {
    /// The row.
    #[serde(flatten)]
    pub row: DeviceRow,
    /// The owner's name to sign in with.
    pub username: String,
    /// The owner's e-mail address.
    pub user_email: Option<String>,
    /// E.164.
    pub phone_number: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// 0 to 100, as the device said last.
    pub battery_percent: Option<u8>,
    /// When a device registered on this record.
    pub registered_at: Option<Timestamp>,
    /// The newest registration of this record.
    pub registration_id: Option<RegistrationId>,
    /// Until when its PIN and link work, while it is pending.
    pub registration_expires_at: Option<Timestamp>,
    /// Whose it is from its next check-in on, while that has not come.
    #[serde(default)]
    pub ownership_wanted: Option<Ownership>,
    /// What a device of Apple's tells beside what every device tells.
    #[serde(default)]
    pub apple: Option<AppleFacts>,
    /// How a device of Apple's is reached; told to administrators alone.
    #[serde(default)]
    pub push: Option<PushReach>,
    /// Where it was found last; told to those alone who may locate it.
    #[serde(default)]
    pub location: Option<DeviceLocation>,
    /// What this device can be told to do.
    pub supported_actions: Vec<Action>,
    /// What it cannot do now, and why.
    #[serde(default)]
    pub refused_actions: Vec<RefusedAction>,
    /// Records of other people that name the same serial number, newest first; told to administrators
    /// alone. A serial number is a claim, never a proof.
    #[serde(default)]
    pub same_serial_as: Vec<SameSerial>,
}

/// A record of somebody else that names the same serial number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SameSerial {
    /// The record.
    pub id: DeviceId,
    /// Its name.
    pub name: String,
    /// Whose it is.
    pub user_display_name: String,
}

/// Which devices to list, newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceQuery {
    /// Part of name, model, serial number, or the owner's name or user name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// Only those in this state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<DeviceState>,
    /// Only those of this platform.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub platform: Option<Platform>,
    /// Only those of this person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    /// Only those that carry this label.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label_id: Option<LabelId>,
    /// Which part of the list.
    #[serde(flatten)]
    pub page: PageQuery,
}

impl Validate for DeviceQuery {
    fn check(&self, errors: &mut Vec<FieldError>) {
        check_line("q", self.q.as_deref().unwrap_or_default(), 0, 200, errors);
        self.page.check(errors);
    }
}

/// A device asks for work: the body of `POST /api/device/v1/check-in`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CheckIn {
    /// How long the server may hold the request until there is work, 0 to 50,000 milliseconds.
    #[serde(default)]
    pub wait_ms: u32,
    /// New facts, when something changed.
    #[serde(default)]
    pub facts: Option<DeviceFacts>,
}

impl CheckIn {
    /// Longest wait, in milliseconds.
    pub const MAX_WAIT_MS: u32 = 50_000;
}

impl Validate for CheckIn {
    fn check(&self, errors: &mut Vec<FieldError>) {
        if self.wait_ms > Self::MAX_WAIT_MS {
            errors.push(FieldError::new("wait_ms", FieldCode::OutOfRange));
        }
        if let Some(facts) = &self.facts {
            facts.check_at("facts.", errors);
        }
    }
}

/// A command on its way to a device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeliveredCommand {
    /// The command.
    pub id: CommandId,
    /// What to do.
    pub action: Action,
    /// How, by action.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub params: serde_json::Value,
}

/// Something that the device should tell its user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeviceNotice {
    /// Names the notice, so that it is shown once.
    pub id: String,
    /// A stable word.
    pub code: String,
    /// The text to show.
    pub text: String,
}

/// The answer to a check-in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CheckInAnswer {
    /// Commands without a final result, oldest first.
    pub commands: Vec<DeliveredCommand>,
    /// Notices for the user.
    pub notices: Vec<DeviceNotice>,
    /// Configurations to set up or to take off.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub configurations: Vec<DeliveredConfiguration>,
    /// When to come again, in seconds.
    pub next_check_in_s: u32,
}

/// What became of a command on the device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ResultState {
    /// It was done.
    Done,
    /// It cannot be done; `detail` says why.
    Failed,
    /// Not at the moment; it will be delivered again.
    NotNow,
}

impl From<ResultState> for CommandState {
    fn from(state: ResultState) -> Self {
        match state {
            ResultState::Done => Self::Done,
            ResultState::Failed => Self::Failed,
            ResultState::NotNow => Self::NotNow,
        }
    }
}
