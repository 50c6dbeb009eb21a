//! Configurations: what devices are set up with (product.md section 6).
//!
//! A device is compared with what its labels assign to it when it comes after a change; what differs goes out
//! one by one, in the words of its line: as profiles to Apple's devices, as files to the agent. Whether there
//! was a change says one number, the epoch, which rises in the transaction of every change.

mod assigned;
mod certificate;
mod change;
mod compare;
mod deliver;
mod drift;
mod files;
mod list;
mod ownership;
mod report;
mod retry;
mod store;
mod upload;

pub(crate) use certificate::{OnDevices, certificate_settings, next_issue, on_devices};
pub(crate) use compare::{is_compared, touch, touch_devices};
pub(crate) use deliver::{Content, Delivery, Work, open_of_device};
pub(crate) use store::{forget_device, regards_people};

use crate::Domain;

/// Configurations.
#[derive(Debug, Clone, Copy)]
pub struct Configurations<'a> {
    domain: &'a Domain,
}

impl<'a> Configurations<'a> {
    pub(crate) fn new(domain: &'a Domain) -> Self {
        Self { domain }
    }
}
