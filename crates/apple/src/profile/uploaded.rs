//! A profile that somebody has made with Apple's tools, signed or not.

use plist::Dictionary;

use crate::{property_list, signed::opened};

/// What such a profile says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Uploaded {
    /// What devices know it by.
    pub identifier: String,
    /// What it calls itself.
    pub display_name: Option<String>,
    /// The kinds of its payloads, each once.
    pub payloads: Vec<String>,
}

/// Why a file cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UploadFault {
    /// It is no configuration profile.
    #[error("this is no configuration profile")]
    NoProfile,
    /// It would put the device into the hands of another server.
    #[error("the profile enrols the device elsewhere")]
    Enrols,
}

impl Uploaded {
    /// Reads a profile. Of one that is signed the signature is not judged: the device does that.
    ///
    /// # Errors
    /// [`UploadFault`].
    pub fn read(file: &[u8]) -> Result<Self, UploadFault> {
        let opened = opened(file);
        let profile: Dictionary =
            property_list::read(opened.as_deref().unwrap_or(file)).map_err(|_| UploadFault::NoProfile)?;
        let text = |from: &Dictionary, key: &str| {
            let text = from.get(key).and_then(|value| value.as_string()).map(str::trim);
            text.filter(|text| !text.is_empty() && text.chars().count() <= 255).map(str::to_owned)
        };
        if text(&profile, "PayloadType").as_deref() != Some("Configuration") {
            return Err(UploadFault::NoProfile);
        }
        let identifier = text(&profile, "PayloadIdentifier").ok_or(UploadFault::NoProfile)?;
        let content = profile.get("PayloadContent").and_then(|content| content.as_array());
        let mut payloads = Vec::new();
        for payload in content.ok_or(UploadFault::NoProfile)? {
            let kind = payload.as_dictionary().and_then(|payload| text(payload, "PayloadType"));
            let kind = kind.ok_or(UploadFault::NoProfile)?;
            if kind == "com.apple.mdm" {
                return Err(UploadFault::Enrols);
            }
            if !payloads.contains(&kind) {
                payloads.push(kind);
            }
        }
        Ok(Self { identifier, display_name: text(&profile, "PayloadDisplayName"), payloads })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::{Name, Passcode, Payload, sign, write};

    fn profile() -> Vec<u8> {
        let name = |what: &str| Name {
            identifier: format!("example.{what}"),
            uuid: format!("UUID-{what}"),
            display: what.to_owned(),
        };
        write(&name("works"), "Vellmere", "", &[(name("code"), Payload::Passcode(Passcode::default()))])
    }

    #[test]
    fn a_profile_says_what_it_is_signed_or_not() {
        let authority = crate::scep::Authority::generate(
            "Profiles",
            &[1],
            crate::scep::Validity { from: 1_700_000_000, until: 2_000_000_000 },
        )
        .unwrap();
        let signed =
            sign(&profile(), &[authority.certificate().unwrap()], &authority.private_key().unwrap()).unwrap();
        for file in [profile(), signed] {
            let read = Uploaded::read(&file).unwrap();
            assert_eq!(
                (read.identifier.as_str(), read.display_name.as_deref()),
                ("example.works", Some("works"))
            );
            assert_eq!(read.payloads, ["com.apple.mobiledevice.passwordpolicy"]);
        }
    }

    #[test]
    fn what_is_none_or_leads_elsewhere_is_refused() {
        let text = String::from_utf8(profile()).unwrap();
        let mdm = text.replace("com.apple.mobiledevice.passwordpolicy", "com.apple.mdm");
        assert_eq!(Uploaded::read(mdm.as_bytes()), Err(UploadFault::Enrols));
        let other = text.replace("<string>Configuration</string>", "<string>Other</string>");
        for file in [other.as_bytes(), b"", b"0\x82nonsense", b"<plist/>", b"\0\0"] {
            assert_eq!(Uploaded::read(file), Err(UploadFault::NoProfile));
        }
    }
}
