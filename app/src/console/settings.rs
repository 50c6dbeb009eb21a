//! Settings pages.

mod changed;
mod organisation;
mod registration;
mod risk;

pub(super) use organisation::OrganisationPage;
pub(super) use registration::RegistrationSettingsPage;
