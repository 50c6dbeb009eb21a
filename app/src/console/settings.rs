//! Settings pages.

mod changed;
mod organisation;
mod registration;
mod risk;
mod sign_in;

pub(super) use organisation::OrganisationPage;
pub(super) use registration::RegistrationSettingsPage;
pub(super) use sign_in::SignInSettingsPage;
