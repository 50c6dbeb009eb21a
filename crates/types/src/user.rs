//! People: rows, details, and the inputs that create and change them.

use serde::{Deserialize, Serialize};

use crate::{
    contact::{EmailAddress, Language, PhoneNumber, TimeZone, Username},
    error::{FieldCode, FieldError},
    ids::{DirectoryId, GroupId, UserId},
    page::PageQuery,
    platform::words,
    registration::DeviceLimit,
    role::RoleKey,
    time::Timestamp,
    validate::{Validate, check_line, check_optional, check_parsed},
};

words! {
    /// Whether a person counts.
    UserState {
        /// May do what their rights allow.
        Active = "active",
        /// May do nothing; their sessions, tokens and PINs are dead.
        Disabled = "disabled",
    }
}

words! {
    /// What a person may do in the portal.
    PortalRight {
        /// Sign in to the portal.
        SignIn = "sign_in",
        /// Register devices by themselves.
        Register = "register",
        /// Lock their devices.
        Lock = "lock",
        /// Clear the passcode of their devices.
        Unlock = "unlock",
        /// Locate their devices.
        Locate = "locate",
        /// Wipe their devices.
        Wipe = "wipe",
        /// Retire their devices.
        Retire = "retire",
        /// Change who owns their devices: the company or they.
        ChangeOwnership = "change_ownership",
        /// Reset the PIN password of their devices.
        ResetPinPassword = "reset_pin_password",
        /// Upload their certificates.
        UploadCertificates = "upload_certificates",
    }
}

impl PortalRight {
    /// The set that new local people get where nothing else is said.
    pub const DEFAULT: &[PortalRight] = &[PortalRight::SignIn, PortalRight::Register, PortalRight::Lock];
}

words! {
    /// Where a person or group comes from.
    Source {
        /// Made in Gatehouse.
        Local = "local",
        /// Read from a directory.
        Directory = "directory",
    }
}

/// A person in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UserRow {
    /// The person.
    pub id: UserId,
    /// The name to sign in with.
    pub username: String,
    /// The name to show.
    pub display_name: String,
    /// Where messages go.
    pub email: Option<String>,
    /// E.164.
    pub phone_number: Option<String>,
    /// BCP 47 tag of the language for messages and pages.
    pub language: String,
    /// Whether the person counts.
    pub state: UserState,
    /// Where the record comes from.
    pub source: Source,
    /// Administrator roles given to them by name; groups may add more.
    pub roles: Vec<RoleKey>,
    /// What they may do in the portal by name; groups may add more.
    pub rights: Vec<PortalRight>,
    /// Devices that take a place under the limit.
    pub device_count: u32,
    /// Whether a password is set; nobody signs in without one.
    pub has_password: bool,
    /// When the record was made.
    pub created_at: Timestamp,
    /// The last sign-in at any face.
    pub last_sign_in_at: Option<Timestamp>,
}

/// A person with everything that their page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UserDetail {
    /// The row.
    #[serde(flatten)]
    pub row: UserRow,
    /// The name given to them.
    pub first_name: Option<String>,
    /// The family name.
    pub last_name: Option<String>,
    /// Where their day begins; the organisation's where there is none. See [`TimeZone`].
    pub time_zone: Option<String>,
    /// Which directory they come from, if from one.
    pub directory_id: Option<DirectoryId>,
    /// The name of that directory.
    pub directory_name: Option<String>,
    /// When that directory was first found to hold them no more.
    pub gone_at: Option<Timestamp>,
    /// The limit that counts for them, and how much of it is used.
    pub device_limit: DeviceLimit,
    /// The version for `If-Match`.
    pub version: i64,
    /// When the record was last changed.
    pub updated_at: Timestamp,
}

/// Creates a local person. They get a message with a single-use link to set their password.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateUser {
    /// See [`Username`].
    pub username: String,
    /// 1 to 120 characters.
    pub display_name: String,
    /// See [`EmailAddress`].
    pub email: String,
    /// See [`PhoneNumber`].
    #[serde(default)]
    pub phone_number: Option<String>,
    /// See [`Language`]; English when not given.
    #[serde(default)]
    pub language: Option<String>,
    /// Up to 80 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// Up to 80 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// See [`TimeZone`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// Portal rights; the usual set when not given.
    #[serde(default)]
    pub rights: Option<Vec<PortalRight>>,
}

