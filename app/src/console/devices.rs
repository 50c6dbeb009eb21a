//! Devices: the list, and one device.

mod act;
mod commands;
mod delete;
mod detail;
mod facts;
mod list;
mod lock;
mod new_pin;
mod ownership;
mod same_serial;
mod setup;
mod waiting;

pub(super) use detail::DevicePage;
pub(super) use list::DevicesPage;
pub(super) use waiting::{IssueAgain, Withdraw, registration_steps};
