//! From configuration to a process that serves.

mod certificates;
mod migrate;
mod open;
pub mod serve;
mod tls;

pub use migrate::{Schema, migrate, schema};
pub use open::{open, open_database};
