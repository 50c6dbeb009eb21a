//! Registrations: the way of one device into the organisation.

use serde::{Deserialize, Serialize};

use crate::{
    contact::{CountryCode, Language, PhoneNumber},
    device::DeviceFacts,
    error::FieldError,
    ids::{DeviceId, RegistrationId, TermsId, UserId},
    message::MessageChannel,
    platform::{Ownership, Platform, words},
    settings::{Channel, ProofRule},
    time::Timestamp,
    validate::{Validate, check_line, check_optional},
};

words! {
    /// The characters of a registration PIN.
    PinAlphabet {
        /// 0 to 9.
        Digits = "digits",
        /// Digits and capital letters without look-alikes (Crockford's base 32).
        LettersAndDigits = "letters_and_digits",
    }
}

words! {
    /// Where a registration stands.
    RegistrationStatus {
        /// Waiting for the device.
        Pending = "pending",
        /// A device has redeemed it.
        Used = "used",
        /// Its time ran out.
        Expired = "expired",
        /// Taken back by the person or an administrator.
        Withdrawn = "withdrawn",
    }
}

/// Registers a device for a person (an administrator's way, R2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateRegistration {
    /// Whose device it will be.
    pub user_id: UserId,
    /// What kind of device.
    pub platform: Platform,
    /// E.164, or nothing for a device without a number.
    #[serde(default)]
    pub phone_number: Option<String>,
    /// ISO 3166-1 alpha-2.
    #[serde(default)]
    pub country: Option<String>,
    /// Company-owned when not given.
    #[serde(default)]
    pub ownership: Option<Ownership>,
    /// Language of the message; the person's own when not given.
    #[serde(default)]
    pub language: Option<String>,
    /// How to tell the person; nothing by default.
    #[serde(default)]
    pub notify: Vec<MessageChannel>,
    /// Registers the device beyond the person's limit, for this reason of up to 200 characters. Needs a
    /// permission of its own.
    #[serde(default)]
    pub exceed_reason: Option<String>,
}

impl Validate for CreateRegistration {
    fn check(&self, errors: &mut Vec<FieldError>) {
        check_optional("phone_number", self.phone_number.as_deref(), PhoneNumber::parse, errors);
        check_optional("country", self.country.as_deref(), CountryCode::parse, errors);
        check_optional("language", self.language.as_deref(), Language::parse, errors);
        if let Some(reason) = &self.exceed_reason {
            check_line("exceed_reason", reason, 1, 200, errors);
        }
    }
}

/// Registers a device of one's own in the portal (R6). It is always company-owned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RegisterOwnDevice {
    /// What kind of device.
    pub platform: Platform,
    /// E.164, or nothing for a device without a number.
    #[serde(default)]
    pub phone_number: Option<String>,
    /// ISO 3166-1 alpha-2.
    #[serde(default)]
    pub country: Option<String>,
}

impl Validate for RegisterOwnDevice {
    fn check(&self, errors: &mut Vec<FieldError>) {
        check_optional("phone_number", self.phone_number.as_deref(), PhoneNumber::parse, errors);
        check_optional("country", self.country.as_deref(), CountryCode::parse, errors);
    }
}

/// What a person needs to bring the device in: PIN, link and QR codes. Shown when the registration
/// is made, and again only to its owner or, audited, to those who may.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Handout {
    /// The registration.
    pub id: RegistrationId,
    /// The device record that waits.
    pub device_id: DeviceId,
    /// The PIN, without grouping. Nothing when wrong tries have ended it: the link still works.
    pub pin: Option<String>,
    /// Until when PIN and link work.
    pub pin_expires_at: Timestamp,
    /// `mirp://host&user=…&pin=…` for an app; nothing when the PIN has ended.
    pub mirp_url: Option<String>,
    /// `https://…/r/<token>`.
    pub link: String,
    /// QR code of `link`, an SVG document.
    pub qr_svg: String,
    /// QR code of `mirp_url`, an SVG document.
    pub mirp_qr_svg: Option<String>,
}

