//! What a profile can hold beside an enrolment.

use std::fmt;

use plist::{Dictionary, Value};

use super::{Name, part};

/// A payload.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Payload {
    /// A wireless network.
    Wifi(Wifi),
    /// What a passcode must be.
    Passcode(Passcode),
    /// An authority to trust, its certificate DER.
    Root(Vec<u8>),
    /// A private key with its certificates.
    Pkcs12(Pkcs12),
}

/// A private key with its certificates (`com.apple.security.pkcs12`).
#[derive(Clone, PartialEq, Eq)]
pub struct Pkcs12 {
    /// The file (PKCS#12).
    pub file: Vec<u8>,
    /// What it is called.
    pub file_name: String,
    /// Its password; left out the device asks for it.
    pub password: Option<String>,
}

/// Without the file and its password.
impl fmt::Debug for Pkcs12 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pkcs12").field("file_name", &self.file_name).finish_non_exhaustive()
    }
}

/// A wireless network (`com.apple.wifi.managed`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wifi {
    /// Its name.
    pub ssid: String,
    /// It does not announce itself.
    pub is_hidden: bool,
    /// Devices join it by themselves.
    pub joins_by_itself: bool,
    /// How it is protected.
    pub security: WifiSecurity,
}

/// How a wireless network is protected.
#[derive(Clone, PartialEq, Eq)]
pub enum WifiSecurity {
    /// Not at all.
    Open,
    /// WPA2 with a password.
    Wpa2(String),
    /// WPA3 with a password.
    Wpa3(String),
}

/// Without the password.
impl fmt::Debug for WifiSecurity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind())
    }
}

impl WifiSecurity {
    fn kind(&self) -> &'static str {
        match self {
            Self::Open => "None",
            Self::Wpa2(_) => "WPA2",
            Self::Wpa3(_) => "WPA3",
        }
    }

    fn password(&self) -> Option<&str> {
        match self {
            Self::Open => None,
            Self::Wpa2(password) | Self::Wpa3(password) => Some(password),
        }
    }
}

/// What a passcode must be (`com.apple.mobiledevice.passwordpolicy`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Passcode {
    /// At least this many characters, up to 16.
    pub min_length: u8,
    /// Letters and digits.
    pub alphanumeric: bool,
    /// After so many wrong ones the device is erased, 2 to 11.
    pub max_failed: Option<u8>,
    /// It locks by itself after so many minutes, up to 15.
    pub max_inactivity: Option<u8>,
    /// None of so many earlier ones, up to 50.
    pub history: Option<u8>,
}

impl Default for Passcode {
    fn default() -> Self {
        Self { min_length: 6, alphanumeric: false, max_failed: None, max_inactivity: None, history: None }
    }
}

impl Payload {
    /// The word on the wire.
    fn kind(&self) -> &'static str {
        match self {
            Self::Wifi(_) => "com.apple.wifi.managed",
            Self::Passcode(_) => "com.apple.mobiledevice.passwordpolicy",
            Self::Root(_) => "com.apple.security.root",
            Self::Pkcs12(_) => "com.apple.security.pkcs12",
        }
    }

    pub(super) fn part(&self, name: &Name) -> Dictionary {
        let mut part = part(self.kind(), name);
        let mut put = |key: &str, value: Value| {
            part.insert(key.to_owned(), value);
        };
        match self {
            Self::Wifi(wifi) => {
                put("SSID_STR", wifi.ssid.as_str().into());
                put("HIDDEN_NETWORK", wifi.is_hidden.into());
                put("AutoJoin", wifi.joins_by_itself.into());
                put("EncryptionType", wifi.security.kind().into());
                if let Some(password) = wifi.security.password() {
                    put("Password", password.into());
                }
            }
            Self::Passcode(passcode) => {
                put("forcePIN", true.into());
                put("allowSimple", false.into());
                put("minLength", u64::from(passcode.min_length).into());
                put("requireAlphanumeric", passcode.alphanumeric.into());
                let limits = [
                    ("maxFailedAttempts", passcode.max_failed),
                    ("maxInactivity", passcode.max_inactivity),
                    ("pinHistory", passcode.history),
                ];
                for (key, limit) in limits {
                    if let Some(limit) = limit {
                        put(key, u64::from(limit).into());
                    }
                }
            }
            Self::Root(certificate) => put("PayloadContent", Value::Data(certificate.clone())),
            Self::Pkcs12(pkcs12) => {
                put("PayloadContent", Value::Data(pkcs12.file.clone()));
                put("PayloadCertificateFileName", pkcs12.file_name.as_str().into());
                if let Some(password) = &pkcs12.password {
                    put("Password", password.as_str().into());
                }
            }
        }
        part
    }
}