impl Validate for CreateUser {
    fn check(&self, errors: &mut Vec<FieldError>) {
        check_parsed("username", Username::parse(&self.username), errors);
        check_line("display_name", &self.display_name, 1, 120, errors);
        check_parsed("email", EmailAddress::parse(&self.email), errors);
        check_optional("phone_number", self.phone_number.as_deref(), PhoneNumber::parse, errors);
        check_optional("language", self.language.as_deref(), Language::parse, errors);
        check_names(self.first_name.as_deref(), self.last_name.as_deref(), errors);
        check_optional("time_zone", self.time_zone.as_deref(), TimeZone::parse, errors);
        check_rights(self.rights.as_deref(), errors);
    }
}

/// Changes a person; what is not given stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct UpdateUser {
    /// 1 to 120 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// See [`EmailAddress`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// See [`PhoneNumber`]; `null` removes it.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "double_option")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub phone_number: Option<Option<String>>,
    /// See [`Language`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Up to 80 characters; empty removes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// Up to 80 characters; empty removes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// See [`TimeZone`]; empty removes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// The whole new set of portal rights.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rights: Option<Vec<PortalRight>>,
    /// Active or disabled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<UserState>,
}

impl Validate for UpdateUser {
    fn check(&self, errors: &mut Vec<FieldError>) {
        if let Some(name) = &self.display_name {
            check_line("display_name", name, 1, 120, errors);
        }
        check_optional("email", self.email.as_deref(), EmailAddress::parse, errors);
        let phone = self.phone_number.as_ref().and_then(Option::as_deref);
        check_optional("phone_number", phone, PhoneNumber::parse, errors);
        check_optional("language", self.language.as_deref(), Language::parse, errors);
        check_names(self.first_name.as_deref(), self.last_name.as_deref(), errors);
        let zone = self.time_zone.as_deref().filter(|zone| !zone.trim().is_empty());
        check_optional("time_zone", zone, TimeZone::parse, errors);
        check_rights(self.rights.as_deref(), errors);
    }
}

fn check_names(first: Option<&str>, last: Option<&str>, errors: &mut Vec<FieldError>) {
    check_line("first_name", first.unwrap_or_default(), 0, 80, errors);
    check_line("last_name", last.unwrap_or_default(), 0, 80, errors);
}

/// Each right is given once.
pub(crate) fn check_rights(rights: Option<&[PortalRight]>, errors: &mut Vec<FieldError>) {
    let Some(rights) = rights else { return };
    for (index, right) in rights.iter().enumerate() {
        if rights.iter().take(index).any(|earlier| earlier == right) {
            errors.push(FieldError::new(format!("rights[{index}]"), FieldCode::Taken));
        }
    }
}

/// Tells "not given" from "given as null".
mod double_option {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[expect(clippy::option_option, clippy::ref_option, reason = "the point of this module")]
    pub(super) fn serialize<S: Serializer>(
        value: &Option<Option<String>>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        value.as_ref().and_then(Option::as_ref).serialize(serializer)
    }

    #[expect(clippy::option_option, reason = "the point of this module")]
    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Option<String>>, D::Error> {
        Option::<String>::deserialize(deserializer).map(Some)
    }
}

/// Which people to list, newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserQuery {
    /// Part of user name, display name or e-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// Only those in this state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<UserState>,
    /// Only those from there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    /// Only the members of this group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group_id: Option<GroupId>,
    /// Only those who have this right, by name or through a group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub right: Option<PortalRight>,
    /// Only those with devices that take a place under the limit, or only those without.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub has_devices: Option<bool>,
    /// Only local people who were invited and have never signed in, or only those who have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invited: Option<bool>,
    /// Which part of the list.
    #[serde(flatten)]
    pub page: PageQuery,
}

impl Validate for UserQuery {
    fn check(&self, errors: &mut Vec<FieldError>) {
        check_line("q", self.q.as_deref().unwrap_or_default(), 0, 200, errors);
        self.page.check(errors);
    }
}
