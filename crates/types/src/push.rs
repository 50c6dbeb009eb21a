//! Calling Apple's devices by push: the certificate of an organisation, and how a device is reached.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{
    error::{FieldCode, FieldError},
    platform::words,
    time::Timestamp,
    validate::Validate,
};

words! {
    /// Whether one of Apple's devices comes when it is called.
    PushState {
        /// It was not called yet.
        Unknown = "unknown",
        /// The push service has taken the last call.
        Accepted = "accepted",
        /// The push service knows no such device under this certificate; its next word about itself mends that.
        Refused = "refused",
        /// The device is not reached by this certificate any more.
        Gone = "gone",
    }
}

/// How one of Apple's devices is reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PushReach {
    /// What the push service says.
    pub state: PushState,
    /// Whether there is a push certificate of the topic that the device has enrolled under. Without one it comes
    /// by itself alone, which may take long.
    pub has_certificate: bool,
    /// When it was called last.
    pub called_at: Option<Timestamp>,
    /// When it is called next.
    pub next_at: Option<Timestamp>,
    /// The words of the push service, where it refuses.
    pub detail: Option<String>,
}

/// The push certificate, and what it does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PushDetail {
    /// The certificate, when there is one.
    pub certificate: Option<PushCertificateRow>,
    /// The request for one that was made last and has no certificate yet, PKCS#10 in PEM.
    pub request: Option<String>,
    /// When it was made.
    pub requested_at: Option<Timestamp>,
    /// Why nothing can be called at the moment.
    pub failure: Option<PushFailure>,
    /// Devices that are called by this certificate.
    pub reached: u64,
    /// Managed devices of Apple's that are not: enrolled under another topic, or refused.
    pub unreached: u64,
    /// Stands for this version.
    pub version: i64,
    /// When it was changed last.
    pub updated_at: Option<Timestamp>,
    /// By whom.
    pub updated_by: Option<String>,
}

/// A push certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PushCertificateRow {
    /// What devices are called by. Renewed certificates keep it.
    pub topic: String,
    /// What it calls itself.
    pub name: String,
    /// Its number at Apple, in hexadecimal.
    pub serial: String,
    /// Until when it counts.
    pub expires_at: Timestamp,
    /// The Apple account that it was made with, as somebody has noted it: it alone can renew it.
    pub account: Option<String>,
}

impl PushCertificateRow {
    /// For how many days before its end people are told.
    pub const WARN_DAYS: u64 = 30;

    /// Whether it ends soon, or has.
    pub fn ends_soon(&self, now: Timestamp) -> bool {
        self.expires_at <= now + std::time::Duration::from_hours(Self::WARN_DAYS * 24)
    }
}

words! {
    /// What is wrong, or will be soon, with calling Apple's devices.
    PushWarning {
        /// The certificate ends within thirty days.
        EndsSoon = "ends_soon",
        /// It has run out.
        Ended = "ended",
        /// The push service refuses it.
        Refused = "refused",
        /// The push service does not answer.
        Away = "away",
    }
}

impl PushWarning {
    /// What is wrong with a certificate at this moment, the worst first.
    pub fn of(
        certificate: &PushCertificateRow,
        failure: Option<&PushFailure>,
        now: Timestamp,
    ) -> Option<Self> {
        if certificate.expires_at <= now {
            return Some(Self::Ended);
        }
        match failure {
            Some(failure) if failure.is_refused => Some(Self::Refused),
            Some(_) => Some(Self::Away),
            None => certificate.ends_soon(now).then_some(Self::EndsSoon),
        }
    }
}

/// Why nothing is called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PushFailure {
    /// Since when.
    pub since: Timestamp,
    /// Whether the push service refuses the certificate; else it does not answer.
    pub is_refused: bool,
    /// What it said, or how it failed.
    pub detail: String,
}

/// A push certificate to be used from now on.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct UploadPushCertificate {
    /// The certificate in PEM, as Apple gives it out.
    pub certificate: String,
    /// Its private key in PEM; not needed where the request was made here.
    pub private_key: Option<String>,
    /// The password of the private key, where it has one.
    pub password: Option<String>,
    /// The Apple account, as a note: 1 to 254 characters.
    pub account: Option<String>,
    /// Whether another topic is wanted. Devices that have enrolled under the earlier one are not called any more
    /// until they enrol again.
    pub new_topic: bool,
}

impl UploadPushCertificate {
    /// Longest of either file, in bytes.
    pub const MAX_FILE: usize = 64 << 10;
}

/// Without its secrets.
impl fmt::Debug for UploadPushCertificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UploadPushCertificate").field("new_topic", &self.new_topic).finish_non_exhaustive()
    }
}

impl Validate for UploadPushCertificate {
    fn check(&self, errors: &mut Vec<FieldError>) {
        let mut file = |path: &str, text: &str| {
            if text.len() > Self::MAX_FILE {
                errors.push(FieldError::new(path, FieldCode::TooLong));
            }
        };
        file("certificate", &self.certificate);
        file("private_key", self.private_key.as_deref().unwrap_or_default());
        file("password", self.password.as_deref().unwrap_or_default());
        if self.certificate.trim().is_empty() {
            errors.push(FieldError::new("certificate", FieldCode::Required));
        }
        if self.account.as_deref().is_some_and(|account| account.chars().count() > 254) {
            errors.push(FieldError::new("account", FieldCode::TooLong));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn the_worst_is_told_first() {
        let now = Timestamp::from_millis(1_795_268_580_000);
        let ending = |days: u64| PushCertificateRow {
            topic: "com.apple.mgmt.External.1".into(),
            name: "APSP".into(),
            serial: "A1".into(),
            expires_at: now + Duration::from_hours(days * 24),
            account: None,
        };
        let failure = |is_refused| PushFailure { since: now, is_refused, detail: String::new() };
        let of = |days, failure: Option<&PushFailure>| PushWarning::of(&ending(days), failure, now);
        assert_eq!((of(31, None), of(30, None)), (None, Some(PushWarning::EndsSoon)));
        assert_eq!(of(0, Some(&failure(true))), Some(PushWarning::Ended));
        assert_eq!(of(5, Some(&failure(true))), Some(PushWarning::Refused));
        assert_eq!(of(5, Some(&failure(false))), Some(PushWarning::Away));
    }
}
