//! Comparing a device with what is assigned to it.

use std::collections::HashMap;

use entity::{configuration, device, device_configuration, reconciliation};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{Expr, SimpleExpr},
};
use types::{ConfigurationState, Timestamp};
use uuid::Uuid;

use super::{assigned, store};
use crate::{
    db::Tx,
    error::{Error, Result},
    push,
};

/// The one row of the epoch.
const ROW: i64 = 1;

/// Every device is compared again, and is called for it.
pub(crate) async fn touch(tx: &Tx, now: Timestamp) -> Result<()> {
    reconciliation::Entity::update_many()
        .col_expr(reconciliation::Column::Epoch, Expr::col(reconciliation::Column::Epoch).add(1_i64))
        .filter(reconciliation::Column::Id.eq(ROW))
        .exec(tx.conn())
        .await?;
    push::call_all(tx, now).await
}

/// These devices are compared again when they come next.
pub(crate) async fn touch_devices(tx: &Tx, ids: &[Uuid]) -> Result<()> {
    device::Entity::update_many()
        .col_expr(device::Column::ComparedAt, Expr::value(None::<i64>))
        .filter(device::Column::Id.is_in(ids.iter().copied()))
        .exec(tx.conn())
        .await?;
    Ok(())
}

async fn epoch<C: ConnectionTrait>(db: &C) -> Result<i64> {
    let row = reconciliation::Entity::find_by_id(ROW).one(db).await?;
    Ok(row.ok_or_else(|| Error::internal("no epoch"))?.epoch)
}

/// That the device of the statement around has been compared since the last change.
pub(crate) fn is_compared() -> SimpleExpr {
    let epoch = reconciliation::Entity::find_by_id(ROW)
        .select_only()
        .column(reconciliation::Column::Epoch)
        .into_query();
    Expr::col((device::Entity, device::Column::ComparedAt)).in_subquery(epoch)
}

/// Whether a device has to be compared.
pub(super) async fn is_due<C: ConnectionTrait>(db: &C, id: Uuid) -> Result<bool> {
    let compared: Option<Option<i64>> = device::Entity::find_by_id(id)
        .select_only()
        .column(device::Column::ComparedAt)
        .into_tuple()
        .one(db)
        .await?;
    Ok(match compared {
        Some(compared) => compared != Some(epoch(db).await?),
        None => false,
    })
}

/// Notes what is to be set up on a device and what is to be taken off it. The caller holds the record.
pub(super) async fn compare(tx: &Tx, device: &device::Model, now: Timestamp) -> Result<()> {
    // Read before the labels: what changes meanwhile has a greater one.
    let epoch = epoch(tx.conn()).await?;
    let wanted = assigned::to(tx.conn(), device).await?.configurations;
    let there = device_configuration::Entity::find()
        .filter(device_configuration::Column::DeviceId.eq(device.id))
        .all(tx.conn())
        .await?;
    let mut there: HashMap<Uuid, device_configuration::Model> =
        there.into_iter().map(|row| (row.configuration_id, row)).collect();
    for configuration in wanted {
        match there.remove(&configuration.id) {
            None => insert(tx, device.id, &configuration, now).await?,
            Some(row) if is_to_be_given(&row, &configuration)? => {
                let issue = Some(configuration.issue);
                set(tx, &row, ConfigurationState::Waiting, issue, now).await?;
            }
            Some(_) => {}
        }
    }
    for row in there.into_values() {
        match store::state_of(&row)? {
            ConfigurationState::Removing | ConfigurationState::Removed => {}
            ConfigurationState::Waiting | ConfigurationState::Failed if row.installed_issue.is_none() => {
                device_configuration::Entity::delete_by_id((row.device_id, row.configuration_id))
                    .exec(tx.conn())
                    .await?;
                store::purge(tx, row.configuration_id).await?;
            }
            _ => set(tx, &row, ConfigurationState::Removing, None, now).await?,
        }
    }
    device::Entity::update_many()
        .col_expr(device::Column::ComparedAt, Expr::value(epoch))
        .filter(device::Column::Id.eq(device.id))
        .exec(tx.conn())
        .await?;
    Ok(())
}

fn is_to_be_given(row: &device_configuration::Model, configuration: &configuration::Model) -> Result<bool> {
    let state = store::state_of(row)?;
    let was_off = matches!(state, ConfigurationState::Removing | ConfigurationState::Removed);
    Ok(was_off || row.issue != configuration.issue)
}

async fn insert(
    tx: &Tx,
    device_id: Uuid,
    configuration: &configuration::Model,
    now: Timestamp,
) -> Result<()> {
    let row = device_configuration::ActiveModel {
        device_id: Set(device_id),
        configuration_id: Set(configuration.id),
        state: Set(ConfigurationState::Waiting.as_str().to_owned()),
        issue: Set(configuration.issue),
        installed_issue: Set(None),
        detail: Set(None),
        updated_at: Set(now.as_millis()),
    };
    device_configuration::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// How a configuration stands from now on.
pub(super) async fn set(
    tx: &Tx,
    row: &device_configuration::Model,
    state: ConfigurationState,
    issue: Option<i64>,
    now: Timestamp,
) -> Result<()> {
    let mut update = device_configuration::Entity::update_many()
        .col_expr(device_configuration::Column::State, Expr::value(state.as_str()))
        .col_expr(device_configuration::Column::Detail, Expr::value(None::<String>))
        .col_expr(device_configuration::Column::UpdatedAt, Expr::value(now.as_millis()))
        .filter(device_configuration::Column::DeviceId.eq(row.device_id))
        .filter(device_configuration::Column::ConfigurationId.eq(row.configuration_id));
    if let Some(issue) = issue {
        update = update.col_expr(device_configuration::Column::Issue, Expr::value(issue));
    }
    update.exec(tx.conn()).await?;
    Ok(())
}
