//! Groups of people. Local ones are made and filled here; those of a directory follow it, and only
//! their rights are given here.

mod change;
mod list;
mod members;
pub(super) mod store;
