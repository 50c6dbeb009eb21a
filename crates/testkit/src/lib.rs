//! A whole Gatehouse for a test.
//!
//! - [`both_engines!`] tells a story once on SQLite and once on PostgreSQL, each in a fresh, migrated database.
//! - [`TestDatabase`] is such a database on its own.
//! - [`smtp`] is a mail server that can be told to misbehave.
//! - [`ldap`] is a real directory, with branches for stories and gateways that misbehave.
//! - [`cluster`] is the private PostgreSQL cluster behind the program `with-postgres`.
//!
//! PostgreSQL is found through `TEST_DATABASE_URL`, which `with-postgres -- <command>` sets. A test that wants
//! PostgreSQL and cannot have it fails; it never passes quietly. `GATEHOUSE_TEST_ENGINES=sqlite` leaves it out.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test kit fails a test by panicking"
)]

mod app;
pub mod cluster;
mod database;
mod engine;
pub mod ldap;
pub mod pki;
pub mod push;
pub mod sms;
pub mod smtp;
mod story;

pub use app::{PUBLIC_URL, TestApp};
pub use apple::simulated as apple;
pub use database::TestDatabase;
pub use engine::Engine;
pub use story::{ForEngine, tell};
