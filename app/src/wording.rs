//! The words for what Gatehouse knows: states, platforms, errors. One word and one tone per state,
//! the same in portal, console and on public pages.

pub mod agent;
mod configuration;
mod country;
mod device;
mod error;
mod language;
mod problem;
mod right;

pub use configuration::{
    certificate_purpose, configuration_icon, configuration_kind, configuration_state, user_certificate_state,
};
pub use country::{countries, country_choices, country_name};
pub use device::{
    action_icon, action_name, command_status, device_state, device_status, no_action_reason,
    no_lock_reason_in_list, no_own_action_reason, ownership, platform_icon,
};
pub use error::{error_text, fault_text, field_messages, field_text};
pub use language::language_choices;
pub use problem::{Problem, problem_at};
pub use right::{right_hint, right_name};
