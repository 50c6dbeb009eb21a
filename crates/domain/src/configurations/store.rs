//! Rows of configurations.

use std::collections::HashMap;

use entity::{configuration, configuration_label, device, device_configuration, label};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait,
};
use types::{
    AuditAction, ConfigurationCounts, ConfigurationId, ConfigurationKind, ConfigurationRow,
    ConfigurationSettings, ConfigurationState, ErrorCode, Platform, Timestamp,
};
use uuid::Uuid;

use crate::{
    db::Tx,
    error::{Error, Result},
    labels, user_certificates,
};

/// A configuration that is not deleted.
pub(super) async fn find<C: ConnectionTrait>(db: &C, id: ConfigurationId) -> Result<configuration::Model> {
    let row = configuration::Entity::find_by_id(id.0).one(db).await?;
    Ok(row.filter(|row| row.deleted_at.is_none()).ok_or(ErrorCode::NotFound)?)
}

/// All that are not deleted, by name.
pub(super) async fn all<C: ConnectionTrait>(db: &C) -> Result<Vec<configuration::Model>> {
    Ok(configuration::Entity::find()
        .filter(configuration::Column::DeletedAt.is_null())
        .order_by_asc(configuration::Column::NameKey)
        .all(db)
        .await?)
}

/// What a configuration says.
pub(super) fn settings_of(row: &configuration::Model) -> Result<ConfigurationSettings> {
    serde_json::from_str(&row.settings).map_err(Error::internal)
}

/// How one stands on a device.
pub(super) fn state_of(row: &device_configuration::Model) -> Result<ConfigurationState> {
    ConfigurationState::from_word(&row.state)
        .ok_or_else(|| Error::internal("an unknown word in the database"))
}

/// What the secret of a configuration is sealed to.
pub(super) fn binding(id: Uuid) -> String {
    format!("configurations/{}/secret", id.hyphenated())
}

/// Rows with their labels and how far they have come.
pub(super) async fn to_rows<C: ConnectionTrait>(
    db: &C,
    rows: Vec<configuration::Model>,
) -> Result<Vec<ConfigurationRow>> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let assigned = configuration_label::Entity::find()
        .filter(configuration_label::Column::ConfigurationId.is_in(ids.iter().copied()))
        .all(db)
        .await?;
    let names = label::Entity::find()
        .filter(label::Column::Id.is_in(assigned.iter().map(|row| row.label_id)))
        .order_by_asc(label::Column::NameKey)
        .all(db)
        .await?;
    let mut counts = counts(db, &ids).await?;
    for row in &rows {
        let of = assigned.iter().filter(|one| one.configuration_id == row.id);
        let labels = names.iter().filter(|label| of.clone().any(|one| one.label_id == label.id));
        counts.entry(row.id).or_default().waiting += not_told(db, row, labels).await?;
    }
    rows.into_iter()
        .map(|row| {
            let is_assigned = |label: &&label::Model| {
                assigned.iter().any(|one| one.configuration_id == row.id && one.label_id == label.id)
            };
            Ok(ConfigurationRow {
                id: ConfigurationId(row.id),
                labels: labels::names(names.iter().filter(is_assigned)),
                settings: settings_of(&row)?,
                has_password: row.secret.is_some(),
                counts: counts.get(&row.id).copied().unwrap_or_default(),
                name: row.name,
                description: row.description,
                version: row.version,
                updated_at: Timestamp::from_millis(row.updated_at),
            })
        })
        .collect()
}

async fn counts<C: ConnectionTrait>(db: &C, ids: &[Uuid]) -> Result<HashMap<Uuid, ConfigurationCounts>> {
    let found: Vec<(Uuid, String, i64)> = device_configuration::Entity::find()
        .select_only()
        .column(device_configuration::Column::ConfigurationId)
        .column(device_configuration::Column::State)
        .column_as(device_configuration::Column::DeviceId.count(), "count")
        .filter(device_configuration::Column::ConfigurationId.is_in(ids.iter().copied()))
        .group_by(device_configuration::Column::ConfigurationId)
        .group_by(device_configuration::Column::State)
        .into_tuple()
        .all(db)
        .await?;
    let mut counts: HashMap<Uuid, ConfigurationCounts> = HashMap::new();
    for (id, state, count) in found {
        let of = counts.entry(id).or_default();
        let count = u64::try_from(count).unwrap_or_default();
        match ConfigurationState::from_word(&state) {
            Some(ConfigurationState::Waiting | ConfigurationState::Sent) => of.waiting += count,
            Some(ConfigurationState::Installed) => of.installed += count,
            Some(ConfigurationState::Failed) => of.failed += count,
            Some(ConfigurationState::Removing) => of.removing += count,
            Some(ConfigurationState::Removed) | None => {}
        }
    }
    Ok(counts)
}

