//! Certificates that people bring along (product.md section 7): what the administrator asks for, what a person
//! uploads, and what is shown of it.

use serde::{Deserialize, Serialize};

use crate::{
    error::{FieldCode, FieldError},
    ids::{CertificateUploadId, ConfigurationId, UserCertificateId},
    platform::{Platform, words},
    time::Timestamp,
    validate::Validate,
};

words! {
    /// What certificates of a setting are for.
    CertificatePurpose {
        /// Signing mail.
        MailSigning = "mail_signing",
        /// Encrypting mail.
        MailEncryption = "mail_encryption",
        /// Signing in to services.
        SignIn = "sign_in",
        /// Wireless networks and VPN.
        Network = "network",
        /// Something else.
        Other = "other",
    }
}

words! {
    /// Who asks for the password of a file.
    CertificatePassword {
        /// The upload: the server looks inside, and devices ask nobody.
        AtUpload = "at_upload",
        /// The device, when it installs it. The server cannot look inside.
        OnDevice = "on_device",
    }
}

/// A certificate that each person brings along: what kind of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CertificateSettings {
    /// What it is for.
    pub purpose: CertificatePurpose,
    /// Who asks for the password of the file.
    pub password: CertificatePassword,
    /// Devices of these platforms get it.
    pub platforms: Vec<Platform>,
    /// People are told 30, 14 and 3 days before it expires.
    #[serde(default = "yes")]
    pub notices: bool,
}

fn yes() -> bool {
    true
}

impl CertificateSettings {
    /// Platforms whose devices take certificates.
    pub fn platforms() -> impl Iterator<Item = Platform> {
        Platform::ALL.iter().copied().filter(|platform| platform.is_apple() || *platform == Platform::Linux)
    }

    pub(crate) fn check(&self, errors: &mut Vec<FieldError>) {
        if self.platforms.is_empty() {
            errors.push(FieldError::new("settings.platforms", FieldCode::Required));
        }
        if self.platforms.iter().any(|platform| !Self::platforms().any(|known| known == *platform)) {
            errors.push(FieldError::new("settings.platforms", FieldCode::UnknownValue));
        }
    }
}

impl Default for CertificateSettings {
    fn default() -> Self {
        Self {
            purpose: CertificatePurpose::MailSigning,
            password: CertificatePassword::AtUpload,
            platforms: Self::platforms().collect(),
            notices: true,
        }
    }
}

words! {
    /// How far a certificate is from its end.
    UserCertificateState {
        /// It counts.
        Valid = "valid",
        /// It counts, and not for long any more.
        Expiring = "expiring",
        /// Its time is over.
        Expired = "expired",
        /// It was never looked into: its password is asked by the device.
        Unknown = "unknown",
    }
}

impl UserCertificateState {
    /// Days before the end from which a certificate is expiring.
    pub const EXPIRING_DAYS: i64 = 30;

    /// How a certificate with this end stands at `now`.
    #[must_use]
    pub fn of(not_after: Option<Timestamp>, now: Timestamp) -> Self {
        match not_after.map(|end| end.as_millis() - now.as_millis()) {
            None => Self::Unknown,
            Some(left) if left <= 0 => Self::Expired,
            Some(left) if left <= Self::EXPIRING_DAYS * 86_400_000 => Self::Expiring,
            Some(_) => Self::Valid,
        }
    }
}

/// What a certificate says, as far as everybody may know it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UserCertificateFacts {
    /// What the file calls it.
    pub alias: Option<String>,
    /// Whose it is (RFC 4514).
    pub subject: String,
    /// A short form of the subject: its common name, else its first e-mail address, else all of it.
    pub name: String,
    /// Who has issued it (RFC 4514).
    pub issuer: String,
    /// A short form of the issuer.
    pub issuer_name: String,
    /// E-mail addresses that it names.
    pub emails: Vec<String>,
    /// Its number, in hexadecimal.
    pub serial_number: String,
    /// From when it counts.
    pub not_before: Timestamp,
    /// Until when it counts.
    pub not_after: Timestamp,
    /// What its key may do, as words: `digital_signature`, `email_protection`…
    pub usages: Vec<String>,
    /// The kind of its key, such as `RSA 2048`.
    pub key: String,
    /// SHA-256 of it, in hexadecimal.
    pub fingerprint: String,
}

/// A file that somebody uploads, with its password.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct UploadCertificate {
    /// The file (PKCS#12), Base64, up to 256 KiB.
    pub file: String,
    /// What it is called.
    #[serde(default)]
    pub file_name: String,
    /// Its password; left out where the device asks for it. Never kept longer than the file.
    #[serde(default)]
    pub password: Option<String>,
}

