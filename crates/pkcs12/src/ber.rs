//! ASN.1 in its basic encoding (X.690), as far as PKCS#12 files need it: short tags, definite and indefinite
//! lengths, strings in parts.

use std::borrow::Cow;

use crate::Fault;

pub(crate) const INTEGER: u8 = 0x02;
pub(crate) const BIT_STRING: u8 = 0x03;
pub(crate) const OCTET_STRING: u8 = 0x04;
pub(crate) const OBJECT_IDENTIFIER: u8 = 0x06;
pub(crate) const BMP_STRING: u8 = 0x1e;
pub(crate) const SEQUENCE: u8 = 0x30;
pub(crate) const SET: u8 = 0x31;
/// `[0]`, with elements inside.
pub(crate) const CONTEXT_0: u8 = 0xa0;
/// `[0]` in place of a string that is in one piece.
pub(crate) const CONTEXT_0_PRIMITIVE: u8 = 0x80;
/// `[1]`, with elements inside.
pub(crate) const CONTEXT_1: u8 = 0xa1;

const CONSTRUCTED: u8 = 0x20;
const END_OF_CONTENTS: [u8; 2] = [0, 0];

/// Reads elements one after another.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
    /// How many levels may still open below.
    depth: u8,
}

/// One element.
#[derive(Clone, Copy)]
pub(crate) struct Element<'a> {
    /// The identifier octet: class, form and number.
    pub(crate) tag: u8,
    content: &'a [u8],
    /// The element as it stands in the file.
    whole: &'a [u8],
    depth: u8,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8], depth: u8) -> Self {
        Self { rest: bytes, depth }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// The next element.
    pub(crate) fn next(&mut self) -> Result<Element<'a>, Fault> {
        let (element, rest) = split(self.rest, self.depth)?;
        self.rest = rest;
        Ok(element)
    }

    /// The next element, if there is one more.
    pub(crate) fn next_if_any(&mut self) -> Result<Option<Element<'a>>, Fault> {
        if self.is_empty() { Ok(None) } else { self.next().map(Some) }
    }

    /// The next element, which must be of this kind.
    pub(crate) fn expect(&mut self, tag: u8) -> Result<Element<'a>, Fault> {
        let element = self.next()?;
        if element.tag == tag { Ok(element) } else { Err(Fault::Malformed) }
    }

    /// The next element, if it is of this kind.
    pub(crate) fn optional(&mut self, tag: u8) -> Result<Option<Element<'a>>, Fault> {
        if self.rest.first() == Some(&tag) { self.next().map(Some) } else { Ok(None) }
    }

    /// Opens the sequence that is next.
    pub(crate) fn sequence(&mut self) -> Result<Reader<'a>, Fault> {
        self.expect(SEQUENCE)?.open()
    }

    /// The object identifier that is next, as it is encoded.
    pub(crate) fn oid(&mut self) -> Result<&'a [u8], Fault> {
        Ok(self.expect(OBJECT_IDENTIFIER)?.content)
    }

    /// The string of bytes that is next.
    pub(crate) fn octets(&mut self) -> Result<Cow<'a, [u8]>, Fault> {
        self.next()?.octets(OCTET_STRING)
    }

    /// The number that is next, which is not negative and not too great for anything counted here.
    pub(crate) fn number(&mut self) -> Result<u32, Fault> {
        self.expect(INTEGER)?.number()
    }
}

impl<'a> Element<'a> {
    /// What is inside, element by element.
    pub(crate) fn open(&self) -> Result<Reader<'a>, Fault> {
        if self.tag & CONSTRUCTED == 0 {
            return Err(Fault::Malformed);
        }
        let depth = self.depth.checked_sub(1).ok_or(Fault::TooMuch)?;
        Ok(Reader { rest: self.content, depth })
    }

    /// What is inside, as it stands.
    pub(crate) fn content(&self) -> &'a [u8] {
        self.content
    }

    /// The element itself, as it stands.
    pub(crate) fn whole(&self) -> &'a [u8] {
        self.whole
    }

    /// A string of bytes, whose tag in one piece is `tag`; put together if it comes in parts.
    pub(crate) fn octets(&self, tag: u8) -> Result<Cow<'a, [u8]>, Fault> {
        if self.tag == tag {
            return Ok(Cow::Borrowed(self.content));
        }
        if self.tag != tag | CONSTRUCTED {
            return Err(Fault::Malformed);
        }
        let mut parts = self.open()?;
        let mut whole = Vec::with_capacity(self.content.len());
        while let Some(part) = parts.next_if_any()? {
            whole.extend_from_slice(&part.octets(OCTET_STRING)?);
        }
        Ok(Cow::Owned(whole))
    }

    fn number(&self) -> Result<u32, Fault> {
        let digits = match self.content {
            [] => return Err(Fault::Malformed),
            [first, ..] if first & 0x80 != 0 => return Err(Fault::Malformed),
            [0, digits @ ..] => digits,
            digits => digits,
        };
        // More than four bytes are more than anything that is counted may be.
        if digits.len() > 4 {
            return Err(Fault::TooCostly);
        }
        Ok(digits.iter().fold(0, |number, digit| number << 8 | u32::from(*digit)))
    }
}

