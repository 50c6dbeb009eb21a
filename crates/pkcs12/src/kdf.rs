//! Keys from passwords.

use std::num::NonZeroU32;

use ring::{digest, pbkdf2};
use zeroize::Zeroizing;

use crate::{
    Fault, Password,
    ber::{self, Element, Reader},
    budget::Budget,
    oid,
};

/// What is derived (RFC 7292, appendix B.3).
#[derive(Clone, Copy)]
pub(crate) enum Use {
    Key = 1,
    Iv = 2,
    Mac = 3,
}

/// A salt and how often it is stirred.
pub(crate) struct Stir {
    salt: Vec<u8>,
    iterations: u32,
}

impl Stir {
    /// Reads a salt and a number that follow each other.
    pub(crate) fn read(fields: &mut Reader<'_>) -> Result<Self, Fault> {
        let salt = fields.octets()?.into_owned();
        let iterations = fields.number()?;
        Ok(Self { salt, iterations })
    }

    /// A salt, and a number that says one where it is not said.
    pub(crate) fn read_with_default(fields: &mut Reader<'_>) -> Result<Self, Fault> {
        let salt = fields.octets()?.into_owned();
        let iterations = if fields.is_empty() { 1 } else { fields.number()? };
        Ok(Self { salt, iterations })
    }

    fn check(&self, length: usize, budget: &Budget<'_>) -> Result<(), Fault> {
        let is_within = self.salt.len() <= budget.limits.salt && length <= budget.limits.key;
        if is_within { Ok(()) } else { Err(Fault::TooCostly) }
    }
}

/// The derivation of PKCS#12 itself (RFC 7292, appendix B.2).
pub(crate) fn pkcs12(
    digest: &'static digest::Algorithm,
    purpose: Use,
    password: &Password,
    stir: &Stir,
    length: usize,
    budget: &mut Budget<'_>,
) -> Result<Zeroizing<Vec<u8>>, Fault> {
    stir.check(length, budget)?;
    let rounds = length.div_ceil(digest.output_len());
    budget.spend(stir.iterations, u32::try_from(rounds).map_err(|_| Fault::TooCostly)?)?;
    let block = digest.block_len();
    let filled = |bytes: &[u8]| -> Vec<u8> {
        let length = block * bytes.len().div_ceil(block);
        bytes.iter().copied().cycle().take(length).collect()
    };
    let mut input = Zeroizing::new(filled(&stir.salt));
    input.extend_from_slice(&filled(&password.utf16));
    let diversifier = vec![purpose as u8; block];
    let mut derived = Zeroizing::new(Vec::with_capacity(length + digest.output_len()));
    for _ in 0..rounds {
        let mut context = digest::Context::new(digest);
        context.update(&diversifier);
        context.update(&input);
        let mut hash = context.finish();
        for _ in 1..stir.iterations {
            hash = digest::digest(digest, hash.as_ref());
        }
        derived.extend_from_slice(hash.as_ref());
        let addend: Vec<u8> = hash.as_ref().iter().copied().cycle().take(block).collect();
        for chunk in input.chunks_mut(block) {
            add_and_one(chunk, &addend);
        }
    }
    derived.truncate(length);
    Ok(derived)
}

/// `number + addend + 1`, as long as it is.
fn add_and_one(number: &mut [u8], addend: &[u8]) {
    let mut carry = 1_u16;
    for (digit, add) in number.iter_mut().zip(addend).rev() {
        let sum = u16::from(*digit) + u16::from(*add) + carry;
        [_, *digit] = sum.to_be_bytes();
        carry = sum >> 8;
    }
}

/// The derivation of PKCS#5 (RFC 8018, section 5.2), with what the file says of it.
pub(crate) struct Pbkdf2 {
    stir: Stir,
    length: Option<u32>,
    prf: pbkdf2::Algorithm,
}

