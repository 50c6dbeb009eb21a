//! What the labels of a device assign to it.

use entity::{configuration, configuration_label, device, label};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait};
use types::{ConfigurationKind, Platform};

use crate::{error::Result, labels, mdm};

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
    Ok(Assigned { labels, configurations: found.into_iter().filter(fits).collect() })
}

/// The platform of a device whose line carries configurations. One of Apple's that came in an app alone gets
/// none until its management profile is there.
async fn reach<C: ConnectionTrait>(db: &C, device: &device::Model) -> Result<Option<Platform>> {
    let Some(platform) = Platform::from_word(&device.platform) else { return Ok(None) };
    let is_managed = mdm::enrolment_of(db, device.id).await?.is_some();
    Ok((platform.is_apple() == is_managed).then_some(platform))
}
