//! Long work that somebody asked for: done to many, one after the other, by the process that holds the
//! lease. Each item is claimed, done and counted in one transaction, so that a killed process, a second
//! one or somebody who stops it leave none half done and none done twice.

mod control;
mod perform;
mod place;
mod read;
mod result;
mod start;
pub(crate) mod store;

use crate::Domain;
pub(crate) use perform::Done;
pub(crate) use place::Place;
pub(crate) use start::{Item, NewJob, insert, replace_items, started};

/// Long work.
#[derive(Debug, Clone, Copy)]
pub struct Jobs<'a> {
    domain: &'a Domain,
}

impl<'a> Jobs<'a> {
    pub(crate) fn new(domain: &'a Domain) -> Self {
        Self { domain }
    }
}
