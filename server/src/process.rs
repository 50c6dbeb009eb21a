//! From configuration to a process that serves.

mod certificates;
mod migrate;
mod open;
pub mod serve;
mod tls;

pub use migrate::{Schema, migrate, migrate_to, schema, steps};
pub use open::{open, open_database, open_unchanged};
