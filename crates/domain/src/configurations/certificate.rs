//! Certificates that people bring along, as configurations: the content is each person's own.

use entity::{configuration, device_configuration};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, sea_query::Expr};
use types::{CertificateSettings, ConfigurationKind, ConfigurationSettings, ConfigurationState};
use uuid::Uuid;

use super::store;
use crate::{
    db::Tx,
    error::{Error, Result},
};

/// Settings that ask people for a certificate, by name.
pub(crate) async fn certificate_settings<C: ConnectionTrait>(
    db: &C,
) -> Result<Vec<(configuration::Model, CertificateSettings)>> {
    let mut found = Vec::new();
    for row in store::all(db).await? {
        if row.kind != ConfigurationKind::Certificate.as_str() {
            continue;
        }
        if let ConfigurationSettings::Certificate(settings) = store::settings_of(&row)? {
            found.push((row, settings));
        }
    }
    Ok(found)
}

/// An issue of a configuration that nobody has: so a device that is handed over notices that it has another
/// person's certificate.
pub(crate) async fn next_issue(tx: &Tx, id: Uuid) -> Result<i64> {
    configuration::Entity::update_many()
        .col_expr(configuration::Column::Issue, Expr::col(configuration::Column::Issue).add(1_i64))
        .filter(configuration::Column::Id.eq(id))
        .exec(tx.conn())
        .await?;
    let row = configuration::Entity::find_by_id(id).one(tx.conn()).await?;
    Ok(row.ok_or_else(|| Error::internal("a configuration that was there"))?.issue)
}

/// How a configuration stands on one of some devices.
pub(crate) struct OnDevices {
    pub(crate) configuration_id: Uuid,
    /// Which issue is there.
    pub(crate) installed_issue: Option<i64>,
    /// Whether it is on its way, or was refused.
    pub(crate) is_awaited: bool,
}

/// How configurations stand on some devices.
pub(crate) async fn on_devices<C: ConnectionTrait>(db: &C, devices: &[Uuid]) -> Result<Vec<OnDevices>> {
    let rows = device_configuration::Entity::find()
        .filter(device_configuration::Column::DeviceId.is_in(devices.iter().copied()))
        .all(db)
        .await?;
    rows.into_iter()
        .map(|row| {
            use ConfigurationState::{Failed, Sent, Waiting};
            let is_awaited = matches!(store::state_of(&row)?, Waiting | Sent | Failed);
            Ok(OnDevices {
                configuration_id: row.configuration_id,
                installed_issue: row.installed_issue,
                is_awaited,
            })
        })
        .collect()
}
