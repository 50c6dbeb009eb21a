//! The certificate that a server shows to Apple's push service, and the request for one (PKCS#10).

use openssl::{
    error::ErrorStack,
    hash::MessageDigest,
    nid::Nid,
    pkey::PKey,
    rsa::Rsa,
    x509::{X509, X509NameBuilder, X509ReqBuilder},
};

use crate::x509::{entry, seconds};

/// What the topic of a certificate for device management begins with.
pub const TOPIC_PREFIX: &str = "com.apple.mgmt.";

/// Why a certificate cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// No certificate in PEM.
    #[error("this is no certificate")]
    NoCertificate,
    /// A certificate for something else.
    #[error("the certificate is not one for the push service of device management")]
    OtherUse,
}

/// A request with its key. Has no `Debug`: the key is a secret.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// PKCS#10 in PEM.
    pub request: String,
    /// PKCS#8, DER.
    pub key: Vec<u8>,
}

impl Request {
    /// Makes a key and asks for a certificate with it.
    ///
    /// # Errors
    /// When there are no random numbers, or the name is too long for a certificate.
    pub fn make(name: &str) -> Result<Self, ErrorStack> {
        let key = PKey::from_rsa(Rsa::generate(2048)?)?;
        let mut subject = X509NameBuilder::new()?;
        // RFC 5280 appendix A.1: at most 64 characters.
        let name: String = name.chars().take(64).collect();
        subject.append_entry_by_nid(Nid::COMMONNAME, &name)?;
        let mut builder = X509ReqBuilder::new()?;
        builder.set_version(0)?;
        builder.set_subject_name(&subject.build())?;
        builder.set_pubkey(&key)?;
        builder.sign(&key, MessageDigest::sha256())?;
        let request = String::from_utf8_lossy(&builder.build().to_pem()?).into_owned();
        Ok(Self { request, key: key.private_key_to_pkcs8()? })
    }
}

/// A certificate for the push service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PushCertificate {
    /// The certificate and those of the authorities that came with it, DER.
    pub chain: Vec<Vec<u8>>,
    /// What devices are called by: the user id of its subject.
    pub topic: String,
    /// What it calls itself.
    pub name: String,
    /// Its number at the authority, in hexadecimal.
    pub serial: String,
    /// From when it counts, in seconds since the epoch.
    pub from: i64,
    /// Until when, likewise.
    pub until: i64,
}

impl PushCertificate {
    /// Reads a certificate, in PEM, its own first.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn read(pem: &str) -> Result<Self, Fault> {
        let chain = X509::stack_from_pem(pem.as_bytes()).map_err(|_| Fault::NoCertificate)?;
        let own = chain.first().ok_or(Fault::NoCertificate)?;
        let topic = entry(own.subject_name(), Nid::USERID).unwrap_or_default();
        if !topic.starts_with(TOPIC_PREFIX) {
            return Err(Fault::OtherUse);
        }
        let read = || -> Result<Self, ErrorStack> {
            Ok(Self {
                chain: chain.iter().map(|certificate| certificate.to_der()).collect::<Result<_, _>>()?,
                name: entry(own.subject_name(), Nid::COMMONNAME).unwrap_or_default(),
                serial: own.serial_number().to_bn()?.to_hex_str()?.to_string(),
                from: seconds(own.not_before())?,
                until: seconds(own.not_after())?,
                topic,
            })
        };
        read().map_err(|_| Fault::NoCertificate)
    }

    /// Whether a key (PKCS#8, DER) is that of the certificate.
    #[must_use]
    pub fn fits(&self, key: &[u8]) -> bool {
        let fits = || -> Result<bool, ErrorStack> {
            let Some(own) = self.chain.first() else { return Ok(false) };
            Ok(X509::from_der(own)?.public_key()?.public_eq(&*PKey::private_key_from_pkcs8(key)?))
        };
        fits().unwrap_or(false)
    }
}

#[cfg(test)]
mod tests {
    use openssl::{asn1::Asn1Time, bn::BigNum, pkey::Private, x509::X509Builder};

    use super::*;

    fn certificate(key: &PKey<Private>, topic: Option<&str>) -> String {
        let mut subject = X509NameBuilder::new().unwrap();
        subject.append_entry_by_nid(Nid::COMMONNAME, "APSP:1").unwrap();
        if let Some(topic) = topic {
            subject.append_entry_by_nid(Nid::USERID, topic).unwrap();
        }
        let subject = subject.build();
        let mut builder = X509Builder::new().unwrap();
        builder.set_serial_number(&BigNum::from_u32(0xA1B2).unwrap().to_asn1_integer().unwrap()).unwrap();
        builder.set_subject_name(&subject).unwrap();
        builder.set_issuer_name(&subject).unwrap();
        builder.set_not_before(&Asn1Time::from_unix(1_700_000_000).unwrap()).unwrap();
        builder.set_not_after(&Asn1Time::from_unix(1_800_000_000).unwrap()).unwrap();
        builder.set_pubkey(key).unwrap();
        builder.sign(key, MessageDigest::sha256()).unwrap();
        String::from_utf8(builder.build().to_pem().unwrap()).unwrap()
    }

    #[test]
    fn a_certificate_says_its_topic_and_fits_its_own_key_alone() {
        let made = Request::make("Vellmere").unwrap();
        assert!(made.request.starts_with("-----BEGIN CERTIFICATE REQUEST-----"));
        let key = PKey::private_key_from_pkcs8(&made.key).unwrap();
        let read = PushCertificate::read(&certificate(&key, Some("com.apple.mgmt.External.1"))).unwrap();
        assert_eq!((read.topic.as_str(), read.name.as_str()), ("com.apple.mgmt.External.1", "APSP:1"));
        assert_eq!((read.from, read.until, read.serial.as_str()), (1_700_000_000, 1_800_000_000, "A1B2"));
        assert!(read.fits(&made.key));
        assert!(!read.fits(&Request::make("Other").unwrap().key));
    }

    #[test]
    fn what_is_no_push_certificate_is_refused() {
        let key = PKey::private_key_from_pkcs8(&Request::make("Vellmere").unwrap().key).unwrap();
        assert_eq!(PushCertificate::read("nonsense"), Err(Fault::NoCertificate));
        assert_eq!(PushCertificate::read(""), Err(Fault::NoCertificate));
        assert_eq!(PushCertificate::read(&certificate(&key, None)), Err(Fault::OtherUse));
        let other = certificate(&key, Some("com.example.app"));
        assert_eq!(PushCertificate::read(&other), Err(Fault::OtherUse));
    }
}
