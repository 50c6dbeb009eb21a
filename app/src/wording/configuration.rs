//! Configurations in words.

use types::{ConfigurationKind, ConfigurationState};

use crate::{t::configurations as words, ui::Tone};

/// What a configuration sets up.
#[must_use]
pub fn configuration_kind(kind: ConfigurationKind) -> &'static str {
    match kind {
        ConfigurationKind::Wifi => words::wifi(),
        ConfigurationKind::Passcode => words::passcode(),
        ConfigurationKind::Profile => words::profile(),
    }
}

/// The icon of a kind.
#[must_use]
pub fn configuration_icon(kind: ConfigurationKind) -> &'static str {
    match kind {
        ConfigurationKind::Wifi => "link-on",
        ConfigurationKind::Passcode => "pin",
        ConfigurationKind::Profile => "configuration",
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