/// Without the file and its password.
impl std::fmt::Debug for UploadCertificate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("UploadCertificate").field("file_name", &self.file_name).finish_non_exhaustive()
    }
}

impl UploadCertificate {
    /// Largest file, in bytes.
    pub const MAX_FILE: usize = 256 * 1024;
    /// Longest password, in characters.
    pub const MAX_PASSWORD: usize = 256;
    /// Longest name of a file, in characters; what is longer is cut.
    pub const MAX_NAME: usize = 120;
}

impl Validate for UploadCertificate {
    fn check(&self, errors: &mut Vec<FieldError>) {
        if self.file.is_empty() {
            errors.push(FieldError::new("file", FieldCode::Required));
        }
        if self.file.len() / 4 * 3 > Self::MAX_FILE + 3 {
            errors.push(FieldError::new("file", FieldCode::TooLong));
        }
        if self.password.as_ref().is_some_and(|password| password.chars().count() > Self::MAX_PASSWORD) {
            errors.push(FieldError::new("password", FieldCode::TooLong));
        }
    }
}

/// A file that was uploaded and looked into, and waits for its person to say what it is for. Kept for an hour.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CertificateUpload {
    /// The upload.
    pub id: CertificateUploadId,
    /// What the file is called.
    pub file_name: String,
    /// How many bytes it has.
    pub size: u64,
    /// The certificates in it that have their private key; none when it could not be looked into.
    pub identities: Vec<UserCertificateFacts>,
    /// Its password was not the right one, and is to be given before anything else.
    pub needs_password: bool,
    /// Until when it is kept.
    pub expires_at: Timestamp,
}

/// Gives the password of an upload that the first one has not opened.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct UnlockCertificate {
    /// The password. Not kept.
    pub password: String,
}

/// Without the password.
impl std::fmt::Debug for UnlockCertificate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("UnlockCertificate(…)")
    }
}

impl Validate for UnlockCertificate {
    fn check(&self, errors: &mut Vec<FieldError>) {
        match self.password.chars().count() {
            0 => errors.push(FieldError::new("password", FieldCode::Required)),
            length if length > UploadCertificate::MAX_PASSWORD => {
                errors.push(FieldError::new("password", FieldCode::TooLong));
            }
            _ => {}
        }
    }
}

/// Says what an upload is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct KeepCertificate {
    /// Which of the certificates in the file, from 0; nothing else counts where it was not looked into.
    #[serde(default)]
    pub identity: u32,
    /// For which settings; what was there is replaced.
    pub configurations: Vec<ConfigurationId>,
}

/// A certificate that is in use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnCertificate {
    /// The certificate.
    pub id: UserCertificateId,
    /// What it says; nothing where the device asks for the password.
    pub facts: Option<UserCertificateFacts>,
    /// What the file was called.
    pub file_name: String,
    /// How far it is from its end.
    pub state: UserCertificateState,
    /// Since when it is there.
    pub created_at: Timestamp,
    /// On how many devices it is.
    pub devices: u64,
    /// On how many devices it has still to come, or was refused.
    pub devices_to_go: u64,
}

/// A setting, and the certificate that its person has brought for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CertificateSlot {
    /// The setting.
    pub configuration_id: ConfigurationId,
    /// What it is called.
    pub name: String,
    /// What it is for, in the administrator's words.
    pub description: String,
    /// What certificates of it are for.
    pub purpose: CertificatePurpose,
    /// Who asks for the password.
    pub password: CertificatePassword,
    /// The certificate, if there is one.
    pub certificate: Option<OwnCertificate>,
}

/// A certificate that was replaced or removed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RemovedCertificate {
    /// What its setting was called.
    pub name: String,
    /// What it said, as far as it was known.
    pub facts: Option<UserCertificateFacts>,
    /// What the file was called.
    pub file_name: String,
    /// When it was taken away.
    pub removed_at: Timestamp,
    /// Whether another one took its place.
    pub replaced: bool,
    /// On how many devices it still is.
    pub devices_left: u64,
}

/// The certificates of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnCertificates {
    /// The settings, by name.
    pub slots: Vec<CertificateSlot>,
    /// Those that were taken away, the newest first, at most [`Self::REMOVED`].
    pub removed: Vec<RemovedCertificate>,
    /// How many more were taken away.
    pub removed_more: u64,
    /// The file that waits, if there is one.
    pub upload: Option<CertificateUpload>,
}

impl OwnCertificates {
    /// How many of those that were taken away are told.
    pub const REMOVED: u64 = 10;
    /// Most certificates with their keys that a person has at once.
    pub const MAX_KEYS: u64 = 10;
}
