//! Many devices from a CSV file (product.md 3.3, R3). A file becomes a job that waits as a draft; what each
//! row would do is worked out by the very code that does it later. Running the same file again changes
//! nothing: a row is remembered by person, platform, number and reference.

mod detail;
mod fact;
mod perform;
mod plan;
mod row;
mod start;
mod upload;

use crate::Domain;

/// Imports.
#[derive(Debug, Clone, Copy)]
pub struct Imports<'a> {
    domain: &'a Domain,
}

impl<'a> Imports<'a> {
    pub(crate) fn new(domain: &'a Domain) -> Self {
        Self { domain }
    }
}
