//! Groups that were chosen from a directory, and who is in them.

use std::collections::{HashMap, HashSet};

use entity::{group, group_member};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, OnConflict},
};
use serde_json::json;
use types::{AuditAction, Timestamp};
use uuid::Uuid;

use super::{AT_ONCE, announce};
use crate::{
    audit::{Event, Target},
    ctx::RequestCtx,
    db::Tx,
    error::Result,
};

/// How many members an audit event names one by one.
const NAMED: usize = 100;

/// Who is in these groups.
pub(crate) async fn members<C: ConnectionTrait>(
    db: &C,
    groups: &[Uuid],
) -> Result<HashMap<Uuid, HashSet<Uuid>>> {
    let mut members: HashMap<Uuid, HashSet<Uuid>> = HashMap::new();
    for some in groups.chunks(AT_ONCE) {
        let pairs: Vec<(Uuid, Uuid)> = group_member::Entity::find()
            .select_only()
            .column(group_member::Column::GroupId)
            .column(group_member::Column::UserId)
            .filter(group_member::Column::GroupId.is_in(some.iter().copied()))
            .into_tuple()
            .all(db)
            .await?;
        for (group, user) in pairs {
            members.entry(group).or_default().insert(user);
        }
    }
    Ok(members)
}

/// Brings names and places of groups up to date; those that were gone are back.
pub(crate) async fn name_groups(
    tx: &mut Tx,
    ctx: &RequestCtx,
    now: Timestamp,
    names: Vec<(Uuid, String, String)>,
) -> Result<()> {
    let mut events = Vec::new();
    for some in names.chunks(AT_ONCE) {
        let ids = some.iter().map(|(id, _, _)| *id);
        let rows = group::Entity::find().filter(group::Column::Id.is_in(ids)).all(tx.conn()).await?;
        let rows: HashMap<Uuid, group::Model> = rows.into_iter().map(|row| (row.id, row)).collect();
        for (id, name, dn) in some {
            let Some(was) = rows.get(id) else { continue };
            if was.name == *name && was.directory_dn.as_ref() == Some(dn) && was.gone_at.is_none() {
                continue;
            }
            group::Entity::update_many()
                .col_expr(group::Column::Name, Expr::value(name.clone()))
                .col_expr(group::Column::NameKey, Expr::value(name.to_lowercase()))
                .col_expr(group::Column::DirectoryDn, Expr::value(dn.clone()))
                .col_expr(group::Column::GoneAt, Expr::value(None::<i64>))
                .col_expr(group::Column::Version, Expr::value(was.version + 1))
                .col_expr(group::Column::UpdatedAt, Expr::value(now.as_millis()))
                .filter(group::Column::Id.eq(*id))
                .exec(tx.conn())
                .await?;
            let action =
                if was.gone_at.is_some() { AuditAction::GroupReturned } else { AuditAction::GroupChanged };
            let before = json!({ "name": was.name, "dn": was.directory_dn });
            let event = Event::done(action, Target::new("group", id, name.clone()));
            events.push(event.change(Some(before), Some(json!({ "name": name, "dn": dn }))));
        }
    }
    tx.record_all(ctx, now, events).await
}

/// Puts people into a group and takes people out of it.
pub(crate) async fn set_members(
    tx: &mut Tx,
    ctx: &RequestCtx,
    now: Timestamp,
    group: Uuid,
    add: &[Uuid],
    end: &[Uuid],
) -> Result<()> {
    let Some(row) = group::Entity::find_by_id(group).one(tx.conn()).await? else { return Ok(()) };
    for some in end.chunks(AT_ONCE) {
        group_member::Entity::delete_many()
            .filter(group_member::Column::GroupId.eq(group))
            .filter(group_member::Column::UserId.is_in(some.iter().copied()))
            .exec(tx.conn())
            .await?;
    }
    for some in add.chunks(AT_ONCE) {
        let rows =
            some.iter().map(|user| group_member::ActiveModel { group_id: Set(group), user_id: Set(*user) });
        let mut known = OnConflict::columns([group_member::Column::GroupId, group_member::Column::UserId]);
        known.do_nothing();
        group_member::Entity::insert_many(rows).on_conflict(known).exec_without_returning(tx.conn()).await?;
    }
    let named = |ids: &[Uuid]| ids.iter().take(NAMED).copied().collect::<Vec<_>>();
    let after = json!({
        "added": add.len(),
        "removed": end.len(),
        "first_added": named(add),
        "first_removed": named(end),
    });
    let event = Event::done(AuditAction::GroupMembersRead, Target::new("group", group, row.name));
    tx.record(ctx, now, event.change(None, Some(after))).await?;
    announce(tx, add.iter().chain(end).copied().collect::<Vec<_>>().into_iter());
    Ok(())
}

/// Marks a group as gone and ends who is in it; gives whether it is news.
pub(crate) async fn lose_group(
    tx: &mut Tx,
    ctx: &RequestCtx,
    now: Timestamp,
    group: Uuid,
    end: &[Uuid],
) -> Result<bool> {
    let done = group::Entity::update_many()
        .col_expr(group::Column::GoneAt, Expr::value(now.as_millis()))
        .col_expr(group::Column::UpdatedAt, Expr::value(now.as_millis()))
        .filter(group::Column::Id.eq(group))
        .filter(group::Column::GoneAt.is_null())
        .exec(tx.conn())
        .await?;
    if done.rows_affected > 0
        && let Some(row) = group::Entity::find_by_id(group).one(tx.conn()).await?
    {
        let event = Event::done(AuditAction::GroupGone, Target::new("group", group, row.name));
        tx.record(ctx, now, event).await?;
    }
    if !end.is_empty() {
        set_members(tx, ctx, now, group, &[], end).await?;
    }
    Ok(done.rows_affected > 0)
}
