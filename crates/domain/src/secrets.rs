//! Secrets: the master key and what is derived from it, envelopes for what must be read again,
//! hashes for what must only be recognised, and random tokens.

use std::{
    fmt,
    sync::{Arc, PoisonError, RwLock},
};

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

/// The master keys that count: the one in use, and while it is being changed the one before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MasterKeys {
    /// What is sealed from now on is sealed under it.
    pub current: MasterKey,
    /// What was sealed before may still be sealed under it.
    pub previous: Option<MasterKey>,
}

impl MasterKeys {
    /// Reads the written form: one key, or the current one and the previous one, on two lines or with a comma
    /// between them.
    pub fn parse(text: &str) -> Option<Self> {
        let mut keys = text.split([',', '\n']).map(str::trim).filter(|key| !key.is_empty());
        let current = MasterKey::parse(keys.next()?)?;
        let previous = keys.next().map(|key| MasterKey::parse(key).ok_or(())).transpose().ok()?;
        keys.next().is_none().then_some(Self { current, previous })
    }

    /// The written form: a line for each.
    pub fn to_text(&self) -> String {
        let keys = std::iter::once(&self.current).chain(&self.previous);
        keys.map(|key| key.to_text() + "\n").collect()
    }

    /// A new key in the place of the current one, which stays as the previous one.
    ///
    /// # Errors
    /// When the operating system gives no random numbers.
    pub fn renewed(self) -> Result<Self> {
        Ok(Self { current: MasterKey::generate()?, previous: Some(self.current) })
    }
}

impl From<MasterKey> for MasterKeys {
    fn from(current: MasterKey) -> Self {
        Self { current, previous: None }
    }
}

/// Where the keys are read again, for a server that runs while they are changed.
#[derive(Clone)]
pub struct KeySource(Arc<dyn Fn() -> Option<MasterKeys> + Send + Sync>);

impl KeySource {
    /// Read by this.
    pub fn new(read: impl Fn() -> Option<MasterKeys> + Send + Sync + 'static) -> Self {
        Self(Arc::new(read))
    }
}

impl fmt::Debug for KeySource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeySource(…)")
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

/// The keys in use, derived from the master keys.
pub(crate) struct Keys {
    derived: RwLock<Arc<Derived>>,
    source: Option<KeySource>,
}

/// What is derived from the keys that count.
struct Derived {
    from: MasterKeys,
    current: OneKey,
    previous: Option<OneKey>,
}

/// What is derived from one master key.
struct OneKey {
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

impl Derived {
    fn from(keys: MasterKeys) -> Self {
        let current = OneKey::from(&keys.current);
        Self { current, previous: keys.previous.as_ref().map(OneKey::from), from: keys }
    }

    fn each(&self) -> impl Iterator<Item = &OneKey> {
        std::iter::once(&self.current).chain(&self.previous)
    }
}

impl OneKey {
    fn from(master: &MasterKey) -> Self {
        let derive = |label: &str| mac(&master.0, &[b"gatehouse/v1/", label.as_bytes()]);
        Self {
            envelope: derive("envelope"),
            pin: derive("pin"),
            throttle: derive("throttle"),
            cursor: derive("cursor"),
            familiar: derive("familiar"),
        }
    }

    fn of(&self, purpose: Purpose) -> &[u8; 32] {
        match purpose {
            Purpose::Pin => &self.pin,
            Purpose::Throttle => &self.throttle,
            Purpose::Cursor => &self.cursor,
            Purpose::Familiar => &self.familiar,
        }
    }
}

/// An envelope, in its parts.
struct Parts<'a> {
    wrap_nonce: &'a [u8; 24],
    wrapped: &'a [u8; 48],
    nonce: &'a [u8; 24],
    ciphertext: &'a [u8],
}

impl<'a> Parts<'a> {
    fn of(sealed: &'a [u8]) -> Option<Self> {
        let (wrap_nonce, rest) = sealed.split_first_chunk::<24>()?;
        let (wrapped, rest) = rest.split_first_chunk::<48>()?;
        let (nonce, ciphertext) = rest.split_first_chunk::<24>()?;
        Some(Self { wrap_nonce, wrapped, nonce, ciphertext })
    }

    fn data_key(&self, key: &OneKey, binding: &str) -> Option<[u8; 32]> {
        decrypt(&key.envelope, self.wrap_nonce, binding, self.wrapped)?.try_into().ok()
    }
}

/// What became of an envelope that was to be brought under the current key.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Rewrapped {
    /// It was under it already.
    Current,
    /// This is it now.
    Now(Vec<u8>),
    /// No key opens it: it is damaged, or of another place.
    Closed,
}

impl Keys {
    pub(crate) fn new(keys: MasterKeys, source: Option<KeySource>) -> Self {
        Self { derived: RwLock::new(Arc::new(Derived::from(keys))), source }
    }

