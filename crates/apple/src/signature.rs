//! Signatures of devices: the header `Mdm-Signature` (Apple: *Mdm-Signature*, RFC 5652 section 5).
//!
//! Devices sign in two forms: without signed attributes, where the signature is over the body, and with them,
//! where it is over attributes that hold the digest of the body. Older ones use SHA-1 and BER. What is proved
//! here is that the holder of the certificate's key has signed this body; that the certificate is one of ours is
//! asked with [`is_issued_by`], and whose it is by its [`fingerprint`](Signer::fingerprint).

use base64::{Engine, engine::general_purpose::STANDARD};
use cms::content_info::ContentInfo;
use der::{
    Decode, Reader, SliceReader,
    asn1::{AnyRef, ObjectIdentifier},
};
use openssl::{
    error::ErrorStack,
    pkcs7::{Pkcs7, Pkcs7Flags},
    pkey::PKey,
    sha::sha256,
    stack::Stack,
    x509::{X509, store::X509StoreBuilder},
};
use x509_cert::spki::AlgorithmIdentifierRef;

/// How a body may be digested: SHA-1, SHA-256, SHA-384, SHA-512 (RFC 5754 section 2, RFC 3370 section 2.1).
const DIGESTS: [ObjectIdentifier; 4] = [
    ObjectIdentifier::new_unwrap("1.3.14.3.2.26"),
    ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1"),
    ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.2"),
    ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.3"),
];

/// Longest header, in characters.
const MAX_HEADER: usize = 32 << 10;

/// Why a signature does not count. One of them for all that is wrong inside: what exactly is nobody's business.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// There is none.
    #[error("there is no signature")]
    Missing,
    /// No base64, too long, or no signed data of one signer.
    #[error("this is no signature")]
    Malformed,
    /// It signs something else.
    #[error("the signature does not fit")]
    Wrong,
}

/// Who has signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signer {
    /// The certificate, DER.
    pub certificate: Vec<u8>,
    /// SHA-256 of the certificate.
    pub fingerprint: [u8; 32],
}

/// Verifies a header over the exact bytes of a body.
///
/// # Errors
/// Why it does not count.
pub fn verify(header: &str, body: &[u8]) -> Result<Signer, Fault> {
    let header = header.trim();
    if header.is_empty() {
        return Err(Fault::Missing);
    }
    if header.len() > MAX_HEADER {
        return Err(Fault::Malformed);
    }
    let signed = STANDARD.decode(header).map_err(|_| Fault::Malformed)?;
    let signed = Pkcs7::from_der(&signed).map_err(|_| Fault::Malformed)?;
    // No chain is asked for: there are certificates of ours alone, and the caller asks for these.
    let flags =
        Pkcs7Flags::NOVERIFY | Pkcs7Flags::DETACHED | Pkcs7Flags::BINARY | Pkcs7Flags::NO_DUAL_CONTENT;
    let signer = signer(&signed, flags).map_err(|_| Fault::Malformed)?.ok_or(Fault::Malformed)?;
    if !has_known_digests(&signed) {
        return Err(Fault::Malformed);
    }
    let checked = || -> Result<(), ErrorStack> {
        let store = X509StoreBuilder::new()?.build();
        signed.verify(&*Stack::new()?, &store, Some(body), None, flags)
    };
    checked().map_err(|_| Fault::Wrong)?;
    let certificate = signer.to_der().map_err(|_| Fault::Malformed)?;
    let fingerprint = sha256(&certificate);
    Ok(Signer { certificate, fingerprint })
}

