//! What is in the safe: bags with keys and certificates (RFC 7292, section 4.2).

use std::borrow::Cow;

use zeroize::Zeroizing;

use crate::{
    Fault, Limits, Password,
    ber::{BMP_STRING, CONTEXT_0, CONTEXT_0_PRIMITIVE, Element, OCTET_STRING, Reader, SEQUENCE, SET},
    budget::Budget,
    oid, protection,
};

/// A private key (PKCS#8, RFC 5208) and what it is called.
pub(crate) struct Key {
    pub(crate) name: Option<String>,
    pub(crate) pkcs8: Zeroizing<Vec<u8>>,
}

/// A certificate (X.509) and what it is called.
pub(crate) struct Certificate {
    pub(crate) name: Option<String>,
    pub(crate) der: Vec<u8>,
}

/// All that was found.
#[derive(Default)]
pub(crate) struct Contents {
    pub(crate) keys: Vec<Key>,
    pub(crate) certificates: Vec<Certificate>,
    bags: usize,
}

/// Whether the safe can be gone through as far as nothing is encrypted.
pub(crate) fn check(safe: &[u8], limits: &Limits) -> Result<(), Fault> {
    let mut parts = Reader::new(safe, limits.depth).sequence()?;
    while let Some(part) = parts.next_if_any()? {
        let mut part = part.open()?;
        if ![oid::DATA, oid::ENCRYPTED_DATA].contains(&part.oid()?) {
            return Err(Fault::UnknownProtection);
        }
        part.expect(CONTEXT_0)?.open()?.next()?;
    }
    Ok(())
}

/// Reads the safe with its password.
pub(crate) fn read(safe: &[u8], password: &Password, budget: &mut Budget<'_>) -> Result<Contents, Fault> {
    let mut contents = Contents::default();
    let mut parts = Reader::new(safe, budget.limits.depth).sequence()?;
    while let Some(part) = parts.next_if_any()? {
        let mut part = part.open()?;
        let kind = part.oid()?;
        let mut content = part.expect(CONTEXT_0)?.open()?;
        match kind {
            oid::DATA => contents.read_bags(&content.octets()?, password, budget)?,
            oid::ENCRYPTED_DATA => {
                let bags = decrypt(content.sequence()?, password, budget)?;
                contents.read_bags(&bags, password, budget)?;
            }
            _ => return Err(Fault::UnknownProtection),
        }
    }
    Ok(contents)
}

/// Opens `EncryptedData` (RFC 2315, section 13).
fn decrypt(
    mut data: Reader<'_>,
    password: &Password,
    budget: &mut Budget<'_>,
) -> Result<Zeroizing<Vec<u8>>, Fault> {
    data.number()?;
    let mut info = data.sequence()?;
    info.oid()?;
    let algorithm = info.expect(SEQUENCE)?;
    let Some(sealed) = info.next_if_any()? else { return Ok(Zeroizing::default()) };
    protection::open(&algorithm, &sealed.octets(CONTEXT_0_PRIMITIVE)?, password, budget)
}

impl Contents {
    fn read_bags(&mut self, bags: &[u8], password: &Password, budget: &mut Budget<'_>) -> Result<(), Fault> {
        if bags.is_empty() {
            return Ok(());
        }
        let depth = budget.limits.depth;
        self.read_sequence(Reader::new(bags, depth).sequence()?, password, budget)
    }

    fn read_sequence(
        &mut self,
        mut bags: Reader<'_>,
        password: &Password,
        budget: &mut Budget<'_>,
    ) -> Result<(), Fault> {
        while let Some(bag) = bags.next_if_any()? {
            self.bags += 1;
            if self.bags > budget.limits.bags {
                return Err(Fault::TooMuch);
            }
            self.read_bag(bag.open()?, password, budget)?;
        }
        Ok(())
    }

    fn read_bag(
        &mut self,
        mut bag: Reader<'_>,
        password: &Password,
        budget: &mut Budget<'_>,
    ) -> Result<(), Fault> {
        let kind = bag.oid()?;
        let mut value = bag.expect(CONTEXT_0)?.open()?;
        let name = match bag.optional(SET)? {
            Some(attributes) => friendly_name(attributes.open()?, budget.limits)?,
            None => None,
        };
        match kind {
            oid::KEY_BAG => {
                let pkcs8 = Zeroizing::new(value.next()?.whole().to_vec());
                self.keys.push(Key { name, pkcs8 });
            }
            oid::SHROUDED_KEY_BAG => {
                let mut shrouded = value.sequence()?;
                let algorithm = shrouded.expect(SEQUENCE)?;
                let pkcs8 = protection::open(&algorithm, &shrouded.octets()?, password, budget)?;
                self.keys.push(Key { name, pkcs8 });
            }
            oid::CERTIFICATE_BAG => {
                let mut certificate = value.sequence()?;
                // There are SDSI certificates too, which nobody has.
                if certificate.oid()? != oid::X509_CERTIFICATE {
                    return Ok(());
                }
                let der = certificate.expect(CONTEXT_0)?.open()?.octets()?.into_owned();
                if self.certificates.len() == budget.limits.certificates {
                    return Err(Fault::TooMuch);
                }
                self.certificates.push(Certificate { name, der });
            }
            // The depth of the reader ends this.
            oid::SAFE_CONTENTS_BAG => self.read_sequence(value.sequence()?, password, budget)?,
            // Lists of revoked certificates and secrets are of no use here.
            _ => {}
        }
        Ok(())
    }
}

/// The name that the file gives to what is in a bag (RFC 2985, section 5.5.1).
fn friendly_name(mut attributes: Reader<'_>, limits: &Limits) -> Result<Option<String>, Fault> {
    while let Some(attribute) = attributes.next_if_any()? {
        let mut attribute = attribute.open()?;
        if attribute.oid()? != oid::FRIENDLY_NAME {
            continue;
        }
        let Some(value) = attribute.expect(SET)?.open()?.next_if_any()? else { continue };
        let name = text(&value)?;
        if name.chars().count() > limits.name {
            return Err(Fault::TooMuch);
        }
        let name = name.trim();
        return Ok((!name.is_empty()).then(|| name.to_owned()));
    }
    Ok(None)
}

fn text(value: &Element<'_>) -> Result<String, Fault> {
    let bytes: Cow<'_, [u8]> = match value.tag {
        BMP_STRING => Cow::Borrowed(value.content()),
        OCTET_STRING => value.octets(OCTET_STRING)?,
        // Whatever else it may be, it is no name.
        _ => return Ok(String::new()),
    };
    let units = bytes.as_chunks::<2>().0.iter().map(|pair| u16::from_be_bytes(*pair));
    let text: String =
        char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    Ok(text.chars().filter(|letter| !letter.is_control()).collect())
}
