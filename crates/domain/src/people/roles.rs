//! Administrator roles: those that come with Gatehouse, those that the organisation makes, and who
//! holds them.

mod change;
mod list;
mod store;

pub(crate) use store::{lock_shared, names};
