//! PKCS#12 files (RFC 7292), as browsers, systems and tools write them.
//!
//! [`open`] takes a file and its password and gives the private keys with the certificates that belong to them.
//! It is fed by people over the network, so it is written for that: no unsafe code, no recursion beyond
//! the levels that are allowed, and nothing is derived from the password before the file's costs are known ([`Limits`]).
//!
//! Read are BER with indefinite lengths and constructed strings; protection by PBES2 (RFC 8018) with AES or triple
//! DES, and by the older RC2 and triple DES; integrity by HMAC with SHA-1 and SHA-2 and by PBMAC1 (RFC 9579). RC4
//! and integrity by public keys are not: nothing has written them for long.

mod ber;
mod budget;
mod fault;
mod identity;
mod kdf;
mod mac;
mod oid;
mod pfx;
mod private_key;
mod protection;
mod safe;

pub use budget::Limits;
pub use fault::Fault;
pub use identity::Identity;

use zeroize::Zeroizing;

/// The identities in a file: each private key with its certificate and the chain above it that the file holds, in
/// the order of the file.
///
/// # Errors
/// See [`Fault`]. A wrong password and a damaged file cannot be told apart where the file is protected.
pub fn open(file: &[u8], password: &str, limits: &Limits) -> Result<Vec<Identity>, Fault> {
    let pfx = pfx::Pfx::read(file, limits)?;
    let mut budget = budget::Budget::new(limits);
    let password = Password::new(password);
    let password = match &pfx.mac {
        Some(mac) => mac.verify(&pfx.content, password, &mut budget)?,
        None => password,
    };
    let contents = safe::read(&pfx.content, &password, &mut budget)?;
    identity::pair(contents)
}

/// Whether this is such a file at all, as far as can be seen without its password.
///
/// # Errors
/// When it is not, or when it goes beyond the limits.
pub fn check(file: &[u8], limits: &Limits) -> Result<(), Fault> {
    let pfx = pfx::Pfx::read(file, limits)?;
    safe::check(&pfx.content, limits)
}

/// A password in the two forms in which it is used.
pub(crate) struct Password {
    /// UTF-8, for PBKDF2 (RFC 8018).
    utf8: Zeroizing<Vec<u8>>,
    /// UTF-16 with a zero at the end, for the derivation of PKCS#12 itself (RFC 7292, appendix B.1).
    utf16: Zeroizing<Vec<u8>>,
}

impl Password {
    fn new(text: &str) -> Self {
        let utf16 = text.encode_utf16().chain([0]).flat_map(u16::to_be_bytes).collect();
        Self { utf8: Zeroizing::new(text.as_bytes().to_vec()), utf16: Zeroizing::new(utf16) }
    }

    /// No password, which is something else than an empty one: some tools mean this by it.
    fn none() -> Self {
        Self { utf8: Zeroizing::default(), utf16: Zeroizing::default() }
    }

    fn is_empty(&self) -> bool {
        self.utf8.is_empty()
    }
}
