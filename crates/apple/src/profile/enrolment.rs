//! The profile that makes a device a managed one (Apple: `com.apple.mdm`, `com.apple.security.scep`).

use plist::{Dictionary, Value};

use super::{Name, Payload, part, whole};
use crate::{fields::Fields, property_list::Fault, rights::AccessRights, signed::opened};

/// Which devices may install a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// Any.
    Any,
    /// iPhone and iPad.
    PhoneOrTablet,
    /// Apple TV.
    Tv,
    /// Mac.
    Mac,
}

impl Target {
    fn number(self) -> u64 {
        match self {
            Self::Any => 0,
            Self::PhoneOrTablet => 1,
            Self::Tv => 4,
            Self::Mac => 5,
        }
    }
}

/// How a device gets its certificate (RFC 8894). Has no `Debug`: the challenge is a secret.
#[derive(Clone, PartialEq, Eq)]
pub struct Identity {
    /// What names this payload.
    pub name: Name,
    /// Where it is asked for.
    pub url: String,
    /// The authority's name in the request.
    pub authority: String,
    /// The name in the certificate.
    pub common_name: String,
    /// Proves that the request belongs to this registration; works once.
    pub challenge: String,
    /// SHA-256 of the authority's certificate.
    pub fingerprint: [u8; 32],
}

/// An enrolment. Has no `Debug`: see [`Identity`].
#[derive(Clone, PartialEq, Eq)]
pub struct Enrolment {
    /// What names the profile; its removal ends the enrolment.
    pub name: Name,
    /// What names the payload of the management.
    pub management: Name,
    /// Whose it is.
    pub organization: String,
    /// What it does, for people.
    pub description: String,
    /// Where the device asks for commands and checks in. May never change.
    pub server_url: String,
    /// The topic of the push certificate. May never change.
    pub topic: String,
    /// What the server may do. An update may not add to it.
    pub rights: AccessRights,
    /// Which devices may install it.
    pub target: Target,
    /// How the device gets its certificate.
    pub identity: Identity,
    /// Authorities to trust, for a server whose certificate none of the system's has issued.
    pub roots: Vec<(Name, Vec<u8>)>,
    /// What a person reads and agrees to before it is installed.
    pub consent: Option<String>,
}

impl Enrolment {
    /// The profile, not signed.
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        let roots = self.roots.iter().map(|(name, der)| Payload::Root(der.clone()).part(name));
        let parts = roots.chain([self.identity.part(), self.management_part()]);
        let content = parts.map(Value::Dictionary).collect();
        whole(&self.name, &self.organization, &self.description, content, |profile| {
            if self.target != Target::Any {
                profile.insert("TargetDeviceType".into(), self.target.number().into());
            }
            if let Some(consent) = &self.consent {
                let mut texts = Dictionary::new();
                texts.insert("default".into(), consent.as_str().into());
                profile.insert("ConsentText".into(), Value::Dictionary(texts));
            }
        })
    }

    fn management_part(&self) -> Dictionary {
        let mut part = part("com.apple.mdm", &self.management);
        let mut put = |key: &str, value: Value| {
            part.insert(key.to_owned(), value);
        };
        put("IdentityCertificateUUID", self.identity.name.uuid.as_str().into());
        put("Topic", self.topic.as_str().into());
        put("ServerURL", self.server_url.as_str().into());
        put("AccessRights", u64::from(self.rights.bits()).into());
        // Every request then carries a signature, wherever TLS ends.
        put("SignMessage", true.into());
        put("CheckOutWhenRemoved", true.into());
        put("ServerCapabilities", Value::Array(vec!["com.apple.mdm.bootstraptoken".into()]));
        part
    }
}

impl Identity {
    fn part(&self) -> Dictionary {
        let subject = Value::Array(vec![Value::Array(vec![Value::Array(vec![
            "CN".into(),
            self.common_name.as_str().into(),
        ])])]);
        let mut inner = Dictionary::new();
        let mut put = |key: &str, value: Value| {
            inner.insert(key.to_owned(), value);
        };
        put("URL", self.url.as_str().into());
        put("Name", self.authority.as_str().into());
        put("Subject", subject);
        put("Challenge", self.challenge.as_str().into());
        put("Keysize", 2048.into());
        // Two of the names have a blank in them.
        put("Key Type", "RSA".into());
        // To sign and to encrypt.
        put("Key Usage", 5.into());
        put("CAFingerprint", Value::Data(self.fingerprint.to_vec()));
        let mut part = part("com.apple.security.scep", &self.name);
        part.insert("PayloadContent".into(), Value::Dictionary(inner));
        part
    }
}

