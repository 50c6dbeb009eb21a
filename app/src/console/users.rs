//! People: the list, one person, creating and changing them.

mod detail;
mod devices;
mod edit;
mod form;
mod groups;
mod leave;
mod list;
mod many;
mod many_role;
mod pick;
mod sessions;
mod state;

pub(super) use detail::UserPage;
pub(super) use edit::{EditUserPage, NewUserPage};
pub(super) use groups::all_groups;
pub(super) use leave::DeleteUserPage;
pub(super) use list::UsersPage;
pub(super) use pick::PickPerson;
