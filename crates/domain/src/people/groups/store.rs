//! Rows of groups.

use std::collections::HashMap;

use entity::{directory, group, group_member, role_assignment};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use types::{DirectoryId, ErrorCode, FieldCode, GroupId, GroupRow, RoleKey, Source, Timestamp};
use uuid::Uuid;

use crate::{
    db::{Engine, Tx},
    error::{Error, Result},
    people::store::split_rights,
};

/// A group.
pub(super) async fn find<C: ConnectionTrait>(db: &C, id: GroupId) -> Result<group::Model> {
    Ok(group::Entity::find_by_id(id.0).one(db).await?.ok_or(ErrorCode::NotFound)?)
}

/// The same; nobody else changes or deletes it, its roles or members until this transaction ends.
pub(super) async fn lock(tx: &Tx, id: GroupId) -> Result<group::Model> {
    let mut query = group::Entity::find_by_id(id.0);
    if tx.engine() == Engine::Postgres {
        query = query.lock_exclusive();
    }
    Ok(query.one(tx.conn()).await?.ok_or(ErrorCode::NotFound)?)
}

/// Goes on only for a group that was made here.
///
/// # Errors
/// `wrong_state` for one from a directory.
pub(super) fn require_local(group: &group::Model) -> Result<()> {
    match group.directory_id {
        None => Ok(()),
        Some(_) => Err(ErrorCode::WrongState.into()),
    }
}

/// Refuses a name that another local group has.
///
/// # Errors
/// `invalid_input` with `name` taken.
pub(super) async fn check_free(tx: &Tx, key: &str, except: Option<Uuid>) -> Result<()> {
    let mut query = group::Entity::find()
        .filter(group::Column::NameKey.eq(key))
        .filter(group::Column::DirectoryId.is_null());
    if let Some(id) = except {
        query = query.filter(group::Column::Id.ne(id));
    }
    match query.one(tx.conn()).await? {
        None => Ok(()),
        Some(_) => Err(Error::invalid("name", FieldCode::Taken)),
    }
}

/// All columns of a row, to be written.
pub(super) fn active(row: group::Model) -> group::ActiveModel {
    group::ActiveModel {
        id: Set(row.id),
        name: Set(row.name),
        name_key: Set(row.name_key),
        description: Set(row.description),
        rights: Set(row.rights),
        directory_id: Set(row.directory_id),
        directory_key: Set(row.directory_key),
        directory_dn: Set(row.directory_dn),
        gone_at: Set(row.gone_at),
        version: Set(row.version),
        created_at: Set(row.created_at),
        updated_at: Set(row.updated_at),
    }
}

/// Groups as lists show them, in three queries however many there are.
pub(super) async fn to_rows<C: ConnectionTrait>(db: &C, groups: Vec<group::Model>) -> Result<Vec<GroupRow>> {
    let ids: Vec<Uuid> = groups.iter().map(|group| group.id).collect();
    let counts: Vec<(Uuid, i64)> = group_member::Entity::find()
        .select_only()
        .column(group_member::Column::GroupId)
        .column_as(group_member::Column::UserId.count(), "members")
        .filter(group_member::Column::GroupId.is_in(ids.iter().copied()))
        .group_by(group_member::Column::GroupId)
        .into_tuple()
        .all(db)
        .await?;
    let counts: HashMap<Uuid, i64> = counts.into_iter().collect();
    let assigned =
        role_assignment::Entity::find().filter(role_assignment::Column::GroupId.is_in(ids)).all(db).await?;
    let mut roles: HashMap<Uuid, Vec<RoleKey>> = HashMap::new();
    for row in assigned {
        if let (Some(group), Ok(role)) = (row.group_id, row.role.parse()) {
            roles.entry(group).or_default().push(role);
        }
    }
    let mut directories = HashMap::new();
    if groups.iter().any(|group| group.directory_id.is_some()) {
        let names: Vec<(Uuid, String)> = directory::Entity::find()
            .select_only()
            .column(directory::Column::Id)
            .column(directory::Column::Name)
            .into_tuple()
            .all(db)
            .await?;
        directories.extend(names);
    }
    let mut row = |group: group::Model| GroupRow {
        id: GroupId(group.id),
        source: if group.directory_id.is_some() { Source::Directory } else { Source::Local },
        directory_id: group.directory_id.map(DirectoryId),
        directory_name: group.directory_id.and_then(|id| directories.get(&id).cloned()),
        rights: split_rights(&group.rights),
        roles: roles.remove(&group.id).unwrap_or_default(),
        member_count: counts.get(&group.id).and_then(|count| u64::try_from(*count).ok()).unwrap_or(0),
        gone_at: group.gone_at.map(Timestamp::from_millis),
        created_at: Timestamp::from_millis(group.created_at),
        name: group.name,
        description: group.description,
    };
    Ok(groups.into_iter().map(&mut row).collect())
}
