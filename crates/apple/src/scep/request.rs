//! What is in the envelope of a request: who asks for a certificate, and with which challenge.

use cms::{content_info::ContentInfo, enveloped_data::EnvelopedData};
use der::{
    Any, Decode,
    asn1::{Ia5StringRef, PrintableStringRef, TeletexStringRef, Utf8StringRef},
};
use openssl::x509::{X509, X509Req};
use x509_cert::request::CertReq;

use super::{Fault, oid};

/// Fewest bits of a key.
const FEWEST_BITS: u32 = 2048;

/// How an envelope is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cipher {
    /// AES with a key of any length, in CBC.
    Aes,
    /// Triple DES, of old clients.
    TripleDes,
}

impl Cipher {
    /// That of an envelope.
    pub(super) fn of(envelope: &[u8]) -> Result<Self, Fault> {
        let info = ContentInfo::from_der(envelope)?;
        if info.content_type != oid::ENVELOPED_DATA {
            return Err(Fault::Malformed);
        }
        let enveloped: EnvelopedData = info.content.decode_as()?;
        match enveloped.encrypted_content.content_enc_alg.oid {
            oid::AES_128_CBC | oid::AES_192_CBC | oid::AES_256_CBC => Ok(Self::Aes),
            oid::DES3_CBC => Ok(Self::TripleDes),
            _ => Err(Fault::Malformed),
        }
    }
}

/// A request for a certificate. Has no `Debug`: the challenge is a secret.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// The public key that is to be certified, as `SubjectPublicKeyInfo` in DER.
    pub public_key: Vec<u8>,
    /// The challenge that its profile gave it.
    pub challenge: Option<String>,
    /// How it was encrypted; the answer is encrypted as well as that at least.
    pub cipher: Cipher,
}

impl Request {
    /// Reads what was in an envelope. The key that asks has signed the request; it must be that of `signer`
    /// (a certificate, DER) as well, where there is one.
    pub(super) fn read(bytes: &[u8], signer: Option<&[u8]>, cipher: Cipher) -> Result<Self, Fault> {
        let request = X509Req::from_der(bytes)?;
        let key = request.public_key()?;
        if !request.verify(&*key)? {
            return Err(Fault::Malformed);
        }
        let is_strong = key.rsa().is_ok() && key.bits() >= FEWEST_BITS;
        let is_signers = match signer {
            Some(signer) => X509::from_der(signer)?.public_key()?.public_eq(&*key),
            None => true,
        };
        if !is_strong || !is_signers {
            return Err(Fault::Malformed);
        }
        let parsed = CertReq::from_der(bytes)?;
        let attribute =
            parsed.info.attributes.iter().find(|attribute| attribute.oid == oid::CHALLENGE_PASSWORD);
        let challenge = attribute.and_then(|attribute| attribute.values.iter().next()).and_then(text);
        Ok(Self { public_key: key.public_key_to_der()?, challenge, cipher })
    }
}

/// A text of any of the kinds that clients use.
fn text(value: &Any) -> Option<String> {
    if let Ok(text) = value.decode_as::<PrintableStringRef<'_>>() {
        return Some(text.as_str().to_owned());
    }
    if let Ok(text) = value.decode_as::<Utf8StringRef<'_>>() {
        return Some(text.as_str().to_owned());
    }
    if let Ok(text) = value.decode_as::<Ia5StringRef<'_>>() {
        return Some(text.as_str().to_owned());
    }
    value.decode_as::<TeletexStringRef<'_>>().ok().map(|text| text.as_str().to_owned())
}
