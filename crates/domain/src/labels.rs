//! Labels: named sets of devices, by rule or by hand (product.md section 6).
//!
//! What a rule says is a condition of the database alone, so that a list of a million devices and the one device
//! that checks in are measured by the same words.

mod change;
mod devices;
mod list;
mod rule;
mod store;

pub(crate) use rule::{carried_by, carriers, condition_of as carriers_of};
pub(crate) use store::names;

use crate::Domain;

/// Labels.
#[derive(Debug, Clone, Copy)]
pub struct Labels<'a> {
    domain: &'a Domain,
}

impl<'a> Labels<'a> {
    pub(crate) fn new(domain: &'a Domain) -> Self {
        Self { domain }
    }
}
