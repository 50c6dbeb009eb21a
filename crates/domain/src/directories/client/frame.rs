//! Messages of a server, looked at before anything takes them apart (RFC 4511 section 5.1): how long they
//! are, of how many parts and how deep. The library that takes them apart bounds none of it.

use types::DirectoryFault;

use crate::directories::fault::{Answer, Fault};

/// Longest message: one entry with everything that was asked for. A group of a hundred thousand fits.
const MAX_BYTES: usize = 8 * 1024 * 1024;
/// Most parts of one message; taken apart, each needs more than its bytes.
const MAX_PARTS: usize = 250_000;
/// What a part needs beside its bytes, about.
const PART: usize = 64;
/// Parts inside parts. An entry needs five.
const MAX_DEPTH: usize = 16;

/// What the dearest message costs.
pub(super) const MAX_COST: usize = MAX_BYTES + MAX_PARTS * PART;

/// The length of the message that begins here; nothing while its header is not whole.
///
/// # Errors
/// `too_large`, and `protocol` for what is no message.
pub(super) fn length(start: &[u8]) -> Answer<Option<usize>> {
    match start.first() {
        None => return Ok(None),
        Some(0x30) => {}
        Some(_) => return Err(no_ldap()),
    }
    match header(start)? {
        Some(part) => match part.content.checked_add(part.length) {
            Some(length) if length <= MAX_BYTES => Ok(Some(length)),
            _ => Err(too_large("a message of more than 8 MB")),
        },
        None => Ok(None),
    }
}

/// What a whole message needs in memory, about.
///
/// # Errors
/// `too_large`, and `protocol` for one whose parts do not fit into each other.
pub(super) fn cost(message: &[u8]) -> Answer<usize> {
    let mut ends = Vec::with_capacity(MAX_DEPTH);
    let (mut at, mut parts) = (0_usize, 0_usize);
    while at < message.len() {
        let part = header(message.get(at..).unwrap_or_default())?.ok_or_else(no_ldap)?;
        let content = at.saturating_add(part.content);
        let end = content.saturating_add(part.length);
        if end > ends.last().copied().unwrap_or(message.len()) {
            return Err(no_ldap());
        }
        parts += 1;
        if parts > MAX_PARTS {
            return Err(too_large("an entry of more than 250000 values"));
        }
        at = if part.is_constructed {
            if ends.len() >= MAX_DEPTH {
                return Err(no_ldap());
            }
            ends.push(end);
            content
        } else {
            end
        };
        while ends.last() == Some(&at) {
            ends.pop();
        }
    }
    Ok(message.len() + parts * PART)
}

/// A part: where its content begins, and how long that is.
struct Part {
    is_constructed: bool,
    content: usize,
    length: usize,
}

/// Reads a header; nothing while it is not whole.
fn header(bytes: &[u8]) -> Answer<Option<Part>> {
    let (Some(tag), Some(first)) = (bytes.first(), bytes.get(1)) else { return Ok(None) };
    let is_constructed = tag & 0x20 != 0;
    if *first < 0x80 {
        return Ok(Some(Part { is_constructed, content: 2, length: usize::from(*first) }));
    }
    let more = usize::from(first & 0x7f);
    // Lengths that are told at the end are none in LDAP.
    if more == 0 || more > 8 {
        return Err(no_ldap());
    }
    let Some(digits) = bytes.get(2..2 + more) else { return Ok(None) };
    let length = digits.iter().fold(0_u64, |length, byte| (length << 8) | u64::from(*byte));
    Ok(Some(Part {
        is_constructed,
        content: 2 + more,
        length: usize::try_from(length).unwrap_or(usize::MAX),
    }))
}

fn no_ldap() -> Fault {
    Fault::told(DirectoryFault::Protocol, "the answer cannot be read")
}

/// A fault that says what was too much.
pub(super) fn too_large(what: &str) -> Fault {
    Fault::told(DirectoryFault::TooLarge, what)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(tag: u8, content: &[u8]) -> Vec<u8> {
        let length = u32::try_from(content.len()).unwrap().to_be_bytes();
        [&[tag, 0x84][..], &length, content].concat()
    }

    fn kind<T: std::fmt::Debug>(answer: Answer<T>) -> DirectoryFault {
        answer.unwrap_err().kind
    }

    #[test]
    fn a_message_is_as_long_as_it_says() {
        let message = part(0x30, &part(0x02, &[7]));
        assert_eq!(length(&message).unwrap(), Some(message.len()));
        assert_eq!(length(&message[..5]).unwrap(), None);
        assert_eq!(length(b"").unwrap(), None);
        assert_eq!(cost(&message).unwrap(), message.len() + 2 * PART);
        assert_eq!(kind(length(b"HTTP/1.1")), DirectoryFault::Protocol);
        assert_eq!(kind(length(&[0x30, 0x80])), DirectoryFault::Protocol);
    }

    #[test]
    fn what_is_too_much_is_refused_before_it_is_there() {
        assert_eq!(kind(length(&[0x30, 0x84, 0x7f, 0xff, 0xff, 0xff])), DirectoryFault::TooLarge);
        assert_eq!(
            kind(length(&[0x30, 0x88, 255, 255, 255, 255, 255, 255, 255, 255])),
            DirectoryFault::TooLarge
        );
        let many = part(0x30, &[0x04, 0x00].repeat(MAX_PARTS));
        assert_eq!(kind(cost(&many)), DirectoryFault::TooLarge);
        let deep = (0..=MAX_DEPTH).fold(Vec::new(), |inner, _| part(0x30, &inner));
        assert_eq!(kind(cost(&deep)), DirectoryFault::Protocol);
    }

    #[test]
    fn parts_stay_inside_of_each_other() {
        let inner = [0x04, 0x05, b'a'];
        assert_eq!(kind(cost(&part(0x30, &inner))), DirectoryFault::Protocol);
        let outer = [part(0x30, &[0x04, 0x03, b'a']), vec![b'b', b'c']].concat();
        assert_eq!(kind(cost(&outer)), DirectoryFault::Protocol);
        assert_eq!(kind(cost(&part(0x30, &[0x04]))), DirectoryFault::Protocol);
    }
}
