//! From an entry to a person, or why not.

use types::{DirectoryAttributes, EmailAddress, PhoneNumber, SkipReason, Username};

use super::super::{client::Entry, key};
use crate::people::from_directory::Incoming;

/// Longest names that are kept, in characters.
const MAX_NAME: usize = 120;

/// A person as read, and what was left out of them.
pub(super) struct Read {
    pub(super) person: Incoming,
    pub(super) left_out: Option<SkipReason>,
}

/// Reads an entry. What is not needed to know somebody is left out rather than guessed.
pub(super) fn read(entry: &Entry, names: &DirectoryAttributes) -> Result<Read, SkipReason> {
    let key = entry.values(&names.key).first().and_then(|value| key::to_text(&names.key, value));
    let key = key.ok_or(SkipReason::NoKey)?;
    if entry.is_too_long(&names.username) {
        return Err(SkipReason::TooLong);
    }
    let dn = entry.dn_text().ok_or(SkipReason::BadDn)?;
    let raw = entry.values(&names.username).first().ok_or(SkipReason::NoUsername)?;
    let raw = std::str::from_utf8(raw).map_err(|_| SkipReason::BadUsername)?;
    let username = Username::parse(raw).map_err(|_| SkipReason::BadUsername)?;
    let name = |attribute: &str| entry.text(attribute).map(|text| text.chars().take(MAX_NAME).collect());
    let (first_name, last_name): (Option<String>, Option<String>) =
        (name(&names.first_name), name(&names.last_name));
    let display_name = name(&names.display_name).unwrap_or_else(|| {
        let parts = [first_name.as_deref(), last_name.as_deref()];
        let joined = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
        if joined.is_empty() { username.to_string() } else { joined.chars().take(MAX_NAME).collect() }
    });
    let written = entry.text(&names.email);
    let email = written.as_deref().and_then(|text| EmailAddress::parse(text).ok()).map(String::from);
    let too_long = [&names.display_name, &names.first_name, &names.last_name, &names.email]
        .into_iter()
        .any(|attribute| entry.is_too_long(attribute));
    let left_out = match () {
        () if too_long => Some(SkipReason::TooLong),
        () if written.is_some() && email.is_none() => Some(SkipReason::BadEmail),
        () => None,
    };
    let phone_number = entry.text(&names.phone_number);
    let phone_number = phone_number.and_then(|text| PhoneNumber::parse(&text).ok()).map(String::from);
    let person = Incoming { key, dn, username, display_name, first_name, last_name, email, phone_number };
    Ok(Read { person, left_out })
}