    fn derived(&self) -> Arc<Derived> {
        Arc::clone(&self.derived.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads the keys again; whether they are others now.
    pub(crate) fn refresh(&self) -> bool {
        let Some(keys) = self.source.as_ref().and_then(|source| source.0()) else { return false };
        if self.derived().from == keys {
            return false;
        }
        *self.derived.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(Derived::from(keys));
        true
    }

    /// A keyed hash (HMAC-SHA-256) of `parts`, which are joined unambiguously.
    pub(crate) fn mac(&self, purpose: Purpose, parts: &[&[u8]]) -> [u8; 32] {
        mac(self.derived().current.of(purpose), parts)
    }

    /// The hash, and the one under the previous key: what was stored before may be that.
    pub(crate) fn macs(&self, purpose: Purpose, parts: &[&[u8]]) -> Vec<[u8; 32]> {
        self.derived().each().map(|key| mac(key.of(purpose), parts)).collect()
    }

    /// Seals `plain` so that only this place (`binding`: table, row and purpose) can open it. A fresh
    /// data key per record, wrapped under the master key; layout: wrap nonce, wrapped key, nonce,
    /// ciphertext. The keys are read again before: nothing is sealed under one that was changed.
    pub(crate) fn seal(&self, binding: &str, plain: &[u8]) -> Result<Vec<u8>> {
        self.refresh();
        let data_key: [u8; 32] = random_bytes()?;
        let nonce: [u8; 24] = random_bytes()?;
        let mut sealed = wrap(&self.derived().current, binding, &data_key)?;
        sealed.extend(nonce);
        sealed.extend(encrypt(&data_key, &nonce, binding, plain)?);
        Ok(sealed)
    }

    /// Opens what [`Keys::seal`] has sealed for the same place. The keys are read again where none opens it: they may
    /// have been changed a moment ago.
    pub(crate) fn open(&self, binding: &str, sealed: &[u8]) -> Result<Vec<u8>> {
        let fault = || Error::internal("an envelope does not open: wrong key, wrong row or damaged");
        let parts = Parts::of(sealed).ok_or_else(fault)?;
        let find = || self.derived().each().find_map(|key| parts.data_key(key, binding));
        let data_key = match find() {
            None if self.refresh() => find(),
            found => found,
        };
        let data_key = data_key.ok_or_else(fault)?;
        decrypt(&data_key, parts.nonce, binding, parts.ciphertext).ok_or_else(fault)
    }

    /// Brings an envelope under the current key. What it holds is not opened for that.
    pub(crate) fn rewrap(&self, binding: &str, sealed: &[u8]) -> Result<Rewrapped> {
        let Some(parts) = Parts::of(sealed) else { return Ok(Rewrapped::Closed) };
        let derived = self.derived();
        if parts.data_key(&derived.current, binding).is_some() {
            return Ok(Rewrapped::Current);
        }
        let data_key = derived.previous.as_ref().and_then(|key| parts.data_key(key, binding));
        let Some(data_key) = data_key else { return Ok(Rewrapped::Closed) };
        let mut now = wrap(&derived.current, binding, &data_key)?;
        now.extend(parts.nonce);
        now.extend(parts.ciphertext);
        Ok(Rewrapped::Now(now))
    }
}

fn wrap(key: &OneKey, binding: &str, data_key: &[u8; 32]) -> Result<Vec<u8>> {
    let nonce: [u8; 24] = random_bytes()?;
    let mut wrapped = nonce.to_vec();
    wrapped.extend(encrypt(&key.envelope, &nonce, binding, data_key)?);
    Ok(wrapped)
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
        let keys = Keys::new(MasterKey::generate().unwrap().into(), None);
        let sealed = keys.seal("registrations/1/code", b"48271936").unwrap();
        assert_eq!(keys.open("registrations/1/code", &sealed).unwrap(), b"48271936");
        assert!(keys.open("registrations/2/code", &sealed).is_err());
        let other = Keys::new(MasterKey::generate().unwrap().into(), None);
        assert!(other.open("registrations/1/code", &sealed).is_err());
    }

    #[test]
    fn a_flipped_byte_anywhere_is_noticed() {
        let keys = Keys::new(MasterKey::generate().unwrap().into(), None);
        let sealed = keys.seal("here", b"secret").unwrap();
        for index in 0..sealed.len() {
            let mut damaged = sealed.clone();
            damaged[index] ^= 1;
            assert!(keys.open("here", &damaged).is_err(), "byte {index}");
        }
    }

    #[test]
    fn an_envelope_comes_under_a_new_key_and_holds_the_same() {
        let old = MasterKeys::from(MasterKey::generate().unwrap());
        let both = old.clone().renewed().unwrap();
        let sealed = Keys::new(old.clone(), None).seal("here", b"secret").unwrap();
        let keys = Keys::new(both.clone(), None);
        assert_eq!(keys.open("here", &sealed).unwrap(), b"secret");
        let Rewrapped::Now(now) = keys.rewrap("here", &sealed).unwrap() else {
            panic!("it was under the old one")
        };
        assert_eq!(keys.rewrap("here", &now).unwrap(), Rewrapped::Current);
        assert_eq!(keys.rewrap("there", &sealed).unwrap(), Rewrapped::Closed);
        let new = Keys::new(both.current.clone().into(), None);
        assert_eq!(new.open("here", &now).unwrap(), b"secret");
        assert!(new.open("here", &sealed).is_err());
        assert!(Keys::new(old, None).open("here", &now).is_err());
        assert_eq!(MasterKeys::parse(&both.to_text()), Some(both));
        assert_eq!(MasterKeys::parse("a,b"), None);
    }

    #[test]
    fn keys_that_were_changed_meanwhile_are_read_again() {
        let old = MasterKeys::from(MasterKey::generate().unwrap());
        let both = old.clone().renewed().unwrap();
        let read = both.clone();
        let running = Keys::new(old, Some(KeySource::new(move || Some(read.clone()))));
        let sealed = Keys::new(both.current.into(), None).seal("here", b"secret").unwrap();
        assert_eq!(running.open("here", &sealed).unwrap(), b"secret");
        assert!(!running.refresh(), "they are in use now");
    }

    #[test]
    fn joined_parts_are_not_confused() {
        let keys = Keys::new(MasterKey::generate().unwrap().into(), None);
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
