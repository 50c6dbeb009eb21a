//! Configurations in words.

use types::{ConfigurationCounts, ConfigurationSettings};

use crate::{t::configurations as words, wording::certificate_purpose};

/// What it says in one line: the name of a network, the length of a passcode, the identifier of a profile,
/// the purpose of a certificate.
pub(super) fn summary(settings: &ConfigurationSettings) -> String {
    match settings {
        ConfigurationSettings::Wifi(wifi) => wifi.ssid.clone(),
        ConfigurationSettings::Passcode(passcode) => words::at_least(passcode.min_length),
        ConfigurationSettings::Profile(profile) => profile.identifier.clone(),
        ConfigurationSettings::Certificate(of) => certificate_purpose(of.purpose).to_owned(),
    }
}

/// How far it has come: "12 installed · 3 waiting · 1 refused".
pub(super) fn progress(counts: ConfigurationCounts) -> String {
    use words::count as word;
    let parts = [
        (counts.installed, word::installed as fn(u64) -> String),
        (counts.waiting, word::waiting),
        (counts.failed, word::failed),
        (counts.removing, word::removing),
    ];
    let parts: Vec<String> =
        parts.into_iter().filter(|(count, _)| *count > 0).map(|(count, word)| word(count)).collect();
    if parts.is_empty() { words::nowhere().to_owned() } else { parts.join(" · ") }
}
