//! Whether a file is whole and its password the right one (RFC 7292, section 4, and RFC 9579).

use ring::{digest, hmac};

use crate::{
    Fault, Password,
    ber::{Element, OCTET_STRING},
    budget::Budget,
    kdf::{self, Pbkdf2, Stir, Use},
    oid,
};

/// What a file says of its integrity.
pub(crate) struct Mac {
    how: How,
    value: Vec<u8>,
}

enum How {
    /// By the derivation of PKCS#12.
    Pkcs12 { digest: &'static digest::Algorithm, hmac: hmac::Algorithm, stir: Stir },
    /// By that of PKCS#5.
    Pbmac1 { derivation: Pbkdf2, hmac: hmac::Algorithm, length: usize },
}

impl Mac {
    /// Reads `MacData`.
    pub(crate) fn read(data: &Element<'_>) -> Result<Self, Fault> {
        let mut data = data.open()?;
        let mut info = data.sequence()?;
        let algorithm = info.next()?;
        let value = info.next()?.octets(OCTET_STRING)?.into_owned();
        let mut fields = algorithm.open()?;
        let how = match fields.oid()? {
            oid::PBMAC1 => pbmac1(&fields.next()?)?,
            name => {
                let (digest, hmac) = match name {
                    oid::SHA_1 => (&digest::SHA1_FOR_LEGACY_USE_ONLY, hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY),
                    oid::SHA_256 => (&digest::SHA256, hmac::HMAC_SHA256),
                    oid::SHA_384 => (&digest::SHA384, hmac::HMAC_SHA384),
                    oid::SHA_512 => (&digest::SHA512, hmac::HMAC_SHA512),
                    _ => return Err(Fault::UnknownProtection),
                };
                How::Pkcs12 { digest, hmac, stir: Stir::read_with_default(&mut data)? }
            }
        };
        Ok(Self { how, value })
    }

    /// Gives the password back in the form that fits: no password at all is tried where it is empty.
    pub(crate) fn verify(
        &self,
        content: &[u8],
        password: Password,
        budget: &mut Budget<'_>,
    ) -> Result<Password, Fault> {
        if self.fits(content, &password, budget)? {
            return Ok(password);
        }
        if password.is_empty() && self.fits(content, &Password::none(), budget)? {
            return Ok(Password::none());
        }
        Err(Fault::WrongPassword)
    }

    fn fits(&self, content: &[u8], password: &Password, budget: &mut Budget<'_>) -> Result<bool, Fault> {
        let (algorithm, key) = match &self.how {
            How::Pkcs12 { digest, hmac, stir } => {
                (hmac, kdf::pkcs12(digest, Use::Mac, password, stir, digest.output_len(), budget)?)
            }
            How::Pbmac1 { derivation, hmac, length } => {
                (hmac, derivation.derive(&password.utf8, *length, budget)?)
            }
        };
        Ok(hmac::verify(&hmac::Key::new(*algorithm, &key), content, &self.value).is_ok())
    }
}

fn pbmac1(parameters: &Element<'_>) -> Result<How, Fault> {
    let mut fields = parameters.open()?;
    let derivation = Pbkdf2::read(&fields.next()?)?;
    let hmac = match fields.sequence()?.oid()? {
        oid::HMAC_SHA_256 => hmac::HMAC_SHA256,
        oid::HMAC_SHA_384 => hmac::HMAC_SHA384,
        oid::HMAC_SHA_512 => hmac::HMAC_SHA512,
        _ => return Err(Fault::UnknownProtection),
    };
    // It must be said, and a short one would be worth nothing (RFC 9579, sections 4 and 9).
    let length = derivation.length().and_then(|length| usize::try_from(length).ok());
    let length = length.filter(|length| *length >= 20).ok_or(Fault::Malformed)?;
    Ok(How::Pbmac1 { derivation, hmac, length })
}
