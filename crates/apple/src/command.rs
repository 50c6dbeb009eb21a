//! What a device is told to do (Apple: *Commands and queries*).

use plist::{Dictionary, Value};

use crate::{property_list, rights::AccessRights};

/// What every device is asked about itself. What it may not or cannot tell is missing in its answer.
pub const QUERIES: &[&str] = &[
    "DeviceName",
    "OSVersion",
    "BuildVersion",
    "ModelName",
    "Model",
    "ModelNumber",
    "ProductName",
    "SerialNumber",
    "UDID",
    "IsSupervised",
    "IsMDMLostModeEnabled",
    "DeviceCapacity",
    "AvailableDeviceCapacity",
    "BatteryLevel",
    "IsActivationLockEnabled",
    "EASDeviceIdentifier",
    "WiFiMAC",
    "EthernetMAC",
    "ServiceSubscriptions",
    "PhoneNumber",
    "IMEI",
    "MEID",
    "PINRequiredForDeviceLock",
    "PINRequiredForEraseDevice",
    "DeviceID",
];

/// A command. Has no `Debug`: passcodes and tokens are in it.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Command {
    /// Tells about the device: [`QUERIES`].
    DeviceInformation,
    /// Tells whether it is secure.
    SecurityInfo,
    /// Lists its profiles.
    ProfileList {
        /// Only those that this server has installed.
        managed_only: bool,
    },
    /// Lists its certificates.
    CertificateList {
        /// Only those that this server has installed.
        managed_only: bool,
    },
    /// Installs a profile, or replaces the one with the same identifier.
    InstallProfile {
        /// The whole profile, signed or not.
        payload: Vec<u8>,
    },
    /// Removes a profile; that of the enrolment retires the device.
    RemoveProfile {
        /// Its identifier.
        identifier: String,
    },
    /// Locks the screen.
    DeviceLock {
        /// What the screen says.
        message: Option<String>,
        /// Whom to call.
        phone_number: Option<String>,
        /// Six digits that open a Mac again; nothing for other devices.
        pin: Option<String>,
    },
    /// Erases the device.
    EraseDevice {
        /// Six digits for a Mac with an Intel processor.
        pin: Option<String>,
        /// Keeps the data plan of a tablet.
        preserve_data_plan: bool,
    },
    /// Takes the passcode away.
    ClearPasscode {
        /// The token that the device gave for this.
        unlock_token: Vec<u8>,
    },
    /// Puts a supervised device into lost mode.
    EnableLostMode {
        /// What the screen says.
        message: Option<String>,
        /// Whom to call; one of the two must be there.
        phone_number: Option<String>,
        /// A line at the bottom.
        footnote: Option<String>,
    },
    /// Tells where it is, in lost mode.
    DeviceLocation,
    /// Ends lost mode.
    DisableLostMode,
    /// Starts the device again.
    RestartDevice,
    /// Names the device.
    SetDeviceName {
        /// The name.
        name: String,
    },
}

