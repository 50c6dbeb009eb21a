//! Settings: typed values with defaults and limits.

use serde::{Deserialize, Serialize};

use crate::{
    contact::EmailAddress,
    error::{FieldCode, FieldError},
    platform::words,
    registration::PinAlphabet,
    user::{PortalRight, check_rights},
    validate::{Validate, check_line, check_optional},
};

/// How devices register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegistrationSettings {
    /// 6 to 12 characters.
    pub pin_length: u8,
    /// Which characters.
    pub pin_alphabet: PinAlphabet,
    /// 1 to 4,320 hours.
    pub pin_lifetime_hours: u32,
    /// 1 to 50 devices for a person, or nothing for no limit.
    pub standard_device_limit: Option<u32>,
}

impl RegistrationSettings {
    /// Allowed lengths of a PIN.
    pub const PIN_LENGTHS: std::ops::RangeInclusive<u8> = 6..=12;
    /// Allowed lifetimes of a PIN, in hours.
    pub const PIN_LIFETIMES: std::ops::RangeInclusive<u32> = 1..=4_320;
    /// Allowed standard limits.
    pub const LIMITS: std::ops::RangeInclusive<u32> = 1..=50;
}

impl Default for RegistrationSettings {
    fn default() -> Self {
        Self {
            pin_length: 8,
            pin_alphabet: PinAlphabet::Digits,
            pin_lifetime_hours: 24,
            standard_device_limit: Some(5),
        }
    }
}

impl Validate for RegistrationSettings {
    fn check(&self, errors: &mut Vec<FieldError>) {
        if !Self::PIN_LENGTHS.contains(&self.pin_length) {
            errors.push(FieldError::new("pin_length", FieldCode::OutOfRange));
        }
        if !Self::PIN_LIFETIMES.contains(&self.pin_lifetime_hours) {
            errors.push(FieldError::new("pin_lifetime_hours", FieldCode::OutOfRange));
        }
        if self.standard_device_limit.is_some_and(|limit| !Self::LIMITS.contains(&limit)) {
            errors.push(FieldError::new("standard_device_limit", FieldCode::OutOfRange));
        }
    }
}

/// The organisation and how its people get help.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrganisationSettings {
    /// 1 to 80 characters.
    pub name: String,
    /// A line such as "IT desk, extension 4400", up to 120 characters.
    #[serde(default)]
    pub support_contact: Option<String>,
    /// The address that the help line links to.
    #[serde(default)]
    pub support_email: Option<String>,
}

impl Validate for OrganisationSettings {
    fn check(&self, errors: &mut Vec<FieldError>) {
        check_line("name", &self.name, 1, 80, errors);
        check_line("support_contact", self.support_contact.as_deref().unwrap_or_default(), 0, 120, errors);
        check_optional("support_email", self.support_email.as_deref(), EmailAddress::parse, errors);
    }
}

/// People as they come into being.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeopleSettings {
    /// Portal rights of new local people where nothing else is said.
    pub new_user_rights: Vec<PortalRight>,
}

impl Default for PeopleSettings {
    fn default() -> Self {
        Self { new_user_rights: PortalRight::DEFAULT.to_vec() }
    }
}

impl Validate for PeopleSettings {
    fn check(&self, errors: &mut Vec<FieldError>) {
        let mut rights = Vec::new();
        check_rights(Some(&self.new_user_rights), &mut rights);
        errors.extend(
            rights.into_iter().map(|fault| FieldError { path: format!("new_user_{}", fault.path), ..fault }),
        );
    }
}

words! {
    /// Whether messages can leave.
    MailStatus {
        /// No mail server is set up; messages are kept in the outbox.
        NotConfigured = "not_configured",
        /// The last try worked, or none was needed yet.
        Working = "working",
        /// The last try failed.
        Failing = "failing",
    }
}

/// What a new Gatehouse still needs, for the dashboard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetUpChecklist {
    /// Whether messages can leave.
    pub mail: MailStatus,
    /// Whether there is anybody beside the first administrator.
    pub has_user: bool,
    /// Whether a device has ever joined.
    pub has_device: bool,
}

impl SetUpChecklist {
    /// Whether nothing is left to do.
    pub fn is_complete(&self) -> bool {
        self.mail != MailStatus::NotConfigured && self.has_user && self.has_device
    }
}
