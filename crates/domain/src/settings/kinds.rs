//! The values that are stored, each under its key, and who may read it.

use serde::{Serialize, de::DeserializeOwned};
use types::{LookSettings, OrganisationSettings, PeopleSettings, Permission, RegistrationSettings, Validate};

use super::key;

/// Settings that are read and saved as one.
pub trait Setting:
    Serialize + DeserializeOwned + Default + Clone + PartialEq + Validate + Send + Sync
{
    /// The key of the row.
    const KEY: &'static str;
    /// Who may read it beside those who may read settings.
    const ALSO_READ_BY: Option<Permission> = None;

    /// The one form of this value, for those that can be said in several ways.
    #[must_use]
    fn tidy(self) -> Self {
        self
    }
}

impl Setting for OrganisationSettings {
    const KEY: &'static str = key::ORGANISATION;
}

impl Setting for LookSettings {
    const KEY: &'static str = key::LOOK;

    fn tidy(self) -> Self {
        Self::tidy(self)
    }
}

impl Setting for PeopleSettings {
    const KEY: &'static str = key::PEOPLE;
    // Whoever creates people sees what they will get.
    const ALSO_READ_BY: Option<Permission> = Some(Permission::UserWrite);
}

impl Setting for RegistrationSettings {
    const KEY: &'static str = key::REGISTRATION;

    fn tidy(mut self) -> Self {
        self.channels.retain(|_, rule| *rule != types::ProofRule::Pin);
        for text in [&mut self.app.name, &mut self.app.apple_link, &mut self.app.android_link] {
            *text = text.take().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        }
        self
    }
}
