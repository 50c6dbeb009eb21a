//! Settings, and what a new Gatehouse still needs.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use types::{OrganisationSettings, PeopleSettings, RegistrationSettings, SetUpChecklist, Timestamp};

#[cfg(feature = "ssr")]
use crate::request::request;
use crate::{codec::Json, request::Failure};

/// A settings value with who changed it last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stored<T> {
    /// The value.
    pub value: T,
    /// Which version it is; a change is made on one.
    pub version: i64,
    /// When and by whom it was changed last, if ever.
    pub changed: Option<(Timestamp, String)>,
}

#[cfg(feature = "ssr")]
impl<T> From<domain::settings::Stored<T>> for Stored<T> {
    fn from(stored: domain::settings::Stored<T>) -> Self {
        Self {
            version: stored.version(),
            value: stored.value,
            changed: stored.updated_at.zip(stored.updated_by),
        }
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
    Ok(domain.settings().read(&ctx).await?.into())
}

/// Changes how devices register.
#[server(prefix = "/_fn/console", endpoint = "settings/registration/update", input = Json, output = Json)]
pub async fn update_registration_settings(
    input: RegistrationSettings,
    version: Option<i64>,
) -> Result<Stored<RegistrationSettings>, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.settings().update(&ctx, &input, version).await?.into())
}

/// What new people may do.
#[server(prefix = "/_fn/console", endpoint = "settings/people", input = Json, output = Json)]
pub async fn read_people_settings() -> Result<Stored<PeopleSettings>, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.settings().read(&ctx).await?.into())
}

/// Changes what new people may do.
#[server(prefix = "/_fn/console", endpoint = "settings/update-people", input = Json, output = Json)]
pub async fn save_people_settings(
    input: PeopleSettings,
    version: Option<i64>,
) -> Result<Stored<PeopleSettings>, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.settings().update(&ctx, &input, version).await?.into())
}

/// The organisation.
#[server(prefix = "/_fn/console", endpoint = "settings/organisation/read", input = Json, output = Json)]
pub async fn read_organisation() -> Result<Stored<OrganisationSettings>, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.settings().read(&ctx).await?.into())
}

/// Changes the organisation's name and contact.
#[server(prefix = "/_fn/console", endpoint = "settings/organisation/update", input = Json, output = Json)]
pub async fn update_organisation(
    input: OrganisationSettings,
    version: Option<i64>,
) -> Result<Stored<OrganisationSettings>, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.settings().update(&ctx, &input, version).await?.into())
}