impl Pbkdf2 {
    /// Reads an algorithm identifier, which must name this derivation.
    pub(crate) fn read(algorithm: &Element<'_>) -> Result<Self, Fault> {
        let mut algorithm = algorithm.open()?;
        if algorithm.oid()? != oid::PBKDF2 {
            return Err(Fault::UnknownProtection);
        }
        let mut fields = algorithm.sequence()?;
        let stir = Stir::read(&mut fields)?;
        let mut length = None;
        let mut prf = pbkdf2::PBKDF2_HMAC_SHA1;
        while let Some(field) = fields.next_if_any()? {
            match field.tag {
                ber::INTEGER => length = Some(Reader::new(field.whole(), 1).number()?),
                ber::SEQUENCE => {
                    prf = match field.open()?.oid()? {
                        oid::HMAC_SHA_1 => pbkdf2::PBKDF2_HMAC_SHA1,
                        oid::HMAC_SHA_256 => pbkdf2::PBKDF2_HMAC_SHA256,
                        oid::HMAC_SHA_384 => pbkdf2::PBKDF2_HMAC_SHA384,
                        oid::HMAC_SHA_512 => pbkdf2::PBKDF2_HMAC_SHA512,
                        _ => return Err(Fault::UnknownProtection),
                    };
                }
                _ => return Err(Fault::Malformed),
            }
        }
        Ok(Self { stir, length, prf })
    }

    /// The length of keys that the file asks for, if it says one.
    pub(crate) fn length(&self) -> Option<u32> {
        self.length
    }

    /// A key of so many bytes.
    pub(crate) fn derive(
        &self,
        password: &[u8],
        length: usize,
        budget: &mut Budget<'_>,
    ) -> Result<Zeroizing<Vec<u8>>, Fault> {
        self.stir.check(length, budget)?;
        // Each iteration hashes twice; the shortest of these digests has 20 bytes.
        let blocks = u32::try_from(length.div_ceil(20)).map_err(|_| Fault::TooCostly)?;
        budget.spend(self.stir.iterations, blocks.min(2))?;
        let iterations = NonZeroU32::new(self.stir.iterations).ok_or(Fault::Malformed)?;
        let mut key = Zeroizing::new(vec![0; length]);
        pbkdf2::derive(self.prf, iterations, &self.stir.salt, password, &mut key);
        Ok(key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Limits;

    /// The values are those of OpenSSL (`PKCS12_key_gen_utf8`).
    #[test]
    fn the_derivation_is_that_of_other_tools() {
        let stir = Stir { salt: vec![1, 2, 3, 4, 5, 6, 7, 8], iterations: 100 };
        let limits = Limits::default();
        let derive = |purpose, length| {
            let mut budget = Budget::new(&limits);
            let password = Password::new("ge@äheim");
            let key = pkcs12(&digest::SHA256, purpose, &password, &stir, length, &mut budget).unwrap();
            key.iter().map(|byte| format!("{byte:02x}")).collect::<String>()
        };
        assert_eq!(derive(Use::Key, 32), "fae4d4957a3cc781e1180b9d4fb79c1e0c8579b746a3177e5b0768a3118bf863");
        assert_eq!(derive(Use::Iv, 32), "e5ff813bc6547de5155b14d2fada85b3201a977349db6e26ccc998d9e8f83d6c");
        assert_eq!(derive(Use::Mac, 20), "136355ed9434516682534f46d63956db5ff06b84");
    }

    #[test]
    fn nothing_is_derived_beyond_the_limits() {
        let limits = Limits::default();
        let fault = |salt: usize, iterations, length| {
            let stir = Stir { salt: vec![7; salt], iterations };
            let mut budget = Budget::new(&limits);
            let digest = &digest::SHA1_FOR_LEGACY_USE_ONLY;
            pkcs12(digest, Use::Mac, &Password::new("x"), &stir, length, &mut budget).err()
        };
        assert_eq!(fault(8, 0, 20), Some(Fault::Malformed));
        assert_eq!(fault(8, 1_000_001, 20), Some(Fault::TooCostly));
        assert_eq!(fault(65, 1, 20), Some(Fault::TooCostly));
        assert_eq!(fault(8, 1, 65), Some(Fault::TooCostly));
        assert_eq!(fault(64, 1, 64), None);
    }
}
