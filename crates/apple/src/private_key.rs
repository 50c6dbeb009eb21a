//! Private keys as people upload them.

use openssl::pkey::{PKey, Private};

/// No private key in PEM, or a wrong password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is no private key")]
pub struct NoKey;

/// Reads a private key, in PEM, with a password where it has one. Gives PKCS#8, DER.
///
/// # Errors
/// [`NoKey`].
pub fn read(pem: &str, password: Option<&str>) -> Result<Vec<u8>, NoKey> {
    // Without a password OpenSSL would ask for one at the terminal.
    let password = password.unwrap_or_default().as_bytes();
    let key: Result<PKey<Private>, _> = PKey::private_key_from_pem_passphrase(pem.as_bytes(), password);
    key.and_then(|key| key.private_key_to_pkcs8()).map_err(|_| NoKey)
}

#[cfg(test)]
mod tests {
    use openssl::{rsa::Rsa, symm::Cipher};

    use super::*;

    #[test]
    fn a_key_opens_with_its_password_alone() {
        let key = Rsa::generate(2048).unwrap();
        let plain = String::from_utf8(key.private_key_to_pem().unwrap()).unwrap();
        let locked = key.private_key_to_pem_passphrase(Cipher::aes_128_cbc(), b"open").unwrap();
        let locked = String::from_utf8(locked).unwrap();
        let plain = read(&plain, None).unwrap();
        assert_eq!(read(&locked, Some("open")), Ok(plain));
        assert_eq!(read(&locked, Some("shut")), Err(NoKey));
        assert_eq!(read(&locked, None), Err(NoKey));
        assert_eq!(read("nonsense", None), Err(NoKey));
    }
}
