//! Distinguished names (RFC 4514) in a form in which two spellings of the same name are equal.

use sha2::{Digest, Sha256};

/// Stands for a distinguished name or a user name in sets of members: 128 bits of its SHA-256, so that
/// half a million members take little room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Mark(u128);

impl Mark {
    /// Of a distinguished name.
    pub(super) fn of_dn(dn: &[u8]) -> Self {
        Self::of(b'd', &canonical(dn))
    }

    /// Of a user name, as `memberUid` lists them.
    pub(super) fn of_username(name: &[u8]) -> Self {
        Self::of(b'u', &folded(name))
    }

    fn of(kind: u8, bytes: &[u8]) -> Self {
        let digest = Sha256::new().chain_update([kind]).chain_update(bytes).finalize();
        Self(digest.iter().take(16).fold(0, |mark, byte| (mark << 8) | u128::from(*byte)))
    }
}

/// Parts in small letters, escapes resolved, spaces around and doubled spaces dropped.
fn canonical(dn: &[u8]) -> Vec<u8> {
    let mut parts: Vec<Vec<u8>> = Vec::new();
    let mut group: Vec<Vec<u8>> = Vec::new();
    let mut value = Value::default();
    let mut bytes = dn.iter().copied().peekable();
    while let Some(byte) = bytes.next() {
        match byte {
            b'\\' => {
                let Some(first) = bytes.next() else { break };
                let pair = hex(first).zip(bytes.peek().copied().and_then(hex));
                match pair {
                    Some((high, low)) => {
                        bytes.next();
                        value.push_escaped(high << 4 | low);
                    }
                    None => value.push_escaped(first),
                }
            }
            b',' | b';' | b'+' => {
                group.push(value.take());
                if byte != b'+' {
                    close(&mut parts, &mut group);
                }
            }
            b'=' => value.push_equals(),
            other => value.push(other),
        }
    }
    group.push(value.take());
    close(&mut parts, &mut group);
    parts.join(&0)
}

fn close(parts: &mut Vec<Vec<u8>>, group: &mut Vec<Vec<u8>>) {
    group.sort();
    parts.push(std::mem::take(group).join(&1));
}

/// One `attribute=value`, while it is read.
#[derive(Default)]
struct Value {
    bytes: Vec<u8>,
    spaces: usize,
    seen_equals: bool,
    at_start: bool,
}

impl Value {
    fn push(&mut self, byte: u8) {
        if byte == b' ' {
            self.spaces += 1;
            return;
        }
        if self.spaces > 0 && !self.bytes.is_empty() && !self.at_start {
            self.bytes.push(b' ');
        }
        self.spaces = 0;
        self.at_start = false;
        self.bytes.push(byte);
    }

    fn push_escaped(&mut self, byte: u8) {
        // A space that is written with an escape counts like any other one between words.
        self.push(byte);
    }

    fn push_equals(&mut self) {
        if self.seen_equals {
            self.push(b'=');
            return;
        }
        self.spaces = 0;
        self.bytes.push(b'=');
        self.seen_equals = true;
        self.at_start = true;
    }

    fn take(&mut self) -> Vec<u8> {
        let bytes = std::mem::take(self).bytes;
        folded(&bytes)
    }
}

fn folded(bytes: &[u8]) -> Vec<u8> {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.trim().to_lowercase().into_bytes(),
        Err(_) => bytes.trim_ascii().to_ascii_lowercase(),
    }
}

fn hex(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(one: &str, other: &str) -> bool {
        Mark::of_dn(one.as_bytes()) == Mark::of_dn(other.as_bytes())
    }

    #[test]
    fn two_spellings_of_a_name_are_one() {
        let name = "uid=amira,ou=People,dc=vellmere,dc=example";
        assert!(same(name, "UID=Amira, OU=people , DC=Vellmere,dc=example"));
        assert!(same("cn=Haddad\\, Amira,dc=x", "CN=haddad\\2c amira;DC=X"));
        assert!(same("cn=a+sn=b,dc=x", "sn=B+cn=A,dc=x"));
        assert!(same("cn=\\C3\\85se,dc=x", "cn=Åse,dc=x"));
        assert!(same("cn=a  b,dc=x", "cn=a b,dc=x"));
    }

    #[test]
    fn what_is_escaped_is_no_separator() {
        assert!(!same("cn=a\\,dc=x", "cn=a,dc=x"));
        assert!(!same("cn=a\\+sn=b,dc=x", "cn=a+sn=b,dc=x"));
        assert!(!same("uid=amira,dc=x", "uid=amira,dc=y"));
        assert_ne!(Mark::of_username(b"amira"), Mark::of_dn(b"amira"));
        assert_eq!(Mark::of_username(b"AMIRA"), Mark::of_username(b"amira"));
    }

    #[test]
    fn no_bytes_are_too_strange() {
        for bytes in [&b"\\"[..], b"", b",,,", b"\xff\xfe=\xff", b"=\\zz", b"cn=\0"] {
            Mark::of_dn(bytes);
        }
    }
}
