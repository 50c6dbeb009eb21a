//! What stops the program, said so that the reader can mend it.

use std::fmt;

/// A fault of the surroundings: what is wrong, and what to do about it. Holds no secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong, one sentence without a full stop.
    pub what: String,
    /// What to do about it.
    pub mend: String,
}

impl Fault {
    /// A fault with its remedy.
    pub fn new(what: impl Into<String>, mend: impl Into<String>) -> Self {
        Self { what: what.into(), mend: mend.into() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.\n{}", self.what, self.mend)
    }
}

impl std::error::Error for Fault {}
