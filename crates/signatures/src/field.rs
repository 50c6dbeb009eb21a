//! Reading the structured fields (RFC 9651) of this crate. Each of them is a dictionary, but a plain dictionary parser lets
//! the last of two equal keys win; reading member by member keeps "exactly one" and "every one" honest.

use sfv::{Item, KeyRef, Parser};

use crate::SignatureError;

/// The longest header field value that is looked at, in bytes.
const MAX_FIELD_BYTES: usize = 4096;

/// Refuses what is absent, oversized, or has characters that no header field of ours needs.
pub(crate) fn bounded<'a>(value: &'a str, name: &'static str) -> Result<&'a str, SignatureError> {
    if value.len() > MAX_FIELD_BYTES {
        return Err(SignatureError::TooLong(name));
    }
    let value = value.trim_matches([' ', '\t']);
    if value.is_empty() {
        return Err(SignatureError::Missing(name));
    }
    if !value.bytes().all(|b| b == b'\t' || (0x20..0x7f).contains(&b)) {
        return Err(SignatureError::Malformed(name));
    }
    Ok(value)
}

/// Splits `key=value` and checks the key by RFC 9651 section 3.1.2.
pub(crate) fn member<'a>(text: &'a str, name: &'static str) -> Result<(&'a str, &'a str), SignatureError> {
    let (key, value) = text.split_once('=').ok_or(SignatureError::Malformed(name))?;
    KeyRef::from_str(key).map_err(|_| SignatureError::Malformed(name))?;
    Ok((key, value))
}

/// Reads one byte sequence without parameters, `:base64:`.
pub(crate) fn byte_sequence(text: &str, name: &'static str) -> Result<Vec<u8>, SignatureError> {
    let item: Item = Parser::new(text).parse().map_err(|_| SignatureError::Malformed(name))?;
    match item.bare_item.as_byte_sequence() {
        Some(bytes) if item.params.is_empty() => Ok(bytes.to_vec()),
        _ => Err(SignatureError::Malformed(name)),
    }
}
