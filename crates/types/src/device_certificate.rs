//! The authority of devices, and the certificates that it has issued.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{
    error::{FieldCode, FieldError},
    ids::{DeviceCertificateId, DeviceId, UserId},
    page::PageQuery,
    platform::words,
    time::Timestamp,
    validate::Validate,
};

words! {
    /// How the certificate of a device stands.
    CertificateState {
        /// It counts.
        Valid = "valid",
        /// It has run out.
        Expired = "expired",
        /// It was taken back, or another has followed.
        Revoked = "revoked",
    }
}

/// A certificate of a device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeviceCertificateRow {
    /// The certificate.
    pub id: DeviceCertificateId,
    /// The record that it was issued for.
    pub device_id: DeviceId,
    /// What the device is called.
    pub device_name: String,
    /// Whose it is.
    pub user_id: UserId,
    /// Its serial number, in hexadecimal.
    pub serial: String,
    /// How it stands.
    pub state: CertificateState,
    /// Whether a device signs with it today.
    pub in_use: bool,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// Until when it counts.
    pub expires_at: Timestamp,
    /// When it was taken back.
    pub revoked_at: Option<Timestamp>,
}

/// Which certificates of devices.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceCertificateQuery {
    /// Those that stand so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<CertificateState>,
    /// Those of one device.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device_id: Option<DeviceId>,
    /// Which page.
    #[serde(flatten)]
    pub page: PageQuery,
}

impl Validate for DeviceCertificateQuery {
    fn check(&self, errors: &mut Vec<FieldError>) {
        self.page.check(errors);
    }
}

/// The authority that issues certificates to devices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeviceAuthorityDetail {
    /// What it calls itself.
    pub name: String,
    /// SHA-256 of its certificate, in hexadecimal.
    pub fingerprint: String,
    /// Its certificate, in PEM.
    pub certificate: String,
    /// Until when it counts.
    pub expires_at: Timestamp,
    /// Whether it was made elsewhere.
    pub is_uploaded: bool,
    /// Whether requests are read that are encrypted as clients of old do: Triple DES, SHA-1.
    pub accepts_old_clients: bool,
    /// Where devices ask for a certificate.
    pub scep_url: String,
    /// Where the list is of those that were taken back.
    pub crl_url: String,
    /// Stands for this version.
    pub version: i64,
    /// When it was changed last.
    pub updated_at: Option<Timestamp>,
    /// By whom.
    pub updated_by: Option<String>,
}

/// What is to be the authority from now on.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct DeviceAuthorityInput {
    /// The certificate of another authority, in PEM; left out it stays as it is.
    pub certificate: Option<String>,
    /// Its private key in PEM, RSA.
    pub private_key: Option<String>,
    /// The password of the private key, where it has one.
    pub password: Option<String>,
    /// Whether requests of old clients are read.
    pub accepts_old_clients: bool,
}

impl DeviceAuthorityInput {
    /// Longest of either file, in bytes.
    pub const MAX_FILE: usize = 64 << 10;
}

/// Without its secrets.
impl fmt::Debug for DeviceAuthorityInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeviceAuthorityInput")
            .field("accepts_old_clients", &self.accepts_old_clients)
            .finish_non_exhaustive()
    }
}

impl Validate for DeviceAuthorityInput {
    fn check(&self, errors: &mut Vec<FieldError>) {
        for (path, text) in [
            ("certificate", &self.certificate),
            ("private_key", &self.private_key),
            ("password", &self.password),
        ] {
            if text.as_ref().is_some_and(|text| text.len() > Self::MAX_FILE) {
                errors.push(FieldError::new(path, FieldCode::TooLong));
            }
        }
        let given = |text: &Option<String>| text.as_deref().is_some_and(|text| !text.trim().is_empty());
        if given(&self.certificate) != given(&self.private_key) {
            let missing = if given(&self.certificate) { "private_key" } else { "certificate" };
            errors.push(FieldError::new(missing, FieldCode::Required));
        }
    }
}
