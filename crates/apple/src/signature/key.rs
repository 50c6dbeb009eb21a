//! Whether a signature fits a key.

use der::{Tag, asn1::ObjectIdentifier};
use openssl::{hash::MessageDigest, pkey::PKey, sign::Verifier};
use ring::{digest, signature as quick};

use super::message::{oid, one, parts};

const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
const ELLIPTIC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
const P256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");
const P384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.0.34");

/// How a body may be digested (RFC 5754 section 2, RFC 3370 section 2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Digest {
    Sha1,
    Sha256,
    Sha384,
    Sha512,
}

impl Digest {
    pub(super) fn of(name: ObjectIdentifier) -> Option<Self> {
        const SHA_1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.14.3.2.26");
        const SHA_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
        const SHA_384: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.2");
        const SHA_512: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.3");
        match name {
            SHA_1 => Some(Self::Sha1),
            SHA_256 => Some(Self::Sha256),
            SHA_384 => Some(Self::Sha384),
            SHA_512 => Some(Self::Sha512),
            _ => None,
        }
    }

    /// The digest of a body.
    pub(super) fn over(self, body: &[u8]) -> Vec<u8> {
        let algorithm = match self {
            Self::Sha1 => &digest::SHA1_FOR_LEGACY_USE_ONLY,
            Self::Sha256 => &digest::SHA256,
            Self::Sha384 => &digest::SHA384,
            Self::Sha512 => &digest::SHA512,
        };
        digest::digest(algorithm, body).as_ref().to_vec()
    }

    /// Names of signatures of this digest: PKCS #1 1.5 (RFC 8017 appendix C) and ECDSA (RFC 5758 section 3.2).
    fn signatures(self) -> [ObjectIdentifier; 2] {
        let (rsa, elliptic) = match self {
            Self::Sha1 => ("1.2.840.113549.1.1.5", "1.2.840.10045.4.1"),
            Self::Sha256 => ("1.2.840.113549.1.1.11", "1.2.840.10045.4.3.2"),
            Self::Sha384 => ("1.2.840.113549.1.1.12", "1.2.840.10045.4.3.3"),
            Self::Sha512 => ("1.2.840.113549.1.1.13", "1.2.840.10045.4.3.4"),
        };
        [ObjectIdentifier::new_unwrap(rsa), ObjectIdentifier::new_unwrap(elliptic)]
    }
}

/// A public key and how it signs.
pub(super) struct Key<'a> {
    /// `SubjectPublicKeyInfo`, DER.
    info: &'a [u8],
    /// What is signed with the kind of key alone.
    point: &'a [u8],
    quick: Option<&'static dyn quick::VerificationAlgorithm>,
    digest: Digest,
}

impl<'a> Key<'a> {
    /// Reads a key; nothing for a signature that is neither RSA (PKCS #1 1.5) nor ECDSA over this digest.
    pub(super) fn read(info: &'a [u8], signature: ObjectIdentifier, digest: Digest) -> Option<Self> {
        let fields = parts(one(info, Tag::Sequence)?)?;
        let [algorithm, key] = fields.as_slice() else { return None };
        let algorithm = parts(algorithm.inside(Tag::Sequence)?)?;
        let kind = oid(algorithm.first()?)?;
        // Some name the kind of the key alone.
        let [rsa, elliptic] = digest.signatures();
        let quick = match kind {
            RSA if signature == RSA || signature == rsa => Some(rsa_by(digest)),
            ELLIPTIC if signature == ELLIPTIC || signature == elliptic => {
                elliptic_by(oid(algorithm.get(1)?)?, digest)
            }
            _ => return None,
        };
        // The number of bits that are not used, which is none.
        let point = key.inside(Tag::BitString)?.strip_prefix(&[0])?;
        Some(Self { info, point, quick, digest })
    }

    /// Whether this was signed with it. What is not known to the quick way, or does not fit there, OpenSSL judges.
    pub(super) fn fits(&self, signed: &[u8], signature: &[u8]) -> bool {
        let is_quick = self.quick.is_some_and(|algorithm| {
            quick::UnparsedPublicKey::new(algorithm, self.point).verify(signed, signature).is_ok()
        });
        is_quick || self.fits_slowly(signed, signature)
    }

    fn fits_slowly(&self, signed: &[u8], signature: &[u8]) -> bool {
        let digest = match self.digest {
            Digest::Sha1 => MessageDigest::sha1(),
            Digest::Sha256 => MessageDigest::sha256(),
            Digest::Sha384 => MessageDigest::sha384(),
            Digest::Sha512 => MessageDigest::sha512(),
        };
        let fits = || {
            let key = PKey::public_key_from_der(self.info)?;
            Verifier::new(digest, &key)?.verify_oneshot(signature, signed)
        };
        fits().unwrap_or(false)
    }
}

fn rsa_by(digest: Digest) -> &'static dyn quick::VerificationAlgorithm {
    match digest {
        Digest::Sha1 => &quick::RSA_PKCS1_2048_8192_SHA1_FOR_LEGACY_USE_ONLY,
        Digest::Sha256 => &quick::RSA_PKCS1_2048_8192_SHA256,
        Digest::Sha384 => &quick::RSA_PKCS1_2048_8192_SHA384,
        Digest::Sha512 => &quick::RSA_PKCS1_2048_8192_SHA512,
    }
}

fn elliptic_by(curve: ObjectIdentifier, digest: Digest) -> Option<&'static dyn quick::VerificationAlgorithm> {
    match (curve, digest) {
        (P256, Digest::Sha256) => Some(&quick::ECDSA_P256_SHA256_ASN1),
        (P256, Digest::Sha384) => Some(&quick::ECDSA_P256_SHA384_ASN1),
        (P384, Digest::Sha256) => Some(&quick::ECDSA_P384_SHA256_ASN1),
        (P384, Digest::Sha384) => Some(&quick::ECDSA_P384_SHA384_ASN1),
        _ => None,
    }
}
