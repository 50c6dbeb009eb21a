//! Which certificate a private key belongs to.

use ring::{
    rand::SystemRandom,
    signature::{
        ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P384_SHA384_ASN1_SIGNING, EcdsaKeyPair, Ed25519KeyPair,
    },
};
use x509_parser::{public_key::PublicKey, x509::SubjectPublicKeyInfo};
use zeroize::Zeroizing;

use crate::{
    Fault,
    ber::{BIT_STRING, CONTEXT_0, CONTEXT_1, INTEGER, OCTET_STRING, Reader},
    oid,
};

/// Levels of a private key.
const DEPTH: u8 = 8;

/// A private key (RFC 5958), as far as it says what belongs to it.
pub(crate) enum PrivateKey<'a> {
    Rsa { modulus: &'a [u8], exponent: &'a [u8] },
    Ec { curve: Vec<u8>, secret: Zeroizing<Vec<u8>>, public: Option<Vec<u8>> },
    Ed25519 { seed: Zeroizing<Vec<u8>> },
}

impl<'a> PrivateKey<'a> {
    /// Reads one.
    pub(crate) fn read(pkcs8: &'a [u8]) -> Result<Self, Fault> {
        let mut info = Reader::new(pkcs8, DEPTH).sequence()?;
        info.number()?;
        let mut algorithm = info.sequence()?;
        let kind = algorithm.oid()?;
        let key = info.expect(OCTET_STRING)?;
        match kind {
            oid::RSA => {
                let mut fields = Reader::new(key.content(), DEPTH).sequence()?;
                fields.number()?;
                let modulus = without_zeros(fields.expect(INTEGER)?.content());
                let exponent = without_zeros(fields.expect(INTEGER)?.content());
                Ok(Self::Rsa { modulus, exponent })
            }
            oid::EC => {
                let curve = algorithm.oid()?.to_vec();
                // RFC 5915, section 3.
                let mut fields = Reader::new(key.content(), DEPTH).sequence()?;
                fields.number()?;
                let secret = Zeroizing::new(fields.octets()?.into_owned());
                fields.optional(CONTEXT_0)?;
                let public = match fields.optional(CONTEXT_1)? {
                    Some(public) => public.open()?.expect(BIT_STRING)?.content().get(1..).map(<[u8]>::to_vec),
                    None => None,
                };
                Ok(Self::Ec { curve, secret, public })
            }
            oid::ED25519 => {
                let seed = Reader::new(key.content(), DEPTH).octets()?;
                Ok(Self::Ed25519 { seed: Zeroizing::new(seed.into_owned()) })
            }
            _ => Err(Fault::UnknownKey),
        }
    }

    /// Whether this is the private key to a public one.
    pub(crate) fn belongs_to(&self, public: &SubjectPublicKeyInfo<'_>) -> bool {
        let point: &[u8] = &public.subject_public_key.data;
        match self {
            Self::Rsa { modulus, exponent } => match public.parsed() {
                Ok(PublicKey::RSA(rsa)) => {
                    without_zeros(rsa.modulus) == *modulus && without_zeros(rsa.exponent) == *exponent
                }
                _ => false,
            },
            Self::Ec { curve, secret, public: known } => {
                let is_of_curve = public
                    .algorithm
                    .parameters
                    .as_ref()
                    .and_then(|parameters| parameters.as_oid().ok())
                    .is_some_and(|named| named.as_bytes() == curve.as_slice());
                is_of_curve
                    && match curve.as_slice() {
                        oid::P_256 => is_pair(&ECDSA_P256_SHA256_ASN1_SIGNING, secret, 32, point),
                        oid::P_384 => is_pair(&ECDSA_P384_SHA384_ASN1_SIGNING, secret, 48, point),
                        // What the file itself says of the others.
                        _ => known.as_deref() == Some(point),
                    }
            }
            Self::Ed25519 { seed } => {
                public.algorithm.algorithm.as_bytes() == oid::ED25519
                    && Ed25519KeyPair::from_seed_and_public_key(seed, point).is_ok()
            }
        }
    }
}

/// Whether a secret leads to a point: calculated, since some tools leave the point out.
fn is_pair(
    algorithm: &'static ring::signature::EcdsaSigningAlgorithm,
    secret: &[u8],
    length: usize,
    point: &[u8],
) -> bool {
    let secret = without_zeros(secret);
    let Some(missing) = length.checked_sub(secret.len()) else { return false };
    let mut whole = Zeroizing::new(vec![0; missing]);
    whole.extend_from_slice(secret);
    EcdsaKeyPair::from_private_key_and_public_key(algorithm, &whole, point, &SystemRandom::new()).is_ok()
}

fn without_zeros(number: &[u8]) -> &[u8] {
    let zeros = number.iter().take_while(|digit| **digit == 0).count();
    number.get(zeros..).unwrap_or_default()
}