/// Whether the body is digested in ways that are known here. OpenSSL 3.0 (`PKCS7_verify`) refuses others as well,
/// but does not give the memory of the body back: whoever sends one after the other would use it up.
fn has_known_digests(signed: &Pkcs7) -> bool {
    let known = || -> der::Result<bool> {
        // Written anew it is DER, whatever it came in.
        let info = signed.to_der().map_err(|_| der::ErrorKind::Failed)?;
        let info = ContentInfo::from_der(&info)?;
        let mut fields = SliceReader::new(info.content.value())?;
        _ = AnyRef::decode(&mut fields)?;
        let mut algorithms = SliceReader::new(AnyRef::decode(&mut fields)?.value())?;
        while !algorithms.is_finished() {
            let algorithm = AlgorithmIdentifierRef::decode(&mut algorithms)?;
            if !DIGESTS.contains(&algorithm.oid) {
                return Ok(false);
            }
        }
        Ok(true)
    };
    known().unwrap_or(false)
}

/// The certificate of the only signer.
fn signer(signed: &Pkcs7, flags: Pkcs7Flags) -> Result<Option<X509>, ErrorStack> {
    let signers = signed.signers(&*Stack::new()?, flags)?;
    let mut signers = signers.into_iter();
    let first = signers.next();
    Ok(first.filter(|_| signers.next().is_none()))
}

/// Signs a body as a device does, for simulated ones: `certificate` DER, `key` PKCS#8 DER, with signed
/// attributes or without. Gives the header.
///
/// # Errors
/// [`Fault::Malformed`] for what is no certificate or key.
pub fn sign(certificate: &[u8], key: &[u8], body: &[u8], attributes: bool) -> Result<String, Fault> {
    let make = || -> Result<String, ErrorStack> {
        let (certificate, key) = (X509::from_der(certificate)?, PKey::private_key_from_pkcs8(key)?);
        let mut flags = Pkcs7Flags::DETACHED | Pkcs7Flags::BINARY;
        if !attributes {
            flags |= Pkcs7Flags::NOATTR;
        }
        let signed = Pkcs7::sign(&certificate, &key, &*Stack::new()?, body, flags)?;
        Ok(STANDARD.encode(signed.to_der()?))
    };
    make().map_err(|_| Fault::Malformed)
}

