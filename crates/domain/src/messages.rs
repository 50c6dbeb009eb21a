//! Messages: the outbox and the mail server (product.md section 4).
//!
//! A rule writes a row into the outbox within its own transaction ([`queue`]); a leased job hands it
//! to the mail server. A row holds no secret: PIN and links stay in the envelopes of their own
//! records, and a message is rendered from them at the moment it is sent or looked at.

mod facts;
mod mailer;
pub(crate) mod queue;
mod template;

pub(crate) use mailer::Mailer;

use crate::Domain;

/// Messages: the outbox and the mail server.
#[derive(Debug, Clone, Copy)]
pub struct Messages<'a> {
    domain: &'a Domain,
}

impl<'a> Messages<'a> {
    pub(crate) fn new(domain: &'a Domain) -> Self {
        Self { domain }
    }
}