impl Command {
    /// The word on the wire.
    #[must_use]
    pub fn request_type(&self) -> &'static str {
        match self {
            Self::DeviceInformation => "DeviceInformation",
            Self::SecurityInfo => "SecurityInfo",
            Self::ProfileList { .. } => "ProfileList",
            Self::CertificateList { .. } => "CertificateList",
            Self::InstallProfile { .. } => "InstallProfile",
            Self::RemoveProfile { .. } => "RemoveProfile",
            Self::DeviceLock { .. } => "DeviceLock",
            Self::EraseDevice { .. } => "EraseDevice",
            Self::ClearPasscode { .. } => "ClearPasscode",
            Self::EnableLostMode { .. } => "EnableLostMode",
            Self::DeviceLocation => "DeviceLocation",
            Self::DisableLostMode => "DisableLostMode",
            Self::RestartDevice => "RestartDevice",
            Self::SetDeviceName { .. } => "Settings",
        }
    }

    /// The right that the profile must have given; nothing where supervision alone decides.
    #[must_use]
    pub fn right(&self) -> Option<AccessRights> {
        match self {
            Self::DeviceInformation => Some(AccessRights::DEVICE_INFORMATION),
            Self::SecurityInfo => Some(AccessRights::SECURITY),
            Self::ProfileList { .. } | Self::CertificateList { .. } => Some(AccessRights::INSPECT_PROFILES),
            Self::InstallProfile { .. } | Self::RemoveProfile { .. } => Some(AccessRights::INSTALL_PROFILES),
            Self::DeviceLock { .. } | Self::ClearPasscode { .. } | Self::RestartDevice => {
                Some(AccessRights::LOCK)
            }
            Self::EraseDevice { .. } => Some(AccessRights::ERASE),
            Self::SetDeviceName { .. } => Some(AccessRights::SETTINGS),
            Self::EnableLostMode { .. } | Self::DeviceLocation | Self::DisableLostMode => None,
        }
    }

    /// The command as it is sent, under the id that its answer names.
    #[must_use]
    pub fn write(&self, command_uuid: &str) -> Vec<u8> {
        let mut command = Dictionary::new();
        command.insert("RequestType".into(), self.request_type().into());
        self.fill(&mut command);
        let mut whole = Dictionary::new();
        whole.insert("CommandUUID".into(), command_uuid.into());
        whole.insert("Command".into(), Value::Dictionary(command));
        property_list::write(&whole)
    }

    fn fill(&self, command: &mut Dictionary) {
        let mut put = |key: &str, value: Value| {
            command.insert(key.to_owned(), value);
        };
        let text = |text: &Option<String>| text.clone().map(Value::String);
        match self {
            Self::DeviceInformation => {
                put("Queries", QUERIES.iter().map(|query| Value::from(*query)).collect::<Vec<_>>().into());
            }
            Self::ProfileList { managed_only } | Self::CertificateList { managed_only } => {
                put("ManagedOnly", (*managed_only).into());
            }
            Self::InstallProfile { payload } => put("Payload", Value::Data(payload.clone())),
            Self::RemoveProfile { identifier } => put("Identifier", identifier.as_str().into()),
            Self::DeviceLock { message, phone_number, pin } => {
                let parts = [("Message", message), ("PhoneNumber", phone_number), ("PIN", pin)];
                for (key, part) in parts {
                    if let Some(value) = text(part) {
                        put(key, value);
                    }
                }
            }
            Self::EraseDevice { pin, preserve_data_plan } => {
                put("PreserveDataPlan", (*preserve_data_plan).into());
                if let Some(pin) = text(pin) {
                    put("PIN", pin);
                }
            }
            Self::ClearPasscode { unlock_token } => put("UnlockToken", Value::Data(unlock_token.clone())),
            Self::EnableLostMode { message, phone_number, footnote } => {
                let parts = [("Message", message), ("PhoneNumber", phone_number), ("Footnote", footnote)];
                for (key, part) in parts {
                    if let Some(value) = text(part) {
                        put(key, value);
                    }
                }
            }
            Self::SetDeviceName { name } => {
                let mut setting = Dictionary::new();
                setting.insert("Item".into(), "DeviceName".into());
                setting.insert("DeviceName".into(), name.as_str().into());
                put("Settings", Value::Array(vec![Value::Dictionary(setting)]));
            }
            Self::SecurityInfo | Self::DeviceLocation | Self::DisableLostMode | Self::RestartDevice => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(command: &Command) -> Dictionary {
        let whole: Dictionary = property_list::read(&command.write("0b6f")).unwrap();
        assert_eq!(whole.get("CommandUUID").unwrap().as_string(), Some("0b6f"));
        whole.get("Command").unwrap().as_dictionary().unwrap().clone()
    }

    #[test]
    fn a_lock_says_only_what_it_was_given() {
        let lock = Command::DeviceLock { message: Some("Call <IT>".into()), phone_number: None, pin: None };
        let lock = written(&lock);
        assert_eq!(lock.get("RequestType").unwrap().as_string(), Some("DeviceLock"));
        assert_eq!(lock.get("Message").unwrap().as_string(), Some("Call <IT>"));
        assert!(!lock.contains_key("PhoneNumber") && !lock.contains_key("PIN"));
    }

    #[test]
    fn bytes_are_data_and_a_name_is_a_setting() {
        let clear = written(&Command::ClearPasscode { unlock_token: vec![0, 255] });
        assert_eq!(clear.get("UnlockToken").unwrap().as_data(), Some(&[0, 255][..]));
        let named = written(&Command::SetDeviceName { name: "Amira’s iPad".into() });
        assert_eq!(named.get("RequestType").unwrap().as_string(), Some("Settings"));
        let settings = named.get("Settings").unwrap().as_array().unwrap();
        let first = settings[0].as_dictionary().unwrap();
        assert_eq!(first.get("DeviceName").unwrap().as_string(), Some("Amira’s iPad"));
    }
}