/// Whether an authority has issued a certificate: its name and its key.
#[must_use]
pub fn is_issued_by(certificate: &[u8], authority: &[u8]) -> bool {
    let check = || -> Result<bool, ErrorStack> {
        let (certificate, authority) = (X509::from_der(certificate)?, X509::from_der(authority)?);
        let is_named = authority.subject_name().try_cmp(certificate.issuer_name())?.is_eq();
        Ok(is_named && certificate.verify(&*authority.public_key()?)?)
    };
    check().unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use openssl::{
        asn1::Asn1Time,
        bn::BigNum,
        ec::{EcGroup, EcKey},
        hash::MessageDigest,
        nid::Nid,
        pkey::Private,
        rsa::Rsa,
        x509::{X509Builder, X509NameBuilder},
    };

    use super::*;

    const BODY: &[u8] = b"<plist version=\"1.0\"><dict><key>Status</key><string>Idle</string></dict></plist>";

    fn certificate(name: &str, key: &PKey<Private>, issuer: Option<(&X509, &PKey<Private>)>) -> X509 {
        let mut subject = X509NameBuilder::new().unwrap();
        subject.append_entry_by_nid(Nid::COMMONNAME, name).unwrap();
        let subject = subject.build();
        let mut builder = X509Builder::new().unwrap();
        builder.set_version(2).unwrap();
        builder.set_serial_number(&BigNum::from_u32(7).unwrap().to_asn1_integer().unwrap()).unwrap();
        builder.set_subject_name(&subject).unwrap();
        builder.set_issuer_name(issuer.map_or(&subject, |(issuer, _)| issuer.subject_name())).unwrap();
        builder.set_not_before(&Asn1Time::days_from_now(0).unwrap()).unwrap();
        builder.set_not_after(&Asn1Time::days_from_now(1).unwrap()).unwrap();
        builder.set_pubkey(key).unwrap();
        builder.sign(issuer.map_or(key, |(_, key)| key), MessageDigest::sha256()).unwrap();
        builder.build()
    }

    fn rsa() -> PKey<Private> {
        PKey::from_rsa(Rsa::generate(2048).unwrap()).unwrap()
    }

    fn elliptic() -> PKey<Private> {
        let group = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1).unwrap();
        PKey::from_ec_key(EcKey::generate(&group).unwrap()).unwrap()
    }

    fn signed(certificate: &X509, key: &PKey<Private>, body: &[u8], more: Pkcs7Flags) -> String {
        let flags = Pkcs7Flags::DETACHED | Pkcs7Flags::BINARY | more;
        let signed = Pkcs7::sign(certificate, key, &Stack::new().unwrap(), body, flags).unwrap();
        STANDARD.encode(signed.to_der().unwrap())
    }

    #[test]
    fn both_forms_and_both_kinds_of_keys_count() {
        for key in [rsa(), elliptic()] {
            let certificate = certificate("device", &key, None);
            for more in [Pkcs7Flags::empty(), Pkcs7Flags::NOATTR] {
                let signer = verify(&signed(&certificate, &key, BODY, more), BODY).unwrap();
                assert_eq!(signer.certificate, certificate.to_der().unwrap());
                assert_eq!(signer.fingerprint, sha256(&signer.certificate));
            }
        }
    }

    #[test]
    fn old_signatures_in_ber_with_sha_1_count() {
        let body = include_bytes!("../tests/fixtures/idle.plist");
        for header in [
            include_str!("../tests/fixtures/ber-sha1-without-attributes.b64"),
            include_str!("../tests/fixtures/ber-sha1-with-attributes.b64"),
            include_str!("../tests/fixtures/ber-sha512-with-attributes.b64"),
        ] {
            assert_eq!(verify(header, body).map(|signer| signer.fingerprint.len()), Ok(32));
            assert_eq!(verify(header, BODY), Err(Fault::Wrong));
        }
    }

    #[test]
    fn a_changed_body_and_what_is_no_signature_are_refused() {
        let key = rsa();
        let certificate = certificate("device", &key, None);
        for more in [Pkcs7Flags::empty(), Pkcs7Flags::NOATTR] {
            let header = signed(&certificate, &key, BODY, more);
            assert_eq!(verify(&header, b"other"), Err(Fault::Wrong));
            assert_eq!(verify(&header, b""), Err(Fault::Wrong));
        }
        assert_eq!(verify("", BODY), Err(Fault::Missing));
        for header in ["%%%", "AAAA", "MIIB", &"A".repeat(MAX_HEADER + 4)] {
            assert_eq!(verify(header, BODY), Err(Fault::Malformed));
        }
    }

    #[test]
    fn a_body_inside_of_the_signature_does_not_count_for_another() {
        let key = rsa();
        let certificate = certificate("device", &key, None);
        let inside =
            Pkcs7::sign(&certificate, &key, &Stack::new().unwrap(), BODY, Pkcs7Flags::BINARY).unwrap();
        let header = STANDARD.encode(inside.to_der().unwrap());
        assert!(verify(&header, b"other").is_err());
    }

    #[test]
    fn a_certificate_of_another_authority_is_not_ours() {
        let (ours, theirs, device) = (rsa(), rsa(), rsa());
        let authority = certificate("Devices", &ours, None);
        // The same name, another key.
        let impostor = certificate("Devices", &theirs, None);
        let leaf = certificate("device", &device, Some((&authority, &ours))).to_der().unwrap();
        assert!(is_issued_by(&leaf, &authority.to_der().unwrap()));
        assert!(!is_issued_by(&leaf, &impostor.to_der().unwrap()));
        let own = certificate("device", &device, None).to_der().unwrap();
        assert!(!is_issued_by(&own, &authority.to_der().unwrap()));
        assert!(!is_issued_by(b"nonsense", &authority.to_der().unwrap()));
    }
}
