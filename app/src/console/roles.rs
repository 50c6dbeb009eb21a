//! Administrator roles: the list with what each allows, one role, and the cards on the pages of people
//! and groups.

mod cards;
mod choose;
mod delete;
mod detail;
mod form;
mod list;
mod matrix;
mod words;

pub(super) use cards::{GroupRoles, PersonStanding};
pub(super) use detail::{NewRolePage, RolePage};
pub(super) use list::RolesPage;
pub(super) use words::role_name;
