//! Settings: typed values with defaults and limits.

mod app;
mod channel;
mod hours;
mod look;
mod registration;

pub use app::AppSettings;
pub use channel::{Channel, PlatformFamily, ProofRule};
pub use hours::{Weekday, WorkingHours};
pub use look::{Link, LookSettings, LookTexts};
pub use registration::{GroupLimit, LimitOverride, RegistrationSettings};

use serde::{Deserialize, Serialize};

use crate::{
    contact::EmailAddress,
    error::FieldError,
    language::MessageLanguage,
    message::DeliveryStatus,
    push::PushWarning,
    user::{PortalRight, check_rights},
    validate::{Validate, check_line, check_optional},
};

/// The organisation and how its people get help.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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
    /// The language of messages to people whose own language Gatehouse does not write, and of new
    /// people where nothing else is said.
    #[serde(default)]
    pub language: MessageLanguage,
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
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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

/// What a new Gatehouse still needs, for the dashboard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetUpChecklist {
    /// Whether messages can leave.
    pub mail: DeliveryStatus,
    /// Whether there is anybody beside the first administrator.
    pub has_user: bool,
    /// Whether a device has ever joined.
    pub has_device: bool,
    /// Whether the configuration gives the public URL; else the set-up page did.
    pub public_url_is_configured: bool,
    /// What is wrong with calling Apple's devices.
    pub push_warning: Option<PushWarning>,
}

impl SetUpChecklist {
    /// Whether nothing is left to do.
    pub fn is_complete(&self) -> bool {
        self.mail != DeliveryStatus::NotConfigured && self.has_user && self.has_device
    }
}
