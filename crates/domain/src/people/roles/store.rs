//! Rows of roles and of who holds them.

use std::collections::HashMap;

use entity::{role, role_assignment};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use types::{ErrorCode, FieldCode, Permission, PermissionSet, RoleId, RoleKey};
use uuid::Uuid;

use crate::{
    db::{Engine, Tx},
    error::{Error, Result},
};

/// How many people and groups hold a role.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Holders {
    pub(super) users: u64,
    pub(super) groups: u64,
}

/// A role that the organisation has made.
pub(super) async fn find<C: ConnectionTrait>(db: &C, id: RoleId) -> Result<role::Model> {
    Ok(role::Entity::find_by_id(id.0).one(db).await?.ok_or(ErrorCode::NotFound)?)
}

/// The same; nobody else changes, deletes or gives it until this transaction ends.
pub(super) async fn lock(tx: &Tx, id: RoleId) -> Result<role::Model> {
    let mut query = role::Entity::find_by_id(id.0);
    if tx.engine() == Engine::Postgres {
        query = query.lock_exclusive();
    }
    Ok(query.one(tx.conn()).await?.ok_or(ErrorCode::NotFound)?)
}

/// Those of the keys that name a role. None of them changes or goes before this transaction ends.
pub(crate) async fn lock_shared(tx: &Tx, keys: &[RoleKey]) -> Result<Vec<RoleKey>> {
    let made = keys.iter().filter_map(|key| match key {
        RoleKey::Custom(id) => Some(id.0),
        RoleKey::BuiltIn(_) => None,
    });
    let mut query = role::Entity::find().filter(role::Column::Id.is_in(made)).order_by_asc(role::Column::Id);
    if tx.engine() == Engine::Postgres {
        query = query.lock_shared();
    }
    let found: Vec<Uuid> = query.all(tx.conn()).await?.into_iter().map(|role| role.id).collect();
    let exists = |key: &RoleKey| match key {
        RoleKey::BuiltIn(_) => true,
        RoleKey::Custom(id) => found.contains(&id.0),
    };
    Ok(keys.iter().copied().filter(exists).collect())
}

/// The names of roles. That of a built-in one is English.
pub(crate) async fn names<C: ConnectionTrait>(db: &C, keys: &[RoleKey]) -> Result<HashMap<RoleKey, String>> {
    let mut names = HashMap::new();
    let mut made = Vec::new();
    for key in keys {
        match key {
            RoleKey::BuiltIn(role) => drop(names.insert(*key, role.title().to_owned())),
            RoleKey::Custom(id) => made.push(id.0),
        }
    }
    if !made.is_empty() {
        let found = role::Entity::find().filter(role::Column::Id.is_in(made)).all(db).await?;
        names.extend(found.into_iter().map(|role| (RoleKey::Custom(RoleId(role.id)), role.name)));
    }
    Ok(names)
}

/// How many hold each role that anybody holds.
pub(super) async fn count_holders<C: ConnectionTrait>(
    db: &C,
    only: Option<RoleKey>,
) -> Result<HashMap<RoleKey, Holders>> {
    let mut query = role_assignment::Entity::find()
        .select_only()
        .column(role_assignment::Column::Role)
        .column_as(role_assignment::Column::UserId.count(), "users")
        .column_as(role_assignment::Column::GroupId.count(), "groups")
        .group_by(role_assignment::Column::Role);
    if let Some(key) = only {
        query = query.filter(role_assignment::Column::Role.eq(key.to_string()));
    }
    let rows: Vec<(String, i64, i64)> = query.into_tuple().all(db).await?;
    let count = |number: i64| u64::try_from(number).unwrap_or_default();
    let row = |(word, users, groups): (String, i64, i64)| {
        Some((word.parse().ok()?, Holders { users: count(users), groups: count(groups) }))
    };
    Ok(rows.into_iter().filter_map(row).collect())
}

/// Refuses the name of another role, built-in ones among them.
///
/// # Errors
/// `invalid_input` with `name`.
pub(super) async fn check_free(tx: &Tx, name: &str, but: Option<Uuid>) -> Result<()> {
    let key = name_key(name);
    let is_built_in = types::AdminRole::ALL.iter().any(|role| name_key(role.title()) == key);
    let found = role::Entity::find().filter(role::Column::NameKey.eq(key)).one(tx.conn()).await?;
    if is_built_in || found.is_some_and(|role| Some(role.id) != but) {
        return Err(Error::invalid("name", FieldCode::Taken));
    }
    Ok(())
}

/// What two names have in common that differ in case or blanks alone.
pub(super) fn name_key(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Permissions as they are stored: each once, in their own order.
pub(super) fn join_permissions(permissions: &[Permission]) -> String {
    let set: PermissionSet = permissions.iter().copied().collect();
    set.iter().map(Permission::as_str).collect::<Vec<_>>().join(",")
}

/// All columns of a row, to be written.
pub(super) fn active(row: role::Model) -> role::ActiveModel {
    role::ActiveModel {
        id: Set(row.id),
        name: Set(row.name),
        name_key: Set(row.name_key),
        description: Set(row.description),
        permissions: Set(row.permissions),
        version: Set(row.version),
        created_at: Set(row.created_at),
        updated_at: Set(row.updated_at),
    }
}
