use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::VerifyingKey;

use crate::SignatureError;

/// Reads a device's public key: the raw 32 bytes in standard base64 with padding.
///
/// Refuses points of small order (any signature would fit such a key) and second spellings of a point.
///
/// # Errors
/// [`SignatureError::Key`], whatever is wrong with it.
pub fn public_key(text: &str) -> Result<VerifyingKey, SignatureError> {
    // 44 characters for 32 bytes; checked first so that nothing large is decoded.
    if text.len() != 44 {
        return Err(SignatureError::Key);
    }
    let bytes = STANDARD.decode(text).map_err(|_| SignatureError::Key)?;
    let bytes: [u8; 32] = bytes.try_into().map_err(|_| SignatureError::Key)?;
    let key = VerifyingKey::from_bytes(&bytes).map_err(|_| SignatureError::Key)?;
    let canonical = key.to_edwards().compress().to_bytes() == bytes;
    if key.is_weak() || !canonical {
        return Err(SignatureError::Key);
    }
    Ok(key)
}

/// Writes a public key as [`public_key`] reads it.
#[must_use]
pub fn encode_public_key(key: &VerifyingKey) -> String {
    STANDARD.encode(key.as_bytes())
}