/// Splits the first element off.
fn split(bytes: &[u8], depth: u8) -> Result<(Element<'_>, &[u8]), Fault> {
    let (&tag, after_tag) = bytes.split_first().ok_or(Fault::Malformed)?;
    // The long form of tags is in no PKCS#12 file; the tag 0 ends contents of indefinite length alone.
    if tag & 0x1f == 0x1f || tag == 0 {
        return Err(Fault::Malformed);
    }
    let (&first, after_first) = after_tag.split_first().ok_or(Fault::Malformed)?;
    let (content, rest) = match first {
        0x80 => {
            if tag & CONSTRUCTED == 0 {
                return Err(Fault::Malformed);
            }
            let length = to_end(after_first, depth)?;
            let (content, rest) = after_first.split_at_checked(length).ok_or(Fault::Malformed)?;
            (content, rest.get(END_OF_CONTENTS.len()..).ok_or(Fault::Malformed)?)
        }
        0..0x80 => after_first.split_at_checked(usize::from(first)).ok_or(Fault::Malformed)?,
        // At most four bytes of length: no file is longer.
        0x81..=0x84 => {
            let (digits, after) =
                after_first.split_at_checked(usize::from(first & 0x7f)).ok_or(Fault::Malformed)?;
            let length = digits.iter().fold(0_usize, |length, digit| length << 8 | usize::from(*digit));
            after.split_at_checked(length).ok_or(Fault::Malformed)?
        }
        _ => return Err(Fault::Malformed),
    };
    let whole = bytes.get(..bytes.len() - rest.len()).ok_or(Fault::Malformed)?;
    Ok((Element { tag, content, whole, depth }, rest))
}

/// How long contents of indefinite length are, without the mark at their end.
fn to_end(bytes: &[u8], depth: u8) -> Result<usize, Fault> {
    let depth = depth.checked_sub(1).ok_or(Fault::TooMuch)?;
    let mut rest = bytes;
    while !rest.starts_with(&END_OF_CONTENTS) {
        (_, rest) = split(rest, depth)?;
    }
    Ok(bytes.len() - rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(bytes: &[u8]) -> Result<Element<'_>, Fault> {
        Reader::new(bytes, 4).next()
    }

    #[test]
    fn lengths_of_every_form_are_read() {
        for (bytes, content) in [
            (&[4, 1, 7][..], &[7][..]),
            (&[4, 0x81, 1, 7], &[7]),
            (&[4, 0x84, 0, 0, 0, 1, 7], &[7]),
            (&[0x24, 0x80, 4, 1, 7, 0, 0], &[7]),
            (&[0x24, 0x80, 4, 1, 7, 0x24, 0x80, 4, 1, 8, 0, 0, 0, 0], &[7, 8]),
            (&[0x24, 4, 4, 0, 4, 0], &[]),
        ] {
            assert_eq!(first(bytes).unwrap().octets(OCTET_STRING).unwrap(), content, "{bytes:?}");
        }
    }

    #[test]
    fn what_is_cut_short_is_malformed_and_what_goes_deep_is_too_much() {
        for bytes in [
            &[][..],
            &[4],
            &[4, 2, 7],
            &[4, 0x80, 7],
            &[0x24, 0x80, 4, 1, 7, 0],
            &[4, 0x85, 0, 0, 0, 0, 1, 7],
        ] {
            assert_eq!(first(bytes).err(), Some(Fault::Malformed), "{bytes:?}");
        }
        let deep = [0x30, 0x80].repeat(200);
        assert_eq!(first(&deep).err(), Some(Fault::TooMuch));
    }

    #[test]
    fn numbers_are_counts() {
        for (bytes, number) in [
            (&[2, 1, 5][..], Ok(5)),
            (&[2, 3, 0, 0xff, 0xff], Ok(65_535)),
            (&[2, 1, 0xff], Err(Fault::Malformed)),
            (&[2, 0], Err(Fault::Malformed)),
            (&[2, 6, 1, 0, 0, 0, 0, 0], Err(Fault::TooCostly)),
        ] {
            assert_eq!(Reader::new(bytes, 4).number(), number, "{bytes:?}");
        }
    }
}
