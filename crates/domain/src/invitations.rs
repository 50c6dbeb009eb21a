//! Invitations: the message that takes people to the portal, where they register their own devices
//! (product.md 3.3, R1). One row a person, that of the latest.

mod candidates;
mod list;
mod preview;
mod refusal;
mod start;
mod withdraw;
mod write;

use crate::Domain;

/// Invitations.
#[derive(Debug, Clone, Copy)]
pub struct Invitations<'a> {
    domain: &'a Domain,
}

impl<'a> Invitations<'a> {
    pub(crate) fn new(domain: &'a Domain) -> Self {
        Self { domain }
    }
}
