//! The outermost of a file (RFC 7292, section 4).

use std::borrow::Cow;

use crate::{
    Fault, Limits,
    ber::{CONTEXT_0, Reader, SEQUENCE},
    mac::Mac,
    oid,
};

/// A file, taken apart once.
pub(crate) struct Pfx<'a> {
    /// What is inside: contents one after another, and what the integrity is of.
    pub(crate) content: Cow<'a, [u8]>,
    /// What is said of the integrity, if anything.
    pub(crate) mac: Option<Mac>,
}

impl<'a> Pfx<'a> {
    /// Reads a file. What follows it is not looked at.
    pub(crate) fn read(file: &'a [u8], limits: &Limits) -> Result<Self, Fault> {
        let mut pfx = Reader::new(file, limits.depth).sequence()?;
        if pfx.number()? != 3 {
            return Err(Fault::Malformed);
        }
        let mut safe = pfx.sequence()?;
        // With signedData the integrity would be by public keys.
        if safe.oid()? != oid::DATA {
            return Err(Fault::UnknownProtection);
        }
        let content = safe.expect(CONTEXT_0)?.open()?.octets()?;
        let mac = pfx.optional(SEQUENCE)?.map(|data| Mac::read(&data)).transpose()?;
        Ok(Self { content, mac })
    }
}
