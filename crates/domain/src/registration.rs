//! Registrations: PINs, links, QR codes and the places under the device limit (product.md section 3).
//!
//! A registration is the way of one device into the organisation: a device record that waits, a PIN
//! that is bound to one person, and a link. Whatever decides between two who come at once is a
//! conditional UPDATE or a unique key of the database.

mod apple;
mod code;
mod come_back;
mod create;
mod expire;
mod handout;
mod leave;
pub(crate) mod limit;
mod link;
mod password;
pub(crate) mod pin;
mod progress;
mod prove;
pub(crate) mod qr;
mod redeem;
mod reissue;
mod remind;
mod send;
pub(crate) mod slots;
mod store;
mod terms;
mod throttle;
mod tries;
mod withdraw;

pub(crate) use apple::ProfileFor;
pub(crate) use code::pin_mac_of;
pub(crate) use create::Imported;
pub(crate) use leave::withdraw_all;
pub use link::LinkPage;
pub(crate) use store::device_name;
pub use terms::TermsPage;
pub(crate) use throttle::Throttles;

use crate::Domain;

/// How often a device checks in, in seconds.
pub const CHECK_IN_INTERVAL_S: u32 = 900;

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
