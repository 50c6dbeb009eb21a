//! Configurations: what devices are set up with, by their labels (product.md section 6).

use serde::{Deserialize, Serialize};

use crate::{
    error::{FieldCode, FieldError},
    ids::{ConfigurationId, LabelId},
    label::LabelName,
    platform::{Ownership, Platform, words},
    time::Timestamp,
    user_certificate::CertificateSettings,
    validate::{Validate, check_line},
};

words! {
    /// What a configuration sets up.
    ConfigurationKind {
        /// A wireless network.
        Wifi = "wifi",
        /// What a passcode must be.
        Passcode = "passcode",
        /// A profile that somebody has made with Apple's tools.
        Profile = "profile",
        /// A certificate that each person brings along.
        Certificate = "certificate",
    }
}

words! {
    /// How a wireless network is protected.
    WifiSecurity {
        /// Not at all.
        Open = "open",
        /// WPA2 with a password.
        Wpa2 = "wpa2",
        /// WPA3 with a password.
        Wpa3 = "wpa3",
    }
}

/// What a configuration says. Secrets are not part of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum ConfigurationSettings {
    /// A wireless network.
    Wifi(WifiSettings),
    /// What a passcode must be.
    Passcode(PasscodeSettings),
    /// A profile that somebody has made.
    Profile(ProfileSettings),
    /// A certificate that each person brings along.
    Certificate(CertificateSettings),
}

impl ConfigurationSettings {
    /// What it sets up.
    pub fn kind(&self) -> ConfigurationKind {
        match self {
            Self::Wifi(_) => ConfigurationKind::Wifi,
            Self::Passcode(_) => ConfigurationKind::Passcode,
            Self::Profile(_) => ConfigurationKind::Profile,
            Self::Certificate(_) => ConfigurationKind::Certificate,
        }
    }
}

impl ConfigurationKind {
    /// Whether devices of this platform take it.
    pub fn is_for(self, platform: Platform) -> bool {
        match self {
            Self::Wifi | Self::Certificate => platform.is_apple() || platform == Platform::Linux,
            // An Apple TV has no passcode.
            Self::Passcode => {
                platform.is_apple() && platform != Platform::Tvos || platform == Platform::Linux
            }
            Self::Profile => platform.is_apple(),
        }
    }
}

/// A wireless network.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct WifiSettings {
    /// Its name, 1 to 32 bytes.
    pub ssid: String,
    /// How it is protected.
    pub security: Option<WifiSecurity>,
    /// It does not announce itself.
    #[serde(default)]
    pub hidden: bool,
    /// Devices join it by themselves.
    #[serde(default = "yes")]
    pub auto_join: bool,
}

fn yes() -> bool {
    true
}

/// What a passcode must be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PasscodeSettings {
    /// At least this many characters, 4 to 16.
    pub min_length: u8,
    /// Letters and digits.
    #[serde(default)]
    pub alphanumeric: bool,
    /// The screen locks by itself after so many minutes, 1 to 15.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lock_after_min: Option<u8>,
    /// The device is erased after so many wrong ones, 4 to 10.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wipe_after_tries: Option<u8>,
    /// None of so many earlier ones, 1 to 50.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub history: Option<u8>,
}

impl Default for PasscodeSettings {
    fn default() -> Self {
        Self {
            min_length: 6,
            alphanumeric: false,
            lock_after_min: None,
            wipe_after_tries: None,
            history: None,
        }
    }
}

/// A profile that somebody has made, as it describes itself. Read from the file, never given.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct ProfileSettings {
    /// What it calls itself.
    pub display_name: String,
    /// What devices know it by; unique.
    pub identifier: String,
    /// The kinds of its payloads, such as `com.apple.vpn.managed`.
    pub payloads: Vec<String>,
}

/// Makes or changes a configuration.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ConfigurationInput {
    /// 1 to 80 characters.
    pub name: String,
    /// Up to 200 characters.
    #[serde(default)]
    pub description: String,
    /// What it says. A configuration stays of its kind.
    pub settings: ConfigurationSettings,
    /// The password of a wireless network, 8 to 63 characters; left out it stays as it is. Never told again.
    #[serde(default)]
    pub network_password: Option<String>,
    /// The file of a profile, Base64, up to 512 KiB; left out it stays as it is.
    #[serde(default)]
    pub file: Option<String>,
    /// Devices with one of these labels get it.
    #[serde(default)]
    pub labels: Vec<LabelId>,
}

/// Without its secrets.
impl std::fmt::Debug for ConfigurationInput {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ConfigurationInput").field("name", &self.name).finish_non_exhaustive()
    }
}

impl ConfigurationInput {
    /// Largest file of a profile, in bytes.
    pub const MAX_FILE: usize = 512 * 1024;
    /// Most labels.
    pub const MAX_LABELS: usize = 50;
}

impl Validate for ConfigurationInput {
    fn check(&self, errors: &mut Vec<FieldError>) {
        check_line("name", &self.name, 1, 80, errors);
        check_line("description", &self.description, 0, 200, errors);
        if self.labels.len() > Self::MAX_LABELS {
            errors.push(FieldError::new("labels", FieldCode::TooLong));
        }
        match &self.settings {
            ConfigurationSettings::Wifi(wifi) => check_wifi(wifi, self.network_password.as_deref(), errors),
            ConfigurationSettings::Passcode(passcode) => check_passcode(passcode, errors),
            ConfigurationSettings::Profile(_) => {}
            ConfigurationSettings::Certificate(certificate) => certificate.check(errors),
        }
        let is_long = |file: &String| file.len() / 4 * 3 > Self::MAX_FILE;
        if self.file.as_ref().is_some_and(is_long) {
            errors.push(FieldError::new("file", FieldCode::TooLong));
        }
    }
}

