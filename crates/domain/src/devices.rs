//! Devices: their life, their commands, how they check in.

use crate::Domain;

/// Devices: their life, their commands, how they check in.
#[derive(Debug, Clone, Copy)]
pub struct Devices<'a> {
    domain: &'a Domain,
}

impl<'a> Devices<'a> {
    pub(crate) fn new(domain: &'a Domain) -> Self {
        Self { domain }
    }
}
