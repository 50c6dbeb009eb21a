//! What devices get, for the room of configurations.

use std::collections::HashMap;

use entity::{user_certificate, user_certificate_use};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::SelectStatement,
};
use types::UserId;
use uuid::Uuid;

use super::{
    material::{Identity, Material, binding},
    store,
};
use crate::{error::Result, secrets::Keys};

/// For which settings a person has a certificate, and which issue of each their devices should have.
pub(crate) async fn issues_of<C: ConnectionTrait>(db: &C, person: UserId) -> Result<HashMap<Uuid, i64>> {
    let uses: Vec<(Uuid, i64)> = user_certificate_use::Entity::find()
        .select_only()
        .column(user_certificate_use::Column::ConfigurationId)
        .column(user_certificate_use::Column::Issue)
        .filter(user_certificate_use::Column::UserId.eq(person.0))
        .filter(user_certificate_use::Column::EndedAt.is_null())
        .into_tuple()
        .all(db)
        .await?;
    Ok(uses.into_iter().collect())
}

/// The people who have a certificate for a setting.
pub(crate) fn people_with(configuration: Uuid) -> SelectStatement {
    user_certificate_use::Entity::find()
        .select_only()
        .column(user_certificate_use::Column::UserId)
        .filter(user_certificate_use::Column::ConfigurationId.eq(configuration))
        .filter(user_certificate_use::Column::EndedAt.is_null())
        .into_query()
}

/// What a device gets: a file whose password it asks for, or key and certificates. Has no `Debug`.
pub(crate) enum Given {
    /// The file as it was uploaded (PKCS#12).
    File(zeroize::Zeroizing<Vec<u8>>),
    /// Key and certificates.
    Identity(Identity),
}

/// What a device of a person gets for a setting, if it is still of this issue.
pub(crate) async fn material_of<C: ConnectionTrait>(
    db: &C,
    keys: &Keys,
    person: UserId,
    configuration: Uuid,
    issue: i64,
    asks_on_device: bool,
) -> Result<Option<Given>> {
    let found = store::current_use(db, person.0, configuration).await?;
    let Some(found) = found.filter(|found| found.issue == issue) else { return Ok(None) };
    let row = user_certificate::Entity::find_by_id(found.certificate_id).one(db).await?;
    let Some((id, content)) = row.and_then(|row| Some((row.id, row.content?))) else { return Ok(None) };
    let material = Material::open(keys, &binding(id, person.0), &content)?;
    // How it was uploaded counts: the setting may have been changed since.
    if let (true, Some(file)) = (asks_on_device, material.file()?) {
        return Ok(Some(Given::File(file)));
    }
    match material.identity()? {
        Some(identity) => Ok(Some(Given::Identity(identity))),
        None => Ok(material.file()?.map(Given::File)),
    }
}
