//! What Apple's devices tell beside what every device tells.

use serde::{Deserialize, Serialize};

/// What a device of Apple's says about itself. Claims, never proofs; what it may not or cannot tell is missing.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct AppleFacts {
    /// Whether the organisation may do more with it than a person would allow.
    pub supervised: Option<bool>,
    /// The kind of hardware, such as `iPhone14,2`.
    pub product: Option<String>,
    /// Apple's number of this device.
    pub udid: Option<String>,
    /// The build of its system, such as `22C152`.
    pub build: Option<String>,
    /// All its room, in GB.
    pub capacity_gb: Option<f64>,
    /// Its free room, in GB.
    pub free_gb: Option<f64>,
    /// The address of its Wi-Fi.
    pub wifi_mac: Option<String>,
    /// The number of its mobile radio.
    pub imei: Option<String>,
    /// Whether it can be set up by its person alone after a wipe.
    pub activation_lock: Option<bool>,
    /// Whether it has a passcode.
    pub has_passcode: Option<bool>,
    /// Whether its passcode is as its profiles want it.
    pub passcode_compliant: Option<bool>,
    /// Whether its disk is encrypted.
    pub encrypted: Option<bool>,
}
