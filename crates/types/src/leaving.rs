//! People leave: what would go with them, the choices to make, and all that is kept about them.

use serde::{Deserialize, Serialize};

use crate::{
    access::SessionRow,
    audit::AuditRow,
    device::{DeviceRow, DeviceState},
    error::{ErrorCode, FieldCode, FieldError},
    group::GroupRow,
    ids::{DeviceId, RegistrationId, UserId},
    message::MessageRow,
    own_account::OwnToken,
    platform::words,
    registration::RegistrationStatus,
    terms::TermsAcceptance,
    time::Timestamp,
    user::{UserDetail, UserRow},
    user_certificate::UserCertificateFacts,
    validate::Validate,
};

/// How many devices of a person are in one state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DevicesInState {
    /// The state.
    pub state: DeviceState,
    /// How many.
    pub count: u32,
}

/// What the deletion of a person would take away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeletionPreview {
    /// The person.
    pub user: UserRow,
    /// Their devices by state. Records of those that have left stay, without the person's name.
    pub devices: Vec<DevicesInState>,
    /// Devices under management, for which a choice must be made.
    pub managed_devices: u32,
    /// Registrations that wait for their device; their PINs and links end.
    pub registrations: u32,
    /// Sign-ins that end.
    pub sessions: u32,
    /// API tokens that end.
    pub tokens: u32,
    /// Groups that they leave.
    pub groups: u32,
    /// Messages to them that are removed from the outbox.
    pub messages: u32,
    /// Certificates of theirs whose private keys are deleted.
    pub certificates: u32,
    /// Whether their directory would bring them back when it is read next.
    pub comes_back: bool,
    /// Why it would be refused, if it would.
    pub refused: Option<ErrorCode>,
}

words! {
    /// What becomes of the devices that a person leaves behind.
    DeviceFate {
        /// They are retired: told so when they come next, and managed no more.
        Retire = "retire",
        /// Somebody else takes them over, as they are.
        HandOver = "hand_over",
    }
}

/// Deletes a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DeleteUser {
    /// Their user name, so that nobody is deleted by mistake.
    pub username: String,
    /// What becomes of devices under management; needed where there are any.
    #[serde(default)]
    pub devices: Option<DeviceFate>,
    /// Who takes the devices over, with `hand_over`.
    #[serde(default)]
    pub hand_over_to: Option<UserId>,
}

impl Validate for DeleteUser {
    fn check(&self, errors: &mut Vec<FieldError>) {
        if self.username.trim().is_empty() {
            errors.push(FieldError::new("username", FieldCode::Required));
        }
        let hands_over = self.devices == Some(DeviceFate::HandOver);
        if hands_over && self.hand_over_to.is_none() {
            errors.push(FieldError::new("hand_over_to", FieldCode::Required));
        }
    }
}

/// One registration of a person, without PIN and link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExportedRegistration {
    /// The registration.
    pub id: RegistrationId,
    /// Its device record.
    pub device_id: DeviceId,
    /// Where it stands.
    pub status: RegistrationStatus,
    /// When it was made.
    pub created_at: Timestamp,
    /// Until when PIN and link work or worked.
    pub expires_at: Timestamp,
    /// When the link was first opened or the PIN typed.
    pub opened_at: Option<Timestamp>,
    /// When a device redeemed it.
    pub used_at: Option<Timestamp>,
}

/// A certificate that somebody has brought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExportedCertificate {
    /// What the file was called.
    pub file_name: String,
    /// What it says, as far as it is known.
    pub facts: Option<UserCertificateFacts>,
    /// What it was for, each with its beginning and its end.
    pub uses: Vec<ExportedUse>,
    /// Whether its private key is kept.
    pub has_key: bool,
}

/// For which setting a certificate was used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExportedUse {
    /// What the setting was called.
    pub name: String,
    /// Since when.
    pub created_at: Timestamp,
    /// Until when, if it has ended.
    pub ended_at: Option<Timestamp>,
}

/// All that is kept about a person, without secrets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonExport {
    /// When it was put together.
    pub exported_at: Timestamp,
    /// Who they are.
    pub profile: UserDetail,
    /// The groups that they are in.
    pub groups: Vec<GroupRow>,
    /// Their devices, those that have left among them.
    pub devices: Vec<DeviceRow>,
    /// Their registrations.
    pub registrations: Vec<ExportedRegistration>,
    /// The terms of use that they have accepted.
    pub accepted_terms: Vec<TermsAcceptance>,
    /// Certificates that they have brought, without their private keys.
    #[serde(default)]
    pub certificates: Vec<ExportedCertificate>,
    /// Tokens that act in their name, without the tokens' text.
    #[serde(default)]
    pub tokens: Vec<OwnToken>,
    /// Where they are signed in.
    pub sessions: Vec<SessionRow>,
    /// Messages to them, without PINs and links.
    pub messages: Vec<MessageRow>,
    /// What they did, and what was done to them and theirs, newest first.
    pub audit: Vec<AuditRow>,
}
