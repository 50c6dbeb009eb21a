//! Devices: their life, their commands, how they prove themselves and check in (product.md section 5).

mod approve;
mod authenticate;
mod budget;
mod can;
mod cancel;
mod check_in;
mod command;
mod delete;
mod expire;
pub(crate) mod facts;
mod find;
pub(crate) mod hardware;
mod history;
mod leave;
mod list;
mod locate;
mod next;
mod own_page;
mod ownership;
mod profile;
mod result;
mod reveal;
mod rows;
mod same_serial;
mod seen;
mod store;
mod words;

pub use authenticate::SignedRequest;
pub(crate) use check_in::was_silent;
pub(crate) use command::as_target;
pub(crate) use leave::leave;
pub(crate) use locate::{LocateStep, forget_places};
pub(crate) use next::{Next, open_of_device};
pub(crate) use ownership::require_ownership;
pub(crate) use rows::{platform_of, shown_name};
pub(crate) use seen::{Seen, SeenCell};
pub(crate) use store::find_locked;

use std::time::Duration;

use crate::Domain;

/// How long a command waits for its device before it runs out.
pub const COMMAND_LIFETIME: Duration = Duration::from_secs(30 * 24 * 3600);

/// After this time without a check-in an active device is shown as silent.
pub const SILENT_AFTER: Duration = Duration::from_secs(30 * 24 * 3600);

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
