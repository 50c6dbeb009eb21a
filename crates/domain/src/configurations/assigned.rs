//! What the labels of a device assign to it.

use entity::{configuration, configuration_label, device, label};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait};
use types::{ConfigurationKind, ConfigurationSettings, Platform, UserId};

use super::store;
use crate::{error::Result, labels, mdm, user_certificates};

/// The labels of a device, and what is to be set up on it.
pub(super) struct Assigned {
    pub(super) labels: Vec<label::Model>,
    pub(super) configurations: Vec<configuration::Model>,
}

/// What is assigned to a device as its record stands.
pub(super) async fn to<C: ConnectionTrait>(db: &C, device: &device::Model) -> Result<Assigned> {
    let labels = labels::carried_by(db, device.id).await?;
    if labels.is_empty() {
        return Ok(Assigned { labels, configurations: Vec::new() });
    }
    let by_label = configuration_label::Entity::find()
        .select_only()
        .column(configuration_label::Column::ConfigurationId)
        .filter(configuration_label::Column::LabelId.is_in(labels.iter().map(|label| label.id)))
        .into_query();
    let found = configuration::Entity::find()
        .filter(configuration::Column::DeletedAt.is_null())
        .filter(configuration::Column::Id.in_subquery(by_label))
        .all(db)
        .await?;
    let can = reach(db, device).await?;
    let fits = |row: &configuration::Model| {
        ConfigurationKind::from_word(&row.kind).is_some_and(|kind| can.is_some_and(|p| kind.is_for(p)))
    };
    let found: Vec<_> = found.into_iter().filter(fits).collect();
    Ok(Assigned { labels, configurations: with_own_certificates(db, device, found).await? })
}

/// A certificate comes to devices of people who have brought one, as their own issue.
async fn with_own_certificates<C: ConnectionTrait>(
    db: &C,
    device: &device::Model,
    found: Vec<configuration::Model>,
) -> Result<Vec<configuration::Model>> {
    let is_certificate = |row: &configuration::Model| row.kind == ConfigurationKind::Certificate.as_str();
    if !found.iter().any(is_certificate) {
        return Ok(found);
    }
    let issues = user_certificates::issues_of(db, UserId(device.user_id)).await?;
    let mut assigned = Vec::new();
    for row in found {
        let settings = store::settings_of(&row)?;
        match settings {
            ConfigurationSettings::Certificate(settings) => {
                let is_for = settings.platforms.iter().any(|platform| platform.as_str() == device.platform);
                if let Some(issue) = issues.get(&row.id).filter(|_| is_for) {
                    assigned.push(configuration::Model { issue: *issue, ..row });
                }
            }
            _ => assigned.push(row),
        }
    }
    Ok(assigned)
}

/// The platform of a device whose line carries configurations. One of Apple's that came in an app alone gets
/// none until its management profile is there.
async fn reach<C: ConnectionTrait>(db: &C, device: &device::Model) -> Result<Option<Platform>> {
    let Some(platform) = Platform::from_word(&device.platform) else { return Ok(None) };
    let is_managed = mdm::enrolment_of(db, device.id).await?.is_some();
    Ok((platform.is_apple() == is_managed).then_some(platform))
}
