//! Calling Apple's devices: the push certificate of the organisation, and who is called when.
//!
//! A device asks for its commands when the push service tells it to. Whoever wants something of a device calls it
//! in the same change ([`Tx::call`](crate::db::Tx)); the process that holds the lease of the jobs sends what is due.
//! Calls merge, several are harmless, and one that is lost is made again.

mod call;
mod certificate;
mod client;
mod send;

pub(crate) use call::{call_all, reach, settle};
pub(crate) use client::Line;

use crate::Domain;

/// Where the push service is, and who vouches for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PushService {
    /// `https://host[:port]`, without a slash at the end.
    pub url: String,
    /// Certificates of authorities to trust instead of those of the operating system, DER.
    pub roots: Vec<Vec<u8>>,
}

/// Apple's.
impl Default for PushService {
    fn default() -> Self {
        Self { url: "https://api.push.apple.com".to_owned(), roots: Vec::new() }
    }
}

/// The push certificate.
#[derive(Debug, Clone, Copy)]
pub struct Push<'a> {
    domain: &'a Domain,
}

impl<'a> Push<'a> {
    pub(crate) fn new(domain: &'a Domain) -> Self {
        Self { domain }
    }
}
