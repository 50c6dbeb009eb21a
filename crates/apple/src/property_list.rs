//! Property lists, as XML alone: devices send nothing else.
//!
//! The parser goes down one call for each level, so a list of ten thousand levels would end the process.
//! Size, depth and number of elements are therefore known before it begins; nothing that could expand
//! (document types, entities of one's own) gets that far.

use quick_xml::{Reader, events::Event};
use serde::{Serialize, de::DeserializeOwned};

/// Longest list that a device may send, in bytes.
pub const MAX_BYTES: usize = 1 << 20;
/// Most levels.
pub const MAX_DEPTH: usize = 32;
/// Most elements.
pub const MAX_ELEMENTS: usize = 50_000;

/// Why something is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Longer than [`MAX_BYTES`].
    #[error("the property list is too long")]
    TooLong,
    /// Deeper than [`MAX_DEPTH`].
    #[error("the property list is too deep")]
    TooDeep,
    /// More than [`MAX_ELEMENTS`].
    #[error("the property list has too many elements")]
    TooMany,
    /// A document type with declarations of its own.
    #[error("the property list declares entities")]
    Declares,
    /// No property list in XML.
    #[error("this is no property list in XML")]
    Malformed,
    /// A property list of something else.
    #[error("the property list says something else")]
    Unexpected,
}

/// Reads a list.
///
/// # Errors
/// What stands in the way. Never the words of the parser: they could quote what it read.
pub fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Fault> {
    check(bytes)?;
    let value = plist::Value::from_reader_xml(bytes).map_err(|_| Fault::Malformed)?;
    plist::from_value(&value).map_err(|_| Fault::Unexpected)
}

/// Writes a list.
///
/// # Panics
/// Never: what is written has names for keys and no cycles.
#[must_use]
pub fn write<T: Serialize>(what: &T) -> Vec<u8> {
    let mut bytes = Vec::new();
    // Writing to memory fails only for what is no property list, and all that is written here is one.
    if plist::to_writer_xml(&mut bytes, what).is_err() {
        bytes.clear();
    }
    bytes
}

/// Writes a dictionary with one entry of bytes.
#[must_use]
pub fn bytes(name: &str, bytes: Vec<u8>) -> Vec<u8> {
    let mut list = plist::Dictionary::new();
    list.insert(name.to_owned(), plist::Value::Data(bytes));
    write(&list)
}

/// Whether a list may be read.
///
/// # Errors
/// What stands in the way.
pub fn check(bytes: &[u8]) -> Result<(), Fault> {
    if bytes.len() > MAX_BYTES {
        return Err(Fault::TooLong);
    }
    if !bytes.trim_ascii_start().starts_with(b"<") && !bytes.starts_with(b"\xef\xbb\xbf<") {
        return Err(Fault::Malformed);
    }
    let mut reader = Reader::from_reader(bytes);
    let (mut depth, mut elements) = (0_usize, 0_usize);
    loop {
        match reader.read_event().map_err(|_| Fault::Malformed)? {
            Event::Start(_) => {
                depth += 1;
                elements += 1;
            }
            Event::Empty(_) => elements += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::DocType(declared) if declared.contains('[') => return Err(Fault::Declares),
            Event::Eof => return if depth == 0 && elements > 0 { Ok(()) } else { Err(Fault::Malformed) },
            _ => {}
        }
        if depth > MAX_DEPTH {
            return Err(Fault::TooDeep);
        }
        if elements > MAX_ELEMENTS {
            return Err(Fault::TooMany);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    type Texts = BTreeMap<String, String>;

    fn around(inside: &str) -> Vec<u8> {
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \
             \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n<plist version=\"1.0\">{inside}</plist>"
        )
        .into_bytes()
    }

    #[test]
    fn what_is_written_is_read() {
        let list = Texts::from([("Name".to_owned(), "a < b & \u{e9}".to_owned())]);
        assert_eq!(read::<Texts>(&write(&list)).unwrap(), list);
    }

    #[test]
    fn a_list_that_is_too_deep_long_or_wide_ends_nothing() {
        let deep = around(&format!("{}{}", "<array>".repeat(200_000), "</array>".repeat(200_000)));
        assert_eq!(read::<Texts>(&deep), Err(Fault::TooLong));
        let deep = around(&format!("{}{}", "<array>".repeat(40_000), "</array>".repeat(40_000)));
        assert_eq!(read::<Texts>(&deep), Err(Fault::TooDeep));
        let open = around(&"<array>".repeat(40_000));
        assert_eq!(read::<Texts>(&open), Err(Fault::TooDeep));
        let wide = around(&format!("<array>{}</array>", "<true/>".repeat(MAX_ELEMENTS + 1)));
        assert_eq!(read::<Texts>(&wide), Err(Fault::TooMany));
        assert_eq!(read::<Texts>(&vec![b' '; 100 << 20]), Err(Fault::TooLong));
    }

    #[test]
    fn entities_are_not_declared_and_nothing_is_fetched() {
        let bomb = b"<?xml version=\"1.0\"?><!DOCTYPE plist [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>\
                     <plist><dict><key>k</key><string>&b;</string></dict></plist>";
        assert_eq!(read::<Texts>(bomb), Err(Fault::Declares));
        let file = b"<?xml version=\"1.0\"?><!DOCTYPE plist [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>\
                     <plist><dict><key>k</key><string>&a;</string></dict></plist>";
        assert_eq!(read::<Texts>(file), Err(Fault::Declares));
    }

    #[test]
    fn what_is_no_list_is_refused() {
        for bytes in
            [&b""[..], b"   ", b"bplist00\xd1\x01\x02", b"{\"a\": 1}", b"<plist><dict>", b"<", b"\xff\xfe<\0"]
        {
            assert!(read::<Texts>(bytes).is_err(), "{bytes:?}");
        }
        assert_eq!(read::<Texts>(&around("<array/>")), Err(Fault::Unexpected));
    }
}
