//! What messages say: the values of their variables, from the database.

use entity::{device, registration, setting};
use sea_orm::{ConnectionTrait, EntityTrait};
use types::{ErrorCode, OrganisationSettings, Platform};

use super::template::{Values, Variable};
use crate::{
    error::{Error, Result},
    settings,
};

/// What a subject may name. No secret is among it.
pub(super) async fn for_subject<C: ConnectionTrait>(
    db: &C,
    display_name: &str,
    registration: Option<&registration::Model>,
) -> Result<Values> {
    let mut values = Values::default();
    values.set(Variable::User, display_name);
    values.set(Variable::EntName, organisation(db).await?.name);
    if let Some(registration) = registration {
        let device = device::Entity::find_by_id(registration.device_id).one(db).await?;
        let device = device.ok_or(ErrorCode::NotFound)?;
        let platform = Platform::from_word(&device.platform)
            .ok_or_else(|| Error::internal("a device of an unknown platform"))?;
        values.set(Variable::Platform, platform.label());
    }
    Ok(values)
}

/// The organisation; one without a name is called Gatehouse.
async fn organisation<C: ConnectionTrait>(db: &C) -> Result<OrganisationSettings> {
    let row = setting::Entity::find_by_id(settings::key::ORGANISATION).one(db).await?;
    let stored = row.map(|row| serde_json::from_str(&row.value)).transpose().map_err(Error::internal)?;
    let mut organisation: OrganisationSettings = stored.unwrap_or_default();
    if organisation.name.is_empty() {
        organisation.name = "Gatehouse".to_owned();
    }
    Ok(organisation)
}
