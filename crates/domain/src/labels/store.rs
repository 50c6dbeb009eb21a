//! Rows of labels.

use std::collections::HashMap;

use entity::{configuration, configuration_label, device, label};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::Func,
};
use types::{BuiltInLabel, ErrorCode, LabelId, LabelName, LabelRow, LabelRule, Timestamp};
use uuid::Uuid;

use super::rule;
use crate::error::{Error, Result};

/// All labels: those that are always there first, then by name.
pub(super) async fn all<C: ConnectionTrait>(db: &C) -> Result<Vec<label::Model>> {
    let mut rows = label::Entity::find().order_by_asc(label::Column::NameKey).all(db).await?;
    rows.sort_by_key(|row| built_in_of(row).map_or(usize::MAX, |built_in| built_in as usize));
    Ok(rows)
}

/// One label.
pub(super) async fn find<C: ConnectionTrait>(db: &C, id: LabelId) -> Result<label::Model> {
    Ok(label::Entity::find_by_id(id.0).one(db).await?.ok_or(ErrorCode::NotFound)?)
}

/// Which of those it is that are always there.
fn built_in_of(row: &label::Model) -> Option<BuiltInLabel> {
    row.built_in.as_deref().and_then(BuiltInLabel::from_word)
}

/// Its rule.
pub(super) fn rule_of(row: &label::Model) -> Result<Option<LabelRule>> {
    row.rule.as_deref().map(serde_json::from_str).transpose().map_err(Error::internal)
}

/// A label as others name it.
pub(super) fn name(row: &label::Model) -> LabelName {
    LabelName {
        id: LabelId(row.id),
        name: row.name.clone(),
        built_in: built_in_of(row),
        by_hand: row.rule.is_none(),
    }
}

/// Labels as others name them.
pub(crate) fn names<'r>(rows: impl IntoIterator<Item = &'r label::Model>) -> Vec<LabelName> {
    rows.into_iter().map(name).collect()
}

/// Rows with what is counted.
pub(super) async fn to_rows<C: ConnectionTrait>(db: &C, labels: Vec<label::Model>) -> Result<Vec<LabelRow>> {
    let assigned: Vec<(Uuid, i64)> = configuration_label::Entity::find()
        .select_only()
        .column(configuration_label::Column::LabelId)
        .expr_as(configuration_label::Column::ConfigurationId.count(), "count")
        .filter(
            configuration_label::Column::ConfigurationId.in_subquery(
                configuration::Entity::find()
                    .select_only()
                    .column(configuration::Column::Id)
                    .filter(configuration::Column::DeletedAt.is_null())
                    .into_query(),
            ),
        )
        .group_by(configuration_label::Column::LabelId)
        .into_tuple()
        .all(db)
        .await?;
    let assigned: HashMap<Uuid, i64> = assigned.into_iter().collect();
    let counts = carriers(db, &labels).await?;
    let mut rows = Vec::with_capacity(labels.len());
    for (row, device_count) in labels.into_iter().zip(counts) {
        let count = assigned.get(&row.id).copied().unwrap_or_default();
        rows.push(LabelRow {
            id: LabelId(row.id),
            built_in: built_in_of(&row),
            rule: rule_of(&row)?,
            name: row.name,
            description: row.description,
            device_count,
            configuration_count: u64::try_from(count).unwrap_or_default(),
            version: row.version,
            updated_at: Timestamp::from_millis(row.updated_at),
        });
    }
    Ok(rows)
}

/// How many devices carry each of these, in one look at the devices.
async fn carriers<C: ConnectionTrait>(db: &C, labels: &[label::Model]) -> Result<Vec<u64>> {
    let mut counts = Vec::with_capacity(labels.len());
    for part in labels.chunks(rule::AT_ONCE) {
        let mut select = device::Entity::find().select_only().filter(rule::managed());
        for (index, row) in part.iter().enumerate() {
            select = select.expr_as(Func::sum(rule::is_carrier(row)?), rule::column(index));
        }
        let statement = db.get_database_backend().build(&select.into_query());
        let answers = db.query_one_raw(statement).await?;
        for index in 0..part.len() {
            // Over no devices at all there is no sum.
            let sum: Option<i64> = match &answers {
                Some(answers) => answers.try_get("", &rule::column(index)).map_err(Error::internal)?,
                None => None,
            };
            counts.push(u64::try_from(sum.unwrap_or_default()).unwrap_or_default());
        }
    }
    Ok(counts)
}
