//! What a rule says, as a condition on records of devices.

use entity::{device, group_member, label, label_device};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryResult, QuerySelect, QueryTrait,
    sea_query::{Expr, SimpleExpr},
};
use types::{DeviceState, LabelId, LabelRule, label::version_key};
use uuid::Uuid;

use super::store;
use crate::{
    db::list::contains,
    error::{Error, Result},
};

/// Labels that are looked at in one statement; both engines take more columns.
pub(super) const AT_ONCE: usize = 200;

/// Devices under management: no others carry a label.
pub(super) fn managed() -> SimpleExpr {
    let reachable = DeviceState::ALL.iter().filter(|state| state.is_reachable()).map(|state| state.as_str());
    device::Column::State.is_in(reachable)
}

/// The devices that a rule applies to.
pub(super) fn condition(rule: &LabelRule) -> Condition {
    let mut all = Condition::all().add(managed());
    if !rule.platforms.is_empty() {
        all =
            all.add(device::Column::Platform.is_in(rule.platforms.iter().map(|platform| platform.as_str())));
    }
    if !rule.ownerships.is_empty() {
        all = all.add(device::Column::Ownership.is_in(rule.ownerships.iter().map(|owned| owned.as_str())));
    }
    if !rule.states.is_empty() {
        all = all.add(device::Column::State.is_in(rule.states.iter().map(|state| state.as_str())));
    }
    if !rule.groups.is_empty() {
        let members = group_member::Entity::find()
            .select_only()
            .column(group_member::Column::UserId)
            .filter(group_member::Column::GroupId.is_in(rule.groups.iter().map(|group| group.0)))
            .into_query();
        all = all.add(device::Column::UserId.in_subquery(members));
    }
    if let Some(model) = rule.model.as_deref() {
        all = all.add(contains(device::Column::Model, model));
    }
    if let Some(from) = rule.os_from.as_deref().and_then(version_key) {
        all = all.add(device::Column::OsKey.gte(from));
    }
    if let Some(below) = rule.os_below.as_deref().and_then(version_key) {
        all = all.add(device::Column::OsKey.lt(below));
    }
    all
}

/// The devices that carry a label.
pub(crate) fn condition_of(row: &label::Model) -> Result<Condition> {
    Ok(match store::rule_of(row)? {
        Some(rule) => condition(&rule),
        None => {
            let by_hand = label_device::Entity::find()
                .select_only()
                .column(label_device::Column::DeviceId)
                .filter(label_device::Column::LabelId.eq(row.id))
                .into_query();
            Condition::all().add(managed()).add(device::Column::Id.in_subquery(by_hand))
        }
    })
}

/// The devices that carry a label, as a condition for their list.
///
/// # Errors
/// `not_found`.
pub(crate) async fn carriers<C: ConnectionTrait>(db: &C, id: LabelId) -> Result<Condition> {
    condition_of(&store::find(db, id).await?)
}

/// The labels that a device carries now.
pub(crate) async fn carried_by<C: ConnectionTrait>(db: &C, device_id: Uuid) -> Result<Vec<label::Model>> {
    let labels = store::all(db).await?;
    let mut carried = Vec::new();
    for part in labels.chunks(AT_ONCE) {
        let mut select = device::Entity::find().select_only().filter(device::Column::Id.eq(device_id));
        for (index, row) in part.iter().enumerate() {
            select = select.expr_as(is_carrier(row)?, column(index));
        }
        let statement = db.get_database_backend().build(&select.into_query());
        let Some(answers) = db.query_one_raw(statement).await? else { return Ok(Vec::new()) };
        for (index, row) in part.iter().enumerate() {
            if is_one(&answers, &column(index))? {
                carried.push(row.clone());
            }
        }
    }
    Ok(carried)
}

/// One for a device that carries the label, else nought.
pub(super) fn is_carrier(row: &label::Model) -> Result<Expr> {
    let answer = Expr::case(condition_of(row)?, Expr::val(1)).finally(Expr::val(0));
    Ok(Expr::Case(Box::new(answer)))
}

/// The column of the label with this number in a statement about several.
pub(super) fn column(index: usize) -> String {
    format!("label_{index}")
}

fn is_one(answers: &QueryResult, column: &str) -> Result<bool> {
    let answer: i32 = answers.try_get("", column).map_err(Error::internal)?;
    Ok(answer == 1)
}
