//! Which people a list shows.

use entity::{device_slot, group, group_member, user};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{BinOper, Expr, ExprTrait, Func, SimpleExpr},
};
use types::{PortalRight, Source, UserQuery};
use uuid::Uuid;

use super::store::split_rights;
use crate::error::Result;

/// How both engines join texts.
const CONCAT: BinOper = BinOper::Custom("||");

/// The condition for a query. Nobody who was deleted is in any list.
pub(crate) async fn of<C: ConnectionTrait>(db: &C, query: &UserQuery) -> Result<Condition> {
    let mut filter = Condition::all().add(user::Column::DeletedAt.is_null());
    if let Some(q) = query.q.as_deref().map(str::trim).filter(|q| !q.is_empty()) {
        filter =
            filter.add(holds(db.get_database_backend(), Expr::col(user::Column::Search), &q.to_lowercase()));
    }
    if let Some(state) = query.state {
        filter = filter.add(user::Column::State.eq(state.as_str()));
    }
    if let Some(source) = query.source {
        filter = filter.add(match source {
            Source::Local => user::Column::DirectoryId.is_null(),
            Source::Directory => user::Column::DirectoryId.is_not_null(),
        });
    }
    if let Some(id) = query.group_id {
        filter = filter.add(user::Column::Id.in_subquery(members(&[id.0])));
    }
    if let Some(right) = query.right {
        filter = filter.add(with_right(db, right).await?);
    }
    if let Some(has) = query.has_devices {
        let place = Expr::col((device_slot::Entity, device_slot::Column::UserId))
            .equals((user::Entity, user::Column::Id));
        let places = device_slot::Entity::find()
            .select_only()
            .column(device_slot::Column::UserId)
            .filter(place)
            .into_query();
        filter = filter.add(match has {
            true => Expr::exists(places),
            false => Expr::exists(places).not(),
        });
    }
    if let Some(invited) = query.invited {
        let local = user::Column::DirectoryId.is_null();
        filter = filter.add(local).add(match invited {
            true => user::Column::LastSignInAt.is_null(),
            false => user::Column::LastSignInAt.is_not_null(),
        });
    }
    Ok(filter)
}

/// Who has a right by name or through a group.
async fn with_right<C: ConnectionTrait>(db: &C, right: PortalRight) -> Result<Condition> {
    let groups: Vec<(Uuid, String)> = group::Entity::find()
        .select_only()
        .column(group::Column::Id)
        .column(group::Column::Rights)
        .filter(group::Column::Rights.contains(right.as_str()))
        .into_tuple()
        .all(db)
        .await?;
    let gives = groups.iter().filter(|(_, rights)| split_rights(rights).contains(&right));
    let ids: Vec<Uuid> = gives.map(|(id, _)| *id).collect();
    // Words stand between commas: one may be part of another's.
    let comma = || Expr::value(",");
    let rights = comma().binary(CONCAT, Expr::col(user::Column::Rights)).binary(CONCAT, comma());
    let by_name = holds(db.get_database_backend(), rights, &format!(",{right},"));
    let mut either = Condition::any().add(by_name);
    if !ids.is_empty() {
        either = either.add(user::Column::Id.in_subquery(members(&ids)));
    }
    Ok(either)
}

fn members(groups: &[Uuid]) -> sea_orm::sea_query::SelectStatement {
    group_member::Entity::find()
        .select_only()
        .column(group_member::Column::UserId)
        .filter(group_member::Column::GroupId.is_in(groups.iter().copied()))
        .into_query()
}

/// Whether a column holds a text exactly, wildcards and case included: the cheapest such comparison
/// of either engine.
fn holds(backend: DbBackend, text: SimpleExpr, needle: &str) -> SimpleExpr {
    let function = if backend == DbBackend::Postgres { "strpos" } else { "instr" };
    Expr::expr(Func::cust(function).arg(text).arg(Expr::value(needle))).gt(0_i32)
}
