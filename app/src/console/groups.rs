//! Groups of people: the list, one group, and making one.

mod delete;
mod detail;
mod form;
mod list;
mod members;

pub(super) use detail::GroupPage;
pub(super) use form::NewGroupPage;
pub(super) use list::{GroupsPage, sources};