/// What a device takes from an enrolment, for simulated ones. Has no `Debug`: the challenge is a secret.
#[derive(Clone, PartialEq, Eq)]
pub struct Taken {
    /// Where it asks for its certificate.
    pub scep_url: String,
    /// With which challenge.
    pub challenge: String,
    /// Where it checks in.
    pub server_url: String,
    /// The topic.
    pub topic: String,
}

impl Taken {
    /// Reads a profile, signed or not: whose signature it is, is judged by nobody here.
    ///
    /// # Errors
    /// What is no enrolment.
    pub fn read(profile: &[u8]) -> Result<Self, Fault> {
        let opened = opened(profile);
        let profile = Fields::read(opened.as_deref().unwrap_or(profile))?;
        let parts = profile.each("PayloadContent");
        let part = |kind: &str| {
            let mut found = parts.iter().filter(|part| part.text("PayloadType").as_deref() == Some(kind));
            found.next().ok_or(Fault::Unexpected)
        };
        let scep = part("com.apple.security.scep")?.inner("PayloadContent");
        let mdm = part("com.apple.mdm")?;
        Ok(Self {
            scep_url: scep.needed("URL")?,
            challenge: scep.needed("Challenge")?,
            server_url: mdm.needed("ServerURL")?,
            topic: mdm.needed("Topic")?,
        })
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::{profile::tests::name, property_list};

    pub(crate) fn enrolment() -> Enrolment {
        Enrolment {
            name: name("enrolment"),
            management: name("mdm"),
            organization: "Vellmere".into(),
            description: "Lets Vellmere manage this device".into(),
            server_url: "https://gate.vellmere.example/apple/mdm".into(),
            topic: "com.apple.mgmt.External.1".into(),
            rights: AccessRights::ALL_WE_USE,
            target: Target::PhoneOrTablet,
            identity: Identity {
                name: name("scep"),
                url: "https://gate.vellmere.example/scep".into(),
                authority: "Gatehouse".into(),
                common_name: "registration-42".into(),
                challenge: "one-time".into(),
                fingerprint: [7; 32],
            },
            roots: vec![(name("root"), vec![1, 2, 3])],
            consent: Some("The organisation can lock and erase this device.".into()),
        }
    }

    #[test]
    fn the_certificate_is_the_one_that_the_management_signs_with() {
        let profile: Dictionary = property_list::read(&enrolment().write()).unwrap();
        assert_eq!(profile.get("TargetDeviceType").unwrap().as_unsigned_integer(), Some(1));
        let content = profile.get("PayloadContent").unwrap().as_array().unwrap();
        let kinds: Vec<_> = content
            .iter()
            .map(|part| part.as_dictionary().unwrap().get("PayloadType").unwrap().as_string().unwrap())
            .collect();
        assert_eq!(kinds, ["com.apple.security.root", "com.apple.security.scep", "com.apple.mdm"]);
        let (scep, mdm) = (content[1].as_dictionary().unwrap(), content[2].as_dictionary().unwrap());
        assert_eq!(mdm.get("IdentityCertificateUUID"), scep.get("PayloadUUID"));
        assert_eq!(mdm.get("AccessRights").unwrap().as_unsigned_integer(), Some(3135));
        assert_eq!(mdm.get("SignMessage").unwrap().as_boolean(), Some(true));
        let inner = scep.get("PayloadContent").unwrap().as_dictionary().unwrap();
        assert_eq!(inner.get("Keysize").unwrap().as_unsigned_integer(), Some(2048));
        let taken = Taken::read(&enrolment().write()).ok().unwrap();
        assert_eq!(
            (taken.challenge.as_str(), taken.topic.as_str()),
            ("one-time", "com.apple.mgmt.External.1")
        );
        assert_eq!(inner.get("CAFingerprint").unwrap().as_data(), Some(&[7; 32][..]));
    }
}
