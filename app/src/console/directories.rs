//! Directories that people are read from.

mod actions;
mod detail;
mod form;
mod groups;
mod list;
mod report;
mod words;

pub(super) use detail::DirectoryPage;
pub(super) use form::NewDirectoryPage;
pub(super) use list::DirectoriesPage;

const HOME: &str = "/admin/settings/directories";
