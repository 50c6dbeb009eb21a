//! Registrations: PINs, links and limits.

use crate::Domain;

/// Registrations: PINs, links and limits.
#[derive(Debug, Clone, Copy)]
pub struct Registrations<'a> {
    domain: &'a Domain,
}

impl<'a> Registrations<'a> {
    pub(crate) fn new(domain: &'a Domain) -> Self {
        Self { domain }
    }
}
