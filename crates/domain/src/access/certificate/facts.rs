//! What a certificate says, and whether an authority can be trusted with it.

use sha2::{Digest, Sha256};
use types::{AuthorityFacts, FieldCode, Timestamp};
use x509_parser::{
    certificate::X509Certificate,
    prelude::{ASN1Time, FromDer},
    public_key::PublicKey,
};

/// The shortest RSA key that counts.
const MIN_RSA_BITS: usize = 2048;

/// Signatures that do not count: SHA-1 and MD5, under RSA, DSA and ECDSA.
const WEAK_SIGNATURES: [&str; 5] = [
    "1.2.840.113549.1.1.5",
    "1.2.840.113549.1.1.4",
    "1.3.14.3.2.29",
    "1.2.840.10040.4.3",
    "1.2.840.10045.4.1",
];

/// The certificate, if all of `der` is one.
pub(super) fn parse(der: &[u8]) -> Option<X509Certificate<'_>> {
    X509Certificate::from_der(der)
        .ok()
        .filter(|(rest, _)| rest.is_empty())
        .map(|(_, certificate)| certificate)
}

/// What the certificate of an authority says.
pub(super) fn of_authority(der: &[u8]) -> Result<AuthorityFacts, FieldCode> {
    let certificate = parse(der).ok_or(FieldCode::Malformed)?;
    Ok(AuthorityFacts {
        subject: certificate.subject().to_string(),
        issuer: certificate.issuer().to_string(),
        not_before: timestamp(certificate.validity().not_before),
        not_after: timestamp(certificate.validity().not_after),
        key: key(&certificate).unwrap_or_else(|| "?".to_owned()),
        fingerprint: fingerprint(der),
    })
}

/// Whether the authority can be trusted: an authority at all, valid now, with a key that holds.
pub(super) fn check_authority(der: &[u8], now: Timestamp) -> Result<(), FieldCode> {
    let certificate = parse(der).ok_or(FieldCode::Malformed)?;
    let signs = certificate.key_usage().map_err(|_| FieldCode::Malformed)?;
    if !certificate.is_ca() || signs.is_some_and(|usage| !usage.value.key_cert_sign()) {
        return Err(FieldCode::NotAuthority);
    }
    if !is_valid_at(&certificate, now) {
        return Err(FieldCode::OutOfDate);
    }
    let weak = certificate.signature_algorithm.algorithm.to_id_string();
    if WEAK_SIGNATURES.contains(&weak.as_str()) || key(&certificate).is_none() {
        return Err(FieldCode::TooWeak);
    }
    webpki::anchor_from_trusted_cert(&der.into()).map(drop).map_err(|_| FieldCode::Malformed)
}

/// Whether `at` is within the certificate's time.
pub(super) fn is_valid_at(certificate: &X509Certificate<'_>, at: Timestamp) -> bool {
    let validity = certificate.validity();
    (validity.not_before.timestamp()..=validity.not_after.timestamp()).contains(&at.as_secs())
}

/// SHA-256 in hexadecimal.
pub(super) fn fingerprint(der: &[u8]) -> String {
    crate::hex::hex(&Sha256::digest(der))
}

pub(super) fn timestamp(time: ASN1Time) -> Timestamp {
    Timestamp::from_millis(time.timestamp().saturating_mul(1000))
}

/// The key in words, if it is strong enough and of a kind that can be verified.
fn key(certificate: &X509Certificate<'_>) -> Option<String> {
    let spki = certificate.public_key();
    match spki.parsed().ok()? {
        PublicKey::RSA(rsa) => {
            // The length of the number itself: a file may pad it with zeros.
            let digits: Vec<u8> = rsa.modulus.iter().copied().skip_while(|byte| *byte == 0).collect();
            let unused = digits.first().map_or(0, |byte| byte.leading_zeros() as usize);
            let bits = digits.len().saturating_mul(8).saturating_sub(unused);
            (bits >= MIN_RSA_BITS).then(|| format!("RSA {bits}"))
        }
        PublicKey::EC(_) => {
            let curve = spki.algorithm.parameters.as_ref()?.as_oid().ok()?.to_id_string();
            match curve.as_str() {
                "1.2.840.10045.3.1.7" => Some("EC P-256".to_owned()),
                "1.3.132.0.34" => Some("EC P-384".to_owned()),
                _ => None,
            }
        }
        _ => (spki.algorithm.algorithm.to_id_string() == "1.3.101.112").then(|| "Ed25519".to_owned()),
    }
}
