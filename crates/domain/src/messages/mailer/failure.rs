//! What the answers of a mail server mean.

use std::error::Error as _;

use lettre::transport::smtp::Error;

use crate::messages::failure::{Failure, cut};

impl Failure {
    /// Failed before the message was offered: connection, greeting, TLS, signing in. Whatever the
    /// code, it says nothing about the message.
    pub(super) fn of_connection(error: Error) -> Self {
        Self::Unreachable(words(&error))
    }

    /// Failed before there was a connection.
    pub(super) fn of_network(error: &std::io::Error) -> Self {
        Self::Unreachable(cut(&error.to_string()))
    }

    /// Failed while the message was offered: 4xx for now, 5xx for good.
    pub(super) fn of_message(error: Error) -> Self {
        let words = words(&error);
        match () {
            () if error.is_permanent() => Self::ForGood(words),
            () if error.is_transient() => Self::ForNow(words),
            () => Self::Unreachable(words),
        }
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
    cut(&text)
}
