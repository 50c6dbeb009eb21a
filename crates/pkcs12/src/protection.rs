//! What is protected with the password (RFC 7292, appendix C, and RFC 8018, section 6.2).

use aes::{Aes128, Aes192, Aes256};
use cbc::{
    Decryptor,
    cipher::{BlockCipherDecrypt, BlockModeDecrypt, InnerIvInit, KeyInit, KeyIvInit, block_padding::Pkcs7},
};
use des::{TdesEde2, TdesEde3};
use rc2::Rc2;
use ring::digest;
use zeroize::Zeroizing;

use crate::{
    Fault, Password,
    ber::{Element, OCTET_STRING, Reader},
    budget::Budget,
    kdf::{self, Pbkdf2, Stir, Use},
    oid,
};

/// Ciphers in the mode CBC.
#[derive(Clone, Copy)]
enum Cipher {
    Aes128,
    Aes192,
    Aes256,
    TripleDes,
    TwoKeyTripleDes,
    Rc2With40Bits,
    Rc2With128Bits,
}

impl Cipher {
    fn key_len(self) -> usize {
        match self {
            Self::Rc2With40Bits => 5,
            Self::Aes128 | Self::TwoKeyTripleDes | Self::Rc2With128Bits => 16,
            Self::Aes192 | Self::TripleDes => 24,
            Self::Aes256 => 32,
        }
    }

    fn decrypt(self, key: &[u8], iv: &[u8], data: &[u8]) -> Result<Zeroizing<Vec<u8>>, Fault> {
        match self {
            Self::Aes128 => with_key::<Aes128>(key, iv, data),
            Self::Aes192 => with_key::<Aes192>(key, iv, data),
            Self::Aes256 => with_key::<Aes256>(key, iv, data),
            Self::TripleDes => with_key::<TdesEde3>(key, iv, data),
            Self::TwoKeyTripleDes => with_key::<TdesEde2>(key, iv, data),
            Self::Rc2With40Bits => with_cipher(Rc2::new_with_eff_key_len(key, 40), iv, data),
            Self::Rc2With128Bits => with_cipher(Rc2::new_with_eff_key_len(key, 128), iv, data),
        }
    }
}

fn with_key<C: BlockCipherDecrypt + KeyInit>(
    key: &[u8],
    iv: &[u8],
    data: &[u8],
) -> Result<Zeroizing<Vec<u8>>, Fault>
where
    Decryptor<C>: KeyIvInit,
{
    let decryptor = Decryptor::<C>::new_from_slices(key, iv).map_err(|_| Fault::Malformed)?;
    finish(decryptor, data)
}

fn with_cipher<C: BlockCipherDecrypt>(
    cipher: C,
    iv: &[u8],
    data: &[u8],
) -> Result<Zeroizing<Vec<u8>>, Fault> {
    let decryptor = Decryptor::inner_iv_slice_init(cipher, iv).map_err(|_| Fault::Malformed)?;
    finish(decryptor, data)
}

/// With another key there is hardly ever a padding at the end that is one.
fn finish(decryptor: impl BlockModeDecrypt, data: &[u8]) -> Result<Zeroizing<Vec<u8>>, Fault> {
    decryptor.decrypt_padded_vec::<Pkcs7>(data).map(Zeroizing::new).map_err(|_| Fault::WrongPassword)
}

/// Opens what an algorithm, named by its identifier, has sealed.
pub(crate) fn open(
    algorithm: &Element<'_>,
    sealed: &[u8],
    password: &Password,
    budget: &mut Budget<'_>,
) -> Result<Zeroizing<Vec<u8>>, Fault> {
    let mut fields = algorithm.open()?;
    let of_pkcs12 = match fields.oid()? {
        oid::PBES2 => return pbes2(fields.sequence()?, sealed, password, budget),
        oid::TRIPLE_DES => Cipher::TripleDes,
        oid::TWO_KEY_TRIPLE_DES => Cipher::TwoKeyTripleDes,
        oid::RC2_128 => Cipher::Rc2With128Bits,
        oid::RC2_40 => Cipher::Rc2With40Bits,
        _ => return Err(Fault::UnknownProtection),
    };
    let stir = Stir::read(&mut fields.sequence()?)?;
    let digest = &digest::SHA1_FOR_LEGACY_USE_ONLY;
    let key = kdf::pkcs12(digest, Use::Key, password, &stir, of_pkcs12.key_len(), budget)?;
    // All of these ciphers have blocks of eight bytes.
    let iv = kdf::pkcs12(digest, Use::Iv, password, &stir, 8, budget)?;
    of_pkcs12.decrypt(&key, &iv, sealed)
}

fn pbes2(
    mut fields: Reader<'_>,
    sealed: &[u8],
    password: &Password,
    budget: &mut Budget<'_>,
) -> Result<Zeroizing<Vec<u8>>, Fault> {
    let derivation = Pbkdf2::read(&fields.next()?)?;
    let mut scheme = fields.sequence()?;
    let cipher = match scheme.oid()? {
        oid::AES_128_CBC => Cipher::Aes128,
        oid::AES_192_CBC => Cipher::Aes192,
        oid::AES_256_CBC => Cipher::Aes256,
        oid::TRIPLE_DES_CBC => Cipher::TripleDes,
        _ => return Err(Fault::UnknownProtection),
    };
    let iv = scheme.next()?.octets(OCTET_STRING)?;
    if derivation.length().is_some_and(|length| usize::try_from(length) != Ok(cipher.key_len())) {
        return Err(Fault::UnknownProtection);
    }
    let key = derivation.derive(&password.utf8, cipher.key_len(), budget)?;
    cipher.decrypt(&key, &iv, sealed)
}
