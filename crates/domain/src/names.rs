//! Names that no two things of a kind share.

/// A name as it is compared: without spaces around it, in small letters.
pub(crate) fn key(name: &str) -> String {
    name.trim().to_lowercase()
}