fn check_wifi(wifi: &WifiSettings, password: Option<&str>, errors: &mut Vec<FieldError>) {
    // Names of networks are bytes to devices (IEEE 802.11, 9.4.2.2); spaces at their ends count.
    match wifi.ssid.len() {
        0 => errors.push(FieldError::new("settings.ssid", FieldCode::Required)),
        1..=32 => {}
        _ => errors.push(FieldError::new("settings.ssid", FieldCode::TooLong)),
    }
    if wifi.ssid.chars().any(char::is_control) {
        errors.push(FieldError::new("settings.ssid", FieldCode::ForbiddenCharacters));
    }
    let Some(password) = password.filter(|_| wifi.security.is_some_and(|s| s != WifiSecurity::Open)) else {
        return;
    };
    match password.chars().count() {
        0..8 => errors.push(FieldError::new("network_password", FieldCode::TooShort)),
        8..=63 => {}
        _ => errors.push(FieldError::new("network_password", FieldCode::TooLong)),
    }
    if !password.bytes().all(|byte| (32..127).contains(&byte)) {
        errors.push(FieldError::new("network_password", FieldCode::ForbiddenCharacters));
    }
}

fn check_passcode(passcode: &PasscodeSettings, errors: &mut Vec<FieldError>) {
    let mut within = |path: &str, value: Option<u8>, range: std::ops::RangeInclusive<u8>| {
        if value.is_some_and(|value| !range.contains(&value)) {
            errors.push(FieldError::new(path, FieldCode::OutOfRange));
        }
    };
    within("settings.min_length", Some(passcode.min_length), 4..=16);
    within("settings.lock_after_min", passcode.lock_after_min, 1..=15);
    within("settings.wipe_after_tries", passcode.wipe_after_tries, 4..=10);
    within("settings.history", passcode.history, 1..=50);
}

words! {
    /// How a configuration stands on a device.
    ConfigurationState {
        /// Assigned; it goes out when the device comes next.
        Waiting = "waiting",
        /// The device has it and has not answered.
        Sent = "sent",
        /// It is there.
        Installed = "installed",
        /// The device has refused it.
        Failed = "failed",
        /// It goes away when the device comes next.
        Removing = "removing",
        /// It was there and is gone.
        Removed = "removed",
    }
}

/// On how many devices a configuration stands how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConfigurationCounts {
    /// Waiting or sent.
    pub waiting: u64,
    /// Installed.
    pub installed: u64,
    /// Refused.
    pub failed: u64,
    /// On its way off.
    pub removing: u64,
}

/// A configuration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConfigurationRow {
    /// The configuration.
    pub id: ConfigurationId,
    /// Its name; unique.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// What it says.
    pub settings: ConfigurationSettings,
    /// Whether a password is kept.
    pub has_password: bool,
    /// Devices with one of these get it.
    pub labels: Vec<LabelName>,
    /// How far it has come.
    pub counts: ConfigurationCounts,
    /// The version for `If-Match`.
    pub version: i64,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// A configuration on a device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeviceConfiguration {
    /// The configuration.
    pub id: ConfigurationId,
    /// Its name.
    pub name: String,
    /// What it sets up.
    pub kind: ConfigurationKind,
    /// How it stands.
    pub state: ConfigurationState,
    /// The device's own words, when it gave any.
    pub detail: Option<String>,
    /// Since when.
    pub updated_at: Timestamp,
}

/// What carries a device has, and what is set up on it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeviceSetup {
    /// The labels that it carries.
    pub labels: Vec<LabelName>,
    /// What is set up on it, or about to be.
    pub configurations: Vec<DeviceConfiguration>,
}

/// Says whose a device is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangeOwnership {
    /// Whose it is from its next check-in on.
    pub ownership: Ownership,
}

/// What another ownership changes on a device.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnershipChange {
    /// Labels that it carries then.
    pub labels_added: Vec<LabelName>,
    /// Labels that it carries no more.
    pub labels_removed: Vec<LabelName>,
    /// Names of configurations that are installed.
    pub installed: Vec<String>,
    /// Names of configurations that are removed.
    pub removed: Vec<String>,
}

/// A configuration for a device that fetches its own: part of the answer to a check-in.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeliveredConfiguration {
    /// The configuration.
    pub id: ConfigurationId,
    /// Which issue of it; named in the result.
    pub version: i64,
    /// The name of its file: letters, digits, `-` and `.`.
    pub file_name: String,
    /// What the file holds; nothing when it is to be removed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
    /// The content is Base64: the file holds bytes that are no text.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub base64: bool,
}

/// Without its content, in which there may be passwords.
impl std::fmt::Debug for DeliveredConfiguration {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DeliveredConfiguration")
            .field("id", &self.id)
            .field("version", &self.version)
            .field("file_name", &self.file_name)
            .finish_non_exhaustive()
    }
}

/// What became of a configuration: the body of `POST /api/device/v1/configurations/{id}/result`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ConfigurationResult {
    /// Which issue of it.
    pub version: i64,
    /// Whether it could be done.
    pub done: bool,
    /// The device's own words, up to 500 characters.
    #[serde(default)]
    pub detail: Option<String>,
}

impl Validate for ConfigurationResult {
    fn check(&self, errors: &mut Vec<FieldError>) {
        check_line("detail", self.detail.as_deref().unwrap_or_default(), 0, 500, errors);
    }
}
