//! People: users and their rights.

use crate::Domain;

/// People: users and their rights.
#[derive(Debug, Clone, Copy)]
pub struct People<'a> {
    domain: &'a Domain,
}

impl<'a> People<'a> {
    pub(crate) fn new(domain: &'a Domain) -> Self {
        Self { domain }
    }
}
