//! Terms of use: texts by language and country, their versions, and who has accepted which (product.md 3.6).
//!
//! A text for the country of a device goes before the texts for all countries, whatever the language, since
//! the country says which law it is written for. Within these the person's language is chosen, then the
//! organisation's, then English, then whatever there is. Where there is no text, nobody is asked.

mod accept;
mod acceptances;
mod change;
mod in_force;
mod list;
mod store;

pub(crate) use accept::{accept, all_of, decline, move_record, required};
pub(crate) use in_force::{Asked, asked, text};

use crate::Domain;

/// Terms of use.
#[derive(Debug, Clone, Copy)]
pub struct Terms<'a> {
    domain: &'a Domain,
}

impl<'a> Terms<'a> {
    pub(crate) fn new(domain: &'a Domain) -> Self {
        Self { domain }
    }
}
