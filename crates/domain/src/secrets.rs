//! Secrets: the master key and what is derived from it, envelopes for what must be read again,
//! hashes for what must only be recognised, and random tokens.

use std::fmt;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chacha20poly1305::{
    XChaCha20Poly1305, XNonce,
    aead::{Aead, KeyInit, Payload},
};
use hmac::{Hmac, Mac};
use rand::TryRng;
use sha2::{Digest, Sha256};

use crate::error::{Error, Result};

/// The key above all keys: 32 random bytes in a file or the environment, never in the database or a
/// backup.
#[derive(Clone, PartialEq, Eq)]
pub struct MasterKey([u8; 32]);

impl MasterKey {
    /// A new random key.
    ///
    /// # Errors
    /// When the operating system gives no random numbers.
    pub fn generate() -> Result<Self> {
        Ok(Self(random_bytes()?))
    }

    /// Reads the written form: 43 characters of URL-safe base64.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text.trim().trim_end_matches('=')).ok()?;
        bytes.try_into().ok().map(Self)
    }

    /// The key of one backup, by its salt.
    pub(crate) fn derive_for_backup(&self, salt: &[u8; 32]) -> [u8; 32] {
        mac(&self.0, &[b"gatehouse/v1/", b"backup", salt])
    }

    /// The written form.
    pub fn to_text(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MasterKey(…)")
    }
}

/// What a keyed hash is for; hashes of one purpose are useless for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Registration PINs.
    Pin,
    /// Names under which wrong tries are counted.
    Throttle,
    /// Positions in lists.
    Cursor,
    /// Browsers and networks from which somebody signs in.
    Familiar,
}

/// The keys in use, derived from the master key.
pub(crate) struct Keys {
    envelope: [u8; 32],
    pin: [u8; 32],
    throttle: [u8; 32],
    cursor: [u8; 32],
    familiar: [u8; 32],
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys(…)")
    }
}

impl Keys {
    pub(crate) fn derive(master: &MasterKey) -> Self {
        let derive = |label: &str| mac(&master.0, &[b"gatehouse/v1/", label.as_bytes()]);
        Self {
            envelope: derive("envelope"),
            pin: derive("pin"),
            throttle: derive("throttle"),
            cursor: derive("cursor"),
            familiar: derive("familiar"),
        }
    }

    /// A keyed hash (HMAC-SHA-256) of `parts`, which are joined unambiguously.
    pub(crate) fn mac(&self, purpose: Purpose, parts: &[&[u8]]) -> [u8; 32] {
        let key = match purpose {
            Purpose::Pin => &self.pin,
            Purpose::Throttle => &self.throttle,
            Purpose::Cursor => &self.cursor,
            Purpose::Familiar => &self.familiar,
        };
        mac(key, parts)
    }

    /// Seals `plain` so that only this place (`binding`: table, row and purpose) can open it. A fresh
    /// data key per record, wrapped under the master key; layout: wrap nonce, wrapped key, nonce,
    /// ciphertext.
    pub(crate) fn seal(&self, binding: &str, plain: &[u8]) -> Result<Vec<u8>> {
        let data_key: [u8; 32] = random_bytes()?;
        let wrap_nonce: [u8; 24] = random_bytes()?;
        let nonce: [u8; 24] = random_bytes()?;
        let mut sealed = wrap_nonce.to_vec();
        sealed.extend(encrypt(&self.envelope, &wrap_nonce, binding, &data_key)?);
        sealed.extend(nonce);
        sealed.extend(encrypt(&data_key, &nonce, binding, plain)?);
        Ok(sealed)
    }

    /// Opens what [`Keys::seal`] has sealed for the same place.
    pub(crate) fn open(&self, binding: &str, sealed: &[u8]) -> Result<Vec<u8>> {
        let fault = || Error::internal("an envelope does not open: wrong key, wrong row or damaged");
        let (wrap_nonce, rest) = sealed.split_first_chunk::<24>().ok_or_else(fault)?;
        let (wrapped, rest) = rest.split_first_chunk::<48>().ok_or_else(fault)?;
        let (nonce, ciphertext) = rest.split_first_chunk::<24>().ok_or_else(fault)?;
        let data_key = decrypt(&self.envelope, wrap_nonce, binding, wrapped).ok_or_else(fault)?;
        let data_key: [u8; 32] = data_key.try_into().map_err(|_| fault())?;
        decrypt(&data_key, nonce, binding, ciphertext).ok_or_else(fault)
    }
}

