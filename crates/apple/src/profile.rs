//! Configuration profiles: what is in them, and their signature (Apple: *Configuration profiles*).

mod enrolment;
mod payload;
mod sign;
mod uploaded;

pub use enrolment::{Enrolment, Identity, Taken, Target};
pub use payload::{Passcode, Payload, Pkcs12, Wifi, WifiSecurity};
pub use sign::{SignFault, sign};
pub use uploaded::{UploadFault, Uploaded};

use plist::{Dictionary, Value};

use crate::property_list;

/// The media type of a profile.
pub const MEDIA_TYPE: &str = "application/x-apple-aspen-config";

/// What names a profile or a part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// Stays the same over all issues: a profile replaces the one with the same identifier.
    pub identifier: String,
    /// Names this issue.
    pub uuid: String,
    /// What people read.
    pub display: String,
}

/// A profile of payloads, not signed.
#[must_use]
pub fn write(name: &Name, organization: &str, description: &str, payloads: &[(Name, Payload)]) -> Vec<u8> {
    let content = payloads.iter().map(|(name, payload)| Value::Dictionary(payload.part(name))).collect();
    whole(name, organization, description, content, |_| {})
}

/// The outside of a profile.
fn whole(
    name: &Name,
    organization: &str,
    description: &str,
    content: Vec<Value>,
    more: impl FnOnce(&mut Dictionary),
) -> Vec<u8> {
    let mut profile = part("Configuration", name);
    profile.insert("PayloadOrganization".into(), organization.into());
    profile.insert("PayloadDescription".into(), description.into());
    profile.insert("PayloadContent".into(), Value::Array(content));
    more(&mut profile);
    property_list::write(&profile)
}

/// What every profile and every payload begins with.
fn part(kind: &str, name: &Name) -> Dictionary {
    let mut part = Dictionary::new();
    part.insert("PayloadType".into(), kind.into());
    part.insert("PayloadVersion".into(), 1.into());
    part.insert("PayloadIdentifier".into(), name.identifier.as_str().into());
    part.insert("PayloadUUID".into(), name.uuid.as_str().into());
    part.insert("PayloadDisplayName".into(), name.display.as_str().into());
    part
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn name(what: &str) -> Name {
        Name { identifier: format!("example.{what}"), uuid: format!("UUID-{what}"), display: what.to_owned() }
    }

    #[test]
    fn a_profile_holds_its_payloads() {
        let wifi = Wifi {
            ssid: "Works".into(),
            is_hidden: false,
            joins_by_itself: true,
            security: WifiSecurity::Wpa2("hush-hush".into()),
        };
        let passcode = Passcode { min_length: 6, ..Passcode::default() };
        let payloads = [(name("wifi"), Payload::Wifi(wifi)), (name("code"), Payload::Passcode(passcode))];
        let bytes = write(&name("works"), "Vellmere <Works>", "What devices at work need", &payloads);
        let profile: Dictionary = property_list::read(&bytes).unwrap();
        assert_eq!(profile.get("PayloadOrganization").unwrap().as_string(), Some("Vellmere <Works>"));
        let content = profile.get("PayloadContent").unwrap().as_array().unwrap();
        let wifi = content[0].as_dictionary().unwrap();
        assert_eq!(wifi.get("PayloadType").unwrap().as_string(), Some("com.apple.wifi.managed"));
        assert_eq!(wifi.get("EncryptionType").unwrap().as_string(), Some("WPA2"));
        assert_eq!(wifi.get("Password").unwrap().as_string(), Some("hush-hush"));
        let code = content[1].as_dictionary().unwrap();
        assert_eq!(code.get("minLength").unwrap().as_unsigned_integer(), Some(6));
        assert_eq!(code.get("forcePIN").unwrap().as_boolean(), Some(true));
    }
}
