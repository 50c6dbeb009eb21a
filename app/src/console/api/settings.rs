//! Settings, and what a new Gatehouse still needs.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use types::{OrganisationSettings, RegistrationSettings, SetUpChecklist, Timestamp};

#[cfg(feature = "ssr")]
use crate::request::request;
use crate::{codec::Json, request::Failure};

/// A settings value with who changed it last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stored<T> {
    /// The value.
    pub value: T,
    /// When and by whom it was changed last, if ever.
    pub changed: Option<(Timestamp, String)>,
}

#[cfg(feature = "ssr")]
impl<T> From<domain::settings::Stored<T>> for Stored<T> {
    fn from(stored: domain::settings::Stored<T>) -> Self {
        Self { value: stored.value, changed: stored.updated_at.zip(stored.updated_by) }
    }
}

/// What is still to be set up.
#[server(prefix = "/_fn/console", endpoint = "settings/checklist", input = Json, output = Json)]
pub async fn read_checklist() -> Result<SetUpChecklist, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.settings().checklist(&ctx).await?)
}

/// How devices register.
#[server(prefix = "/_fn/console", endpoint = "settings/registration/read", input = Json, output = Json)]
pub async fn read_registration_settings() -> Result<Stored<RegistrationSettings>, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.settings().read_registration(&ctx).await?.into())
}

/// Changes how devices register.
#[server(prefix = "/_fn/console", endpoint = "settings/registration/update", input = Json, output = Json)]
pub async fn update_registration_settings(input: RegistrationSettings) -> Result<(), Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.settings().update_registration(&ctx, &input).await?)
}

/// The organisation, and what its page shows beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisation {
    /// Name and contact.
    pub stored: Stored<OrganisationSettings>,
    /// The configuration gives the public URL; else the set-up page did.
    pub public_url_is_configured: bool,
}

/// The organisation.
#[server(prefix = "/_fn/console", endpoint = "settings/organisation/read", input = Json, output = Json)]
pub async fn read_organisation() -> Result<Organisation, Failure> {
    let (domain, ctx) = request()?;
    let settings = domain.settings();
    let stored = settings.read_organisation(&ctx).await?.into();
    Ok(Organisation { stored, public_url_is_configured: settings.public_url_is_configured() })
}

/// Changes the organisation's name and contact.
#[server(prefix = "/_fn/console", endpoint = "settings/organisation/update", input = Json, output = Json)]
pub async fn update_organisation(input: OrganisationSettings) -> Result<(), Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.settings().update_organisation(&ctx, &input).await?)
}
