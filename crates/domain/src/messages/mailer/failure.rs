//! Why a message was not taken.

use std::error::Error as _;

use lettre::transport::smtp::Error;

use crate::messages::template::one_line;

/// Why a message was not taken. The words are for the outbox: the mail server's own where it gave
/// any, on one line and cut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::messages) enum Failure {
    /// The server cannot be reached or takes nothing from us: no message gets through at the moment.
    Unreachable(String),
    /// The server refuses this message for now (4xx).
    ForNow(String),
    /// The server refuses this message for good (5xx), or it cannot be written.
    ForGood(String),
}

/// Longest text that is kept, in characters.
const LONGEST: usize = 300;

impl Failure {
    /// The mail server's words.
    pub(in crate::messages) fn words(&self) -> &str {
        match self {
            Self::Unreachable(words) | Self::ForNow(words) | Self::ForGood(words) => words,
        }
    }

    /// Failed before the message was offered: connection, greeting, TLS, signing in. Whatever the
    /// code, it says nothing about the message.
    pub(super) fn of_connection(error: Error) -> Self {
        Self::Unreachable(words(&error))
    }

    /// Failed while the message was offered.
    pub(super) fn of_message(error: Error) -> Self {
        let words = words(&error);
        match () {
            () if error.is_permanent() => Self::ForGood(words),
            () if error.is_transient() => Self::ForNow(words),
            () => Self::Unreachable(words),
        }
    }

    /// Cannot be written.
    pub(super) fn of_writing(what: &str) -> Self {
        Self::ForGood(what.to_owned())
    }
}

/// `550 no such mailbox`, or what the network said.
fn words(error: &Error) -> String {
    let cause = error.source().map(ToString::to_string);
    let text = match (error.status(), cause) {
        (Some(code), cause) => format!("{code} {}", cause.unwrap_or_default()),
        (None, Some(cause)) if error.is_tls() => format!("TLS: {cause}"),
        (None, Some(cause)) => cause,
        (None, None) => error.to_string(),
    };
    one_line(&text).chars().take(LONGEST).collect()
}
