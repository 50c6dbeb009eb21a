//! Configurations: the list, one configuration, and making one.

mod detail;
mod form;
mod list;
mod words;

pub(super) use detail::{ConfigurationPage, NewConfigurationPage};
pub(super) use list::ConfigurationsPage;
pub(super) use words::{kind_icon, kind_name, state_word};
