//! A private key with its certificates, as devices install it (PKCS#12, RFC 7292).

use openssl::{hash::MessageDigest, nid::Nid, pkcs12::Pkcs12, pkey::PKey, stack::Stack, x509::X509};

/// A key or certificate that OpenSSL does not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this key and these certificates cannot be written")]
pub struct CannotWrite;

/// Iterations: the password is random and stands beside the file, so more would only keep devices busy.
const ITERATIONS: u32 = 2_000;

/// Writes one, protected with a password, in the form that every release of every system of Apple's reads: triple
/// DES and SHA-1. Nothing hangs on their strength, see [`ITERATIONS`]; it travels inside TLS. `key` is PKCS#8, the
/// certificates are X.509, all DER.
///
/// # Errors
/// [`CannotWrite`].
pub fn write(
    name: &str,
    key: &[u8],
    certificate: &[u8],
    chain: &[Vec<u8>],
    password: &str,
) -> Result<Vec<u8>, CannotWrite> {
    let write = || {
        let key = PKey::private_key_from_pkcs8(key)?;
        let certificate = X509::from_der(certificate)?;
        let mut above = Stack::new()?;
        for der in chain {
            above.push(X509::from_der(der)?)?;
        }
        Pkcs12::builder()
            .name(name)
            .pkey(&key)
            .cert(&certificate)
            .ca(above)
            .key_algorithm(Nid::PBE_WITHSHA1AND3_KEY_TRIPLEDES_CBC)
            .cert_algorithm(Nid::PBE_WITHSHA1AND3_KEY_TRIPLEDES_CBC)
            .key_iter(ITERATIONS)
            .mac_iter(ITERATIONS)
            .mac_md(MessageDigest::sha1())
            .build2(password)?
            .to_der()
    };
    write().map_err(|_: openssl::error::ErrorStack| CannotWrite)
}