impl std::fmt::Debug for Handout {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Handout")
            .field("id", &self.id)
            .field("device_id", &self.device_id)
            .finish_non_exhaustive()
    }
}

/// Where a registration stands, for pages that follow it. Holds no secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RegistrationProgress {
    /// The registration.
    pub id: RegistrationId,
    /// Its device record.
    pub device_id: DeviceId,
    /// Whose device it will be.
    pub user_id: UserId,
    /// The name to sign in with, which the device asks for beside the PIN.
    pub username: String,
    /// The person's name.
    pub user_display_name: String,
    /// What kind of device.
    pub platform: Platform,
    /// Where it stands.
    pub status: RegistrationStatus,
    /// When it was made or last re-issued.
    pub issued_at: Timestamp,
    /// Until when PIN and link work.
    pub expires_at: Timestamp,
    /// When the link was first opened on a device, or the PIN was typed.
    pub opened_at: Option<Timestamp>,
    /// When a device redeemed it.
    pub used_at: Option<Timestamp>,
    /// When wrong tries ended the PIN.
    pub pin_ended_at: Option<Timestamp>,
    /// When the device first checked in.
    pub active_at: Option<Timestamp>,
    /// The number that a text message would go to.
    pub phone_number: Option<String>,
    /// The e-mail address or number that the code was last sent to, and when.
    pub sent_to: Option<(String, Timestamp)>,
}

words! {
    /// Which rule gives the device limit.
    LimitSource {
        /// The standard limit of the settings.
        Standard = "standard",
        /// The row of a group.
        Group = "group",
    }
}

/// How many devices a person may have, and has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeviceLimit {
    /// The limit, or nothing where there is none.
    pub limit: Option<u32>,
    /// Places taken by devices that have joined.
    pub used: u32,
    /// Places taken by devices that are waiting to join.
    pub waiting: u32,
    /// Which rule decided.
    pub source: LimitSource,
    /// The name of the group whose row decided.
    pub group: Option<String>,
}

impl DeviceLimit {
    /// Whether another device would find a place.
    pub fn has_room(&self) -> bool {
        self.limit.is_none_or(|limit| self.used + self.waiting < limit)
    }
}

/// A device registers: the body of `POST /api/device/v1/register`. Whatever is wrong with the
/// person's or the key's part gets one and the same answer.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RegisterDevice {
    /// The person, with `pin` or `password`.
    #[serde(default)]
    pub username: Option<String>,
    /// The registration PIN as typed.
    #[serde(default)]
    pub pin: Option<String>,
    /// The person's password, on channels that ask for it.
    #[serde(default)]
    pub password: Option<String>,
    /// The token of a registration link, instead of `username` and `pin`.
    #[serde(default)]
    pub link_token: Option<String>,
    /// The terms of use that the person has read and accepted on the device, where `terms_not_accepted`
    /// has named a text.
    #[serde(default)]
    pub accepted_terms: Option<TermsId>,
    /// Raw 32-byte Ed25519 public key, standard base64 with padding.
    pub public_key: String,
    /// What the device says about itself.
    pub device: DeviceFacts,
}

impl std::fmt::Debug for RegisterDevice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RegisterDevice").field("device", &self.device).finish_non_exhaustive()
    }
}

impl Validate for RegisterDevice {
    fn check(&self, errors: &mut Vec<FieldError>) {
        self.device.check_at("device.", errors);
    }
}

/// Where a Gatehouse is, and what it asks a person for who registers: `GET /.well-known/gatehouse`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Discovery {
    /// Scheme, host and port.
    pub base_url: String,
    /// What must be proved, by channel.
    #[serde(default)]
    pub channels: std::collections::BTreeMap<Channel, ProofRule>,
}

impl Discovery {
    /// Where the document is.
    pub const PATH: &'static str = "/.well-known/gatehouse";
}

/// The answer to a device that has registered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Registered {
    /// The device's id, the `keyid` of its signatures.
    pub device_id: DeviceId,
    /// Scheme, host and port of all further requests; part of every signed `@target-uri`.
    pub base_url: String,
    /// How often to check in, in seconds.
    pub check_in_interval_s: u32,
}
