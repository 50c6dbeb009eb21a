//! The lasting key of an entry, as text for the database and as a filter for the directory.

use uuid::Uuid;

/// Longest key, in characters.
const MAX: usize = 64;

/// The key as text: `objectGUID` is 16 bytes in Microsoft's order, everything else is text.
pub(super) fn to_text(attribute: &str, value: &[u8]) -> Option<String> {
    if is_guid(attribute) {
        let bytes: [u8; 16] = value.try_into().ok()?;
        return Some(Uuid::from_bytes_le(bytes).hyphenated().to_string());
    }
    let text = std::str::from_utf8(value).ok()?.trim();
    let fits = !text.is_empty() && text.chars().count() <= MAX && !text.chars().any(char::is_control);
    fits.then(|| text.to_lowercase())
}

/// The filter that finds the entry with this key.
pub(super) fn filter(attribute: &str, key: &str) -> String {
    match Uuid::try_parse(key) {
        Ok(id) if is_guid(attribute) => {
            let bytes: String = id.to_bytes_le().iter().map(|byte| format!("\\{byte:02x}")).collect();
            format!("({attribute}={bytes})")
        }
        _ => format!("({attribute}={})", ldap3::ldap_escape(key)),
    }
}

fn is_guid(attribute: &str) -> bool {
    attribute.eq_ignore_ascii_case("objectGUID")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guid_is_read_in_microsofts_order_and_found_again() {
        let bytes: Vec<u8> = (0..16).collect();
        let key = to_text("objectGUID", &bytes).unwrap();
        assert_eq!(key, "03020100-0504-0706-0809-0a0b0c0d0e0f");
        let expected: String = bytes.iter().map(|byte| format!("\\{byte:02x}")).collect();
        assert_eq!(filter("objectguid", &key), format!("(objectguid={expected})"));
        assert_eq!(to_text("objectGUID", b"short"), None);
    }

    #[test]
    fn a_key_cannot_become_part_of_a_filter() {
        assert_eq!(filter("entryUUID", "*)(uid=*"), "(entryUUID=\\2a\\29\\28uid=\\2a)");
        assert_eq!(to_text("entryUUID", b" AB-12 ").as_deref(), Some("ab-12"));
        assert_eq!(to_text("entryUUID", b"a\0b"), None);
    }
}
