//! Configurations in words.

use types::{CertificatePurpose, ConfigurationKind, ConfigurationState, UserCertificateState};

use crate::{
    t::wording::{certificate, configuration as words},
    ui::Tone,
};

/// What a configuration sets up.
#[must_use]
pub fn configuration_kind(kind: ConfigurationKind) -> &'static str {
    match kind {
        ConfigurationKind::Wifi => words::wifi(),
        ConfigurationKind::Passcode => words::passcode(),
        ConfigurationKind::Profile => words::profile(),
        ConfigurationKind::Certificate => words::certificate(),
    }
}

/// The icon of a kind.
#[must_use]
pub fn configuration_icon(kind: ConfigurationKind) -> &'static str {
    match kind {
        ConfigurationKind::Wifi => "link-on",
        ConfigurationKind::Passcode => "pin",
        ConfigurationKind::Profile => "configuration",
        ConfigurationKind::Certificate => "certificate",
    }
}

/// How a configuration stands on a device.
#[must_use]
pub fn configuration_state(state: ConfigurationState) -> (Tone, &'static str) {
    match state {
        ConfigurationState::Waiting => (Tone::Waiting, words::waiting()),
        ConfigurationState::Sent => (Tone::Waiting, words::sent()),
        ConfigurationState::Installed => (Tone::Success, words::installed()),
        ConfigurationState::Failed => (Tone::Danger, words::failed()),
        ConfigurationState::Removing => (Tone::Waiting, words::removing()),
        ConfigurationState::Removed => (Tone::Off, words::removed()),
    }
}

/// What a certificate that somebody brings along is for.
#[must_use]
pub fn certificate_purpose(purpose: CertificatePurpose) -> &'static str {
    match purpose {
        CertificatePurpose::MailSigning => certificate::mail_signing(),
        CertificatePurpose::MailEncryption => certificate::mail_encryption(),
        CertificatePurpose::SignIn => certificate::sign_in(),
        CertificatePurpose::Network => certificate::network(),
        CertificatePurpose::Other => certificate::something_else(),
    }
}

/// How far a certificate is from its end.
#[must_use]
pub fn user_certificate_state(state: UserCertificateState) -> (Tone, &'static str) {
    match state {
        UserCertificateState::Valid => (Tone::Success, certificate::valid()),
        UserCertificateState::Expiring => (Tone::Warning, certificate::expiring()),
        UserCertificateState::Expired => (Tone::Danger, certificate::expired()),
        UserCertificateState::Unknown => (Tone::Info, certificate::closed()),
    }
}
