//! Signatures of devices: the header `Mdm-Signature` (Apple: *Mdm-Signature*, RFC 5652 section 5).
//!
//! Devices sign in two forms: without signed attributes, where the signature is over the body, and with them,
//! where it is over attributes that hold the digest of the body. Older ones use SHA-1 and BER. What is proved
//! here is that the holder of the certificate's key has signed this body; that the certificate is one of ours is
//! asked with [`is_issued_by`], and whose it is by its [`fingerprint`](Signer::fingerprint).
//!
//! Every message of every device passes here, so the usual ones do without OpenSSL, which reads keys slowly and
//! one at a time (decision 25); it rewrites what is no DER, and has the last word on whether a signature fits.

mod key;
mod message;

#[cfg(test)]
mod tests;

use base64::{Engine, engine::general_purpose::STANDARD};
use openssl::{
    error::ErrorStack,
    pkcs7::{Pkcs7, Pkcs7Flags},
    pkey::PKey,
    stack::Stack,
    x509::X509,
};

use message::Message;

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
    if let Some(message) = Message::read(&signed) {
        return message.signer_of(body);
    }
    // Written anew it is DER, whatever it came in.
    let again = Pkcs7::from_der(&signed).and_then(|signed| signed.to_der()).map_err(|_| Fault::Malformed)?;
    Message::read(&again).ok_or(Fault::Malformed)?.signer_of(body)
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
