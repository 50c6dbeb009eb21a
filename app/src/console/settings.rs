//! Settings pages.

mod changed;
mod form;
mod look;
mod organisation;
mod people;
mod registration;
mod risk;
mod sign_in;

pub(super) use look::LookPage;
pub(super) use organisation::OrganisationPage;
pub(super) use people::PeopleSettingsPage;
pub(super) use registration::RegistrationSettingsPage;
pub(super) use sign_in::SignInSettingsPage;
