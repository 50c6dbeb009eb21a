//! Configurations in words.

use types::{CertificatePurpose, ConfigurationKind, ConfigurationState, UserCertificateState};

use crate::{t::configurations as words, ui::Tone};

/// What a configuration sets up.
#[must_use]
pub fn configuration_kind(kind: ConfigurationKind) -> &'static str {
    match kind {
        ConfigurationKind::Wifi => words::wifi(),
        ConfigurationKind::Passcode => words::passcode(),
        ConfigurationKind::Profile => words::profile(),
        ConfigurationKind::Certificate => words::certificate::title(),
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
    use words::state as word;
    match state {
        ConfigurationState::Waiting => (Tone::Waiting, word::waiting()),
        ConfigurationState::Sent => (Tone::Waiting, word::sent()),
        ConfigurationState::Installed => (Tone::Success, word::installed()),
        ConfigurationState::Failed => (Tone::Danger, word::failed()),
        ConfigurationState::Removing => (Tone::Waiting, word::removing()),
        ConfigurationState::Removed => (Tone::Off, word::removed()),
    }
}

/// What a certificate that somebody brings along is for.
#[must_use]
pub fn certificate_purpose(purpose: CertificatePurpose) -> &'static str {
    use words::certificate as word;
    match purpose {
        CertificatePurpose::MailSigning => word::mail_signing(),
        CertificatePurpose::MailEncryption => word::mail_encryption(),
        CertificatePurpose::SignIn => word::sign_in(),
        CertificatePurpose::Network => word::network(),
        CertificatePurpose::Other => word::something_else(),
    }
}

/// How far a certificate is from its end.
#[must_use]
pub fn user_certificate_state(state: UserCertificateState) -> (Tone, &'static str) {
    use words::certificate as word;
    match state {
        UserCertificateState::Valid => (Tone::Success, word::valid()),
        UserCertificateState::Expiring => (Tone::Warning, word::expiring()),
        UserCertificateState::Expired => (Tone::Danger, word::expired()),
        UserCertificateState::Unknown => (Tone::Info, word::closed()),
    }
}