/// How many devices will get it when they come, and have not come since it was assigned to them.
async fn not_told<C: ConnectionTrait>(
    db: &C,
    row: &configuration::Model,
    labels: impl Iterator<Item = &label::Model>,
) -> Result<u64> {
    let Some(kind) = ConfigurationKind::from_word(&row.kind) else { return Ok(0) };
    let mut carriers = Condition::any();
    for label in labels {
        carriers = carriers.add(labels::carriers_of(label)?);
    }
    if carriers.is_empty() {
        return Ok(0);
    }
    let told = device_configuration::Entity::find()
        .select_only()
        .column(device_configuration::Column::DeviceId)
        .filter(device_configuration::Column::ConfigurationId.eq(row.id))
        .filter(
            device_configuration::Column::State
                .is_not_in([ConfigurationState::Removing.as_str(), ConfigurationState::Removed.as_str()]),
        )
        .into_query();
    let certificate = match settings_of(row)? {
        ConfigurationSettings::Certificate(settings) => Some(settings),
        _ => None,
    };
    let takes = |platform: &&Platform| {
        let is_chosen = certificate.as_ref().is_none_or(|of| of.platforms.contains(platform));
        kind.is_for(**platform) && is_chosen
    };
    let platforms = Platform::ALL.iter().filter(takes);
    let mut devices = device::Entity::find();
    if certificate.is_some() {
        devices = devices.filter(device::Column::UserId.in_subquery(user_certificates::people_with(row.id)));
    }
    Ok(devices
        .filter(carriers)
        .filter(device::Column::Platform.is_in(platforms.map(|platform| platform.as_str())))
        .filter(device::Column::Id.not_in_subquery(told))
        .count(db)
        .await?)
}

/// Takes a configuration that was deleted out of the books once no device has it any more.
pub(super) async fn purge(tx: &Tx, id: Uuid) -> Result<()> {
    let deleted = configuration::Entity::find_by_id(id)
        .filter(configuration::Column::DeletedAt.is_not_null())
        .one(tx.conn())
        .await?;
    if deleted.is_none() {
        return Ok(());
    }
    device_configuration::Entity::delete_many()
        .filter(device_configuration::Column::ConfigurationId.eq(id))
        .filter(device_configuration::Column::State.eq(ConfigurationState::Removed.as_str()))
        .exec(tx.conn())
        .await?;
    let is_somewhere = device_configuration::Entity::find()
        .filter(device_configuration::Column::ConfigurationId.eq(id))
        .one(tx.conn())
        .await?;
    if is_somewhere.is_none() {
        configuration::Entity::delete_by_id(id).exec(tx.conn()).await?;
    }
    Ok(())
}

/// A device has left, with all that was set up on it.
pub(crate) async fn forget_device(tx: &Tx, device_id: Uuid) -> Result<()> {
    let had: Vec<Uuid> = device_configuration::Entity::find()
        .select_only()
        .column(device_configuration::Column::ConfigurationId)
        .filter(device_configuration::Column::DeviceId.eq(device_id))
        .into_tuple()
        .all(tx.conn())
        .await?;
    device_configuration::Entity::delete_many()
        .filter(device_configuration::Column::DeviceId.eq(device_id))
        .exec(tx.conn())
        .await?;
    for id in had {
        purge(tx, id).await?;
    }
    Ok(())
}

/// Whether after this other devices than before may belong to members of a group.
pub(crate) fn regards_people(action: AuditAction) -> bool {
    matches!(
        action,
        AuditAction::GroupMembersChanged
            | AuditAction::GroupMembersRead
            | AuditAction::GroupDeleted
            | AuditAction::GroupUnchosen
            | AuditAction::DirectoryDeleted
            | AuditAction::UserDeleted
            | AuditAction::DeviceHandedOver
    )
}
