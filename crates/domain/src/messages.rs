//! Messages: the outbox and the mail server.

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

/// The mail server.
#[derive(Debug, Default)]
pub(crate) struct Mailer;

impl Mailer {
    pub(crate) fn new(_url: Option<&str>) -> crate::Result<Self> {
        Ok(Self)
    }
}
