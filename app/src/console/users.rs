//! People: the list, one person, creating and changing them.

mod detail;
mod devices;
mod edit;
mod form;
mod list;
mod state;

pub(super) use detail::UserPage;
pub(super) use edit::{EditUserPage, NewUserPage};
pub(super) use list::UsersPage;
