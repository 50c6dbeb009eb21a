//! Messages as bytes, little-endian.

use super::Call;

/// Byte order, type, flags, version, body length, serial, length of the header fields.
pub(super) const FIXED_BYTES: usize = 16;

const METHOD_CALL: u8 = 1;
const METHOD_RETURN: u8 = 2;
const ERROR: u8 = 3;

const PATH: u8 = 1;
const INTERFACE: u8 = 2;
const MEMBER: u8 = 3;
const ERROR_NAME: u8 = 4;
const REPLY_SERIAL: u8 = 5;
const DESTINATION: u8 = 6;
const SIGNATURE: u8 = 8;

/// What a message is, as far as a caller cares.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Return { reply_to: u32 },
    Error { reply_to: u32, name: String },
    Other,
}

/// Writes a method call whose arguments are all strings.
pub(super) fn call(serial: u32, to: Call<'_>, arguments: &[&str]) -> Vec<u8> {
    let mut body = Vec::new();
    for argument in arguments {
        pad(&mut body, 4);
        put_string(&mut body, argument);
    }
    let mut fields = Vec::new();
    for (code, kind, value) in [
        (PATH, b'o', to.path),
        (INTERFACE, b's', to.interface),
        (MEMBER, b's', to.member),
        (DESTINATION, b's', to.destination),
    ] {
        pad(&mut fields, 8);
        fields.extend([code, 1, kind, 0]);
        put_string(&mut fields, value);
    }
    if !arguments.is_empty() {
        pad(&mut fields, 8);
        fields.extend([SIGNATURE, 1, b'g', 0, length(arguments.len()).to_le_bytes()[0]]);
        fields.extend(std::iter::repeat_n(b's', arguments.len()));
        fields.push(0);
    }
    let mut message = vec![b'l', METHOD_CALL, 0, 1];
    message.extend(length(body.len()).to_le_bytes());
    message.extend(serial.to_le_bytes());
    message.extend(length(fields.len()).to_le_bytes());
    message.extend(fields);
    pad(&mut message, 8);
    message.extend(body);
    message
}

/// How many bytes follow the fixed part of a message.
pub(super) fn bytes_after_fixed(fixed: &[u8]) -> Option<usize> {
    let mut reader = Reader { bytes: fixed.to_vec(), at: 0 };
    if reader.byte()? != b'l' {
        return None;
    }
    reader.at = 4;
    let body = usize::try_from(reader.u32()?).ok()?;
    reader.at = 12;
    let fields = usize::try_from(reader.u32()?).ok()?;
    fields.checked_next_multiple_of(8)?.checked_add(body)
}

/// Takes a whole message apart: what it is, and a reader of its body.
pub(super) fn body_of(message: Vec<u8>) -> Option<(Kind, Reader)> {
    let mut reader = Reader { bytes: message, at: 1 };
    let kind = reader.byte()?;
    reader.at = 12;
    let fields_end = usize::try_from(reader.u32()?).ok()?.checked_add(FIXED_BYTES)?;
    let (mut reply_to, mut name) = (0, String::new());
    while reader.at < fields_end {
        reader.align(8);
        let code = reader.byte()?;
        let signature = reader.signature()?;
        match (code, signature.as_str()) {
            (REPLY_SERIAL, "u") => reply_to = reader.u32()?,
            (ERROR_NAME, "s") => name = reader.string()?,
            (_, "s" | "o") => drop(reader.string()?),
            (_, "g") => drop(reader.signature()?),
            (_, "u") => drop(reader.u32()?),
            _ => return None,
        }
    }
    reader.at = fields_end;
    reader.align(8);
    // The header is padded to 8, so offsets in the body keep their alignment.
    let body = Reader { bytes: reader.bytes.get(reader.at..)?.to_vec(), at: 0 };
    let kind = match kind {
        METHOD_RETURN => Kind::Return { reply_to },
        ERROR => Kind::Error { reply_to, name },
        _ => Kind::Other,
    };
    Some((kind, body))
}

fn pad(bytes: &mut Vec<u8>, to: usize) {
    bytes.resize(bytes.len().next_multiple_of(to), 0);
}

fn put_string(bytes: &mut Vec<u8>, text: &str) {
    bytes.extend(length(text.len()).to_le_bytes());
    bytes.extend(text.as_bytes());
    bytes.push(0);
}

