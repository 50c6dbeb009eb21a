//! What a certificate says, and whether an authority can be trusted with it.

use types::{AuthorityFacts, FieldCode, Timestamp};
use x509_parser::certificate::X509Certificate;

use crate::x509::{KeyKind, fingerprint, is_valid_at, parse, timestamp};

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

/// The key in words, if it is strong enough and of a kind that can be verified.
fn key(certificate: &X509Certificate<'_>) -> Option<String> {
    let key = KeyKind::of(certificate);
    let counts = match key {
        KeyKind::Rsa(bits) => bits >= MIN_RSA_BITS,
        KeyKind::P256 | KeyKind::P384 | KeyKind::Ed25519 => true,
        KeyKind::P521 | KeyKind::Other => false,
    };
    counts.then(|| key.to_string())
}
