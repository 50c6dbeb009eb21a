//! Configurations: the list, one configuration, and making one.

mod certificate;
mod detail;
mod form;
mod list;
mod words;

pub(super) use detail::{ConfigurationPage, NewConfigurationPage};
pub(super) use list::ConfigurationsPage;