fn length(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// Reads values one after the other; `None` once the bytes do not fit what is asked for.
#[derive(Debug)]
pub(crate) struct Reader {
    bytes: Vec<u8>,
    at: usize,
}

impl Reader {
    /// A 32-bit number; a boolean is one too.
    pub(crate) fn u32(&mut self) -> Option<u32> {
        self.align(4);
        let bytes = self.take(4)?;
        Some(u32::from_le_bytes(bytes.try_into().ok()?))
    }

    /// A string or an object path.
    pub(crate) fn string(&mut self) -> Option<String> {
        let length = usize::try_from(self.u32()?).ok()?;
        self.text(length)
    }

    /// A variant that holds a string.
    pub(crate) fn string_variant(&mut self) -> Option<String> {
        if self.signature()? == "s" { self.string() } else { None }
    }

    /// A variant that holds a boolean.
    pub(crate) fn bool_variant(&mut self) -> Option<bool> {
        if self.signature()? == "b" { self.u32().map(|value| value == 1) } else { None }
    }

    /// Begins an array of structures and gives where it ends, for [`Reader::in_array`].
    pub(crate) fn structures(&mut self) -> Option<usize> {
        let length = usize::try_from(self.u32()?).ok()?;
        self.align(8);
        self.at.checked_add(length).filter(|end| *end <= self.bytes.len())
    }

    /// Whether there is another structure before `end`; if so, stands at its beginning.
    pub(crate) fn in_array(&mut self, end: usize) -> bool {
        if self.at >= end {
            return false;
        }
        self.align(8);
        true
    }

    fn signature(&mut self) -> Option<String> {
        let length = usize::from(self.byte()?);
        self.text(length)
    }

    fn text(&mut self, length: usize) -> Option<String> {
        let text = String::from_utf8(self.take(length)?.to_vec()).ok()?;
        (self.byte()? == 0).then_some(text)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    fn take(&mut self, count: usize) -> Option<&[u8]> {
        let end = self.at.checked_add(count)?;
        let bytes = self.bytes.get(self.at..end)?;
        self.at = end;
        Some(bytes)
    }

    fn align(&mut self, to: usize) {
        self.at = self.at.next_multiple_of(to);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CALL: Call<'_> = Call { destination: "a.b", path: "/p", interface: "c.d", member: "M" };

    #[test]
    fn a_call_is_laid_out_as_the_specification_says() {
        let message = call(7, CALL, &["xy", ""]);
        let mut expected = vec![b'l', 1, 0, 1, 13, 0, 0, 0, 7, 0, 0, 0, 72, 0, 0, 0];
        expected.extend(b"\x01\x01o\0\x02\0\0\0/p\0\0\0\0\0\0");
        expected.extend(b"\x02\x01s\0\x03\0\0\0c.d\0\0\0\0\0");
        expected.extend(b"\x03\x01s\0\x01\0\0\0M\0\0\0\0\0\0\0");
        expected.extend(b"\x06\x01s\0\x03\0\0\0a.b\0\0\0\0\0");
        expected.extend(b"\x08\x01g\0\x02ss\0");
        expected.extend(b"\x02\0\0\0xy\0\0\0\0\0\0\0");
        assert_eq!(message, expected);
        assert_eq!(bytes_after_fixed(&message), Some(message.len() - FIXED_BYTES));
    }

    #[test]
    fn an_error_reply_names_its_error() {
        let mut message = vec![b'l', 3, 1, 1, 0, 0, 0, 0, 9, 0, 0, 0, 21, 0, 0, 0];
        message.extend(b"\x05\x01u\0\x07\0\0\0\x04\x01s\0\x04\0\0\0e.rr\0\0\0\0");
        assert_eq!(bytes_after_fixed(&message), Some(24));
        let (kind, _) = body_of(message).unwrap();
        assert_eq!(kind, Kind::Error { reply_to: 7, name: "e.rr".into() });
    }

    #[test]
    fn a_message_cut_short_or_garbled_is_no_message_and_no_panic() {
        let message = call(1, CALL, &["argument"]);
        for cut in 0..message.len() {
            if let Some((_, mut body)) = body_of(message[..cut].to_vec()) {
                assert_eq!(body.string(), None);
            }
        }
        for at in 0..message.len() {
            for value in [0, 1, 7, 0x7f, 0xff] {
                let mut garbled = message.clone();
                garbled[at] = value;
                let _ = bytes_after_fixed(&garbled[..FIXED_BYTES]);
                if let Some((_, mut body)) = body_of(garbled) {
                    let _ = (body.structures(), body.string_variant(), body.bool_variant());
                }
            }
        }
    }
}
