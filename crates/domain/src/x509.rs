//! What is read out of certificates (X.509, RFC 5280), whoever they belong to.

use std::fmt;

use sha2::{Digest, Sha256};
use types::Timestamp;
use x509_parser::{
    certificate::X509Certificate,
    prelude::{ASN1Time, FromDer},
    public_key::PublicKey,
};

/// The certificate, if all of `der` is one.
pub(crate) fn parse(der: &[u8]) -> Option<X509Certificate<'_>> {
    X509Certificate::from_der(der)
        .ok()
        .filter(|(rest, _)| rest.is_empty())
        .map(|(_, certificate)| certificate)
}

/// Whether `at` is within the certificate's time.
pub(crate) fn is_valid_at(certificate: &X509Certificate<'_>, at: Timestamp) -> bool {
    let validity = certificate.validity();
    (validity.not_before.timestamp()..=validity.not_after.timestamp()).contains(&at.as_secs())
}

/// SHA-256 in hexadecimal.
pub(crate) fn fingerprint(der: &[u8]) -> String {
    crate::hex::hex(&Sha256::digest(der))
}

/// A moment of a certificate.
pub(crate) fn timestamp(time: ASN1Time) -> Timestamp {
    Timestamp::from_millis(time.timestamp().saturating_mul(1000))
}

/// What kind of key a certificate has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeyKind {
    Rsa(usize),
    P256,
    P384,
    P521,
    Ed25519,
    Other,
}

impl KeyKind {
    pub(crate) fn of(certificate: &X509Certificate<'_>) -> Self {
        let spki = certificate.public_key();
        match spki.parsed() {
            Ok(PublicKey::RSA(rsa)) => {
                // The length of the number itself: a file may pad it with zeros.
                let digits: Vec<u8> = rsa.modulus.iter().copied().skip_while(|byte| *byte == 0).collect();
                let unused = digits.first().map_or(0, |byte| byte.leading_zeros() as usize);
                Self::Rsa(digits.len().saturating_mul(8).saturating_sub(unused))
            }
            Ok(PublicKey::EC(_)) => {
                let curve = spki.algorithm.parameters.as_ref().and_then(|curve| curve.as_oid().ok());
                match curve.map(|curve| curve.to_id_string()).as_deref() {
                    Some("1.2.840.10045.3.1.7") => Self::P256,
                    Some("1.3.132.0.34") => Self::P384,
                    Some("1.3.132.0.35") => Self::P521,
                    _ => Self::Other,
                }
            }
            _ if spki.algorithm.algorithm.to_id_string() == "1.3.101.112" => Self::Ed25519,
            _ => Self::Other,
        }
    }
}

impl fmt::Display for KeyKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rsa(bits) => write!(f, "RSA {bits}"),
            Self::P256 => f.write_str("EC P-256"),
            Self::P384 => f.write_str("EC P-384"),
            Self::P521 => f.write_str("EC P-521"),
            Self::Ed25519 => f.write_str("Ed25519"),
            Self::Other => f.write_str("?"),
        }
    }
}
