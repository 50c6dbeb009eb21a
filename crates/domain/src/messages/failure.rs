//! Why a message was not taken.

use std::time::Duration;

use super::template::one_line;

/// Why a message was not taken. The words are for the outbox: the server's own where it gave any, on one
/// line and cut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Failure {
    /// The server cannot be reached or takes nothing from us: no message gets through at the moment.
    Unreachable(String),
    /// The server asks for a pause of this length: no message gets through before.
    Pause(String, Duration),
    /// The server refuses this message for now.
    ForNow(String),
    /// The server refuses this message for good, or it cannot be written.
    ForGood(String),
}

/// Longest text that is kept, in characters.
const LONGEST: usize = 300;

impl Failure {
    /// The server's words.
    pub(super) fn words(&self) -> &str {
        match self {
            Self::Unreachable(words) | Self::Pause(words, _) | Self::ForNow(words) | Self::ForGood(words) => {
                words
            }
        }
    }

    /// Cannot be written.
    pub(super) fn of_writing(what: &str) -> Self {
        Self::ForGood(what.to_owned())
    }
}

/// Words of a server, on one line and cut.
pub(super) fn cut(words: &str) -> String {
    one_line(words).chars().take(LONGEST).collect()
}