fn mac(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    // HMAC takes keys of any length, so this cannot fail; an empty hash would match nothing.
    let Ok(mut hmac) = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(key) else {
        return [0; 32];
    };
    for part in parts {
        hmac.update(&(part.len() as u64).to_be_bytes());
        hmac.update(part);
    }
    hmac.finalize().into_bytes().into()
}

fn encrypt(key: &[u8; 32], nonce: &[u8; 24], binding: &str, plain: &[u8]) -> Result<Vec<u8>> {
    XChaCha20Poly1305::new(key.into())
        .encrypt(&XNonce::from(*nonce), Payload { msg: plain, aad: binding.as_bytes() })
        .map_err(|_| Error::internal("sealing failed"))
}

fn decrypt(key: &[u8; 32], nonce: &[u8; 24], binding: &str, sealed: &[u8]) -> Option<Vec<u8>> {
    XChaCha20Poly1305::new(key.into())
        .decrypt(&XNonce::from(*nonce), Payload { msg: sealed, aad: binding.as_bytes() })
        .ok()
}

/// Random bytes from the operating system.
///
/// # Errors
/// When it gives none.
pub fn random_bytes<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    rand::rngs::SysRng.try_fill_bytes(&mut bytes).map_err(Error::internal)?;
    Ok(bytes)
}

/// A random secret for cookies, links and tokens: 256 bits, 43 URL-safe characters.
///
/// # Errors
/// When the operating system gives no random numbers.
pub fn random_token() -> Result<String> {
    Ok(URL_SAFE_NO_PAD.encode(random_bytes::<32>()?))
}

/// A random secret for links that are printed as QR codes: 128 bits, 22 URL-safe characters.
///
/// # Errors
/// When the operating system gives no random numbers.
pub fn random_link_token() -> Result<String> {
    Ok(URL_SAFE_NO_PAD.encode(random_bytes::<16>()?))
}

/// What is stored of a random token: SHA-256 suffices, since nobody can guess the token.
pub fn token_hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_envelope_opens_only_in_its_own_place() {
        let keys = Keys::derive(&MasterKey::generate().unwrap());
        let sealed = keys.seal("registrations/1/code", b"48271936").unwrap();
        assert_eq!(keys.open("registrations/1/code", &sealed).unwrap(), b"48271936");
        assert!(keys.open("registrations/2/code", &sealed).is_err());
        let other = Keys::derive(&MasterKey::generate().unwrap());
        assert!(other.open("registrations/1/code", &sealed).is_err());
    }

    #[test]
    fn a_flipped_byte_anywhere_is_noticed() {
        let keys = Keys::derive(&MasterKey::generate().unwrap());
        let sealed = keys.seal("here", b"secret").unwrap();
        for index in 0..sealed.len() {
            let mut damaged = sealed.clone();
            damaged[index] ^= 1;
            assert!(keys.open("here", &damaged).is_err(), "byte {index}");
        }
    }

    #[test]
    fn joined_parts_are_not_confused() {
        let keys = Keys::derive(&MasterKey::generate().unwrap());
        assert_ne!(keys.mac(Purpose::Pin, &[b"ab", b"c"]), keys.mac(Purpose::Pin, &[b"a", b"bc"]));
        assert_ne!(keys.mac(Purpose::Pin, &[b"a"]), keys.mac(Purpose::Throttle, &[b"a"]));
    }

    #[test]
    fn the_master_key_is_written_and_read_but_never_shown() {
        let key = MasterKey::generate().unwrap();
        assert_eq!(MasterKey::parse(&key.to_text()), Some(key.clone()));
        assert!(!format!("{key:?}").contains(&key.to_text()));
        assert_eq!(MasterKey::parse("short"), None);
    }
}
