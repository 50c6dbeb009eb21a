//! Sign-in, sessions, tokens and the first set-up.

use crate::Domain;

/// Sign-in, sessions, tokens and the first set-up.
#[derive(Debug, Clone, Copy)]
pub struct Access<'a> {
    domain: &'a Domain,
}

impl<'a> Access<'a> {
    pub(crate) fn new(domain: &'a Domain) -> Self {
        Self { domain }
    }
}

pub mod policy;

/// Passwords, hashed a bounded number at a time.
#[derive(Debug, Default)]
pub(crate) struct Passwords;
