//! `Content-Digest` (RFC 9530).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256, Sha512};

use crate::SignatureError;
use crate::field::{bounded, byte_sequence, member};

const NAME: &str = "Content-Digest";

/// More digests than this are a nuisance, not a request.
const MAX_DIGESTS: usize = 8;

/// The `Content-Digest` value of a body, with SHA-256.
#[must_use]
pub fn content_digest(body: &[u8]) -> String {
    format!("sha-256=:{}:", STANDARD.encode(Sha256::digest(body)))
}

/// Compares a `Content-Digest` value with the raw body.
///
/// `sha-256` and `sha-512` are known; each of them that is listed must match, and at least one must be there. Other
/// algorithms are passed over.
///
/// # Errors
/// [`SignatureError::Digest`] if a known digest differs or none is known; `Missing`, `Malformed` or `TooLong` otherwise.
pub fn verify_content_digest(value: &str, body: &[u8]) -> Result<(), SignatureError> {
    let value = bounded(value, NAME)?;
    if value.split(',').count() > MAX_DIGESTS {
        return Err(SignatureError::TooLong(NAME));
    }
    let mut known = false;
    for text in value.split(',') {
        let (algorithm, digest) = member(text.trim_matches([' ', '\t']), NAME)?;
        let digest = byte_sequence(digest, NAME)?;
        let matches = match algorithm {
            "sha-256" => Sha256::digest(body).as_slice() == digest,
            "sha-512" => Sha512::digest(body).as_slice() == digest,
            _ => continue,
        };
        if !matches {
            return Err(SignatureError::Digest);
        }
        known = true;
    }
    if known { Ok(()) } else { Err(SignatureError::Digest) }
}
