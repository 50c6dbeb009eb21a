//! An entry, taken apart without trust: no bytes that a server sends make this fail.

use ldap3::asn1::{PL, StructureTag};

/// Longest value that is kept, in bytes; of longer ones only is known that they are there.
const MAX_VALUE: usize = 16 * 1024;

/// An entry of a directory.
#[derive(Debug, Default)]
pub(in crate::directories) struct Entry {
    /// Its name, as the server wrote it.
    pub(in crate::directories) dn: Vec<u8>,
    attributes: Vec<Attribute>,
}

#[derive(Debug)]
struct Attribute {
    name: String,
    values: Vec<Vec<u8>>,
    too_long: bool,
}

impl Entry {
    /// Reads a `SearchResultEntry` (RFC 4511 section 4.5.2).
    pub(super) fn read(tag: StructureTag) -> Option<Self> {
        let mut parts = children(tag)?.into_iter();
        let dn = bytes(parts.next()?)?;
        let attributes = children(parts.next()?)?.into_iter().filter_map(attribute).collect();
        Some(Self { dn, attributes })
    }

    /// The name as text.
    pub(in crate::directories) fn dn_text(&self) -> Option<String> {
        String::from_utf8(self.dn.clone()).ok().filter(|dn| !dn.is_empty() && !dn.contains('\0'))
    }

    /// The name for a report, whatever is in it.
    pub(in crate::directories) fn dn_shown(&self) -> String {
        crate::directories::fault::readable(&String::from_utf8_lossy(&self.dn))
    }

    /// All values of an attribute.
    pub(in crate::directories) fn values(&self, name: &str) -> &[Vec<u8>] {
        self.find(name).map_or(&[], |attribute| &attribute.values)
    }

    /// The first value of an attribute that is text, trimmed, without control characters.
    pub(in crate::directories) fn text(&self, name: &str) -> Option<String> {
        let texts = self.values(name).iter().filter_map(|value| std::str::from_utf8(value).ok());
        let mut plain = texts.map(|text| text.chars().filter(|c| !hides(*c)).collect::<String>());
        plain.find_map(|text| Some(text.trim().to_owned()).filter(|text| !text.is_empty()))
    }

    /// Whether an attribute has a value that is too long to be kept.
    pub(in crate::directories) fn is_too_long(&self, name: &str) -> bool {
        self.find(name).is_some_and(|attribute| attribute.too_long)
    }

    /// Whether the server gave only a range of the values (`member;range=0-1499`).
    pub(in crate::directories) fn is_ranged(&self, name: &str) -> bool {
        self.attributes.iter().any(|attribute| {
            let (base, options) = attribute.name.split_once(';').unwrap_or((&attribute.name, ""));
            base.eq_ignore_ascii_case(name) && options.to_ascii_lowercase().starts_with("range=")
        })
    }

    fn find(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| attribute.name.eq_ignore_ascii_case(name))
    }
}

/// What would break a line, or turn the reading order of a page.
fn hides(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn attribute(tag: StructureTag) -> Option<Attribute> {
    let mut parts = children(tag)?.into_iter();
    let name = String::from_utf8(bytes(parts.next()?)?).ok()?;
    let mut too_long = false;
    let values = children(parts.next()?)?.into_iter().filter_map(bytes);
    let values = values
        .filter(|value| {
            let fits = value.len() <= MAX_VALUE;
            too_long |= !fits;
            fits
        })
        .collect();
    Some(Attribute { name, values, too_long })
}

fn children(tag: StructureTag) -> Option<Vec<StructureTag>> {
    match tag.payload {
        PL::C(children) => Some(children),
        PL::P(_) => None,
    }
}

fn bytes(tag: StructureTag) -> Option<Vec<u8>> {
    match tag.payload {
        PL::P(bytes) => Some(bytes),
        PL::C(_) => None,
    }
}
