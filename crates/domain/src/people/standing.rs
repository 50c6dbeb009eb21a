//! What a person may do now: from their own rights and roles and from those of their groups. Read
//! for every request, so that a change counts from the next one.

use std::collections::BTreeSet;

use entity::{group, group_member, role, role_assignment, user};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::SelectStatement,
};
use types::{AdminRole, Face, GroupId, PermissionSet, PortalRight, RoleKey, UserId, UserState};
use uuid::Uuid;

use super::store;
use crate::{
    access::policy,
    db::{Engine, Tx},
    error::Result,
};

/// What a person may do at a face. Somebody disabled may do nothing.
pub(crate) async fn permissions_at<C: ConnectionTrait>(
    db: &C,
    face: Face,
    user: &user::Model,
) -> Result<PermissionSet> {
    if !store::is_active(user) {
        return Ok(PermissionSet::EMPTY);
    }
    match face {
        Face::Portal => Ok(policy::portal_permissions(&rights(db, user).await?)),
        Face::Console => permissions(db, user).await,
    }
}

/// Portal rights, their own and those of their groups.
pub(crate) async fn rights<C: ConnectionTrait>(db: &C, user: &user::Model) -> Result<Vec<PortalRight>> {
    let of_groups: Vec<String> = group::Entity::find()
        .select_only()
        .column(group::Column::Rights)
        .distinct()
        .filter(group::Column::Id.in_subquery(groups_of(user.id)))
        .into_tuple()
        .all(db)
        .await?;
    let words = of_groups.iter().chain([&user.rights]).flat_map(|words| store::split_rights(words));
    Ok(words.collect::<BTreeSet<_>>().into_iter().collect())
}

/// What the administrator roles of a person allow, given by name or through a group.
pub(crate) async fn permissions<C: ConnectionTrait>(db: &C, user: &user::Model) -> Result<PermissionSet> {
    let keys = roles(db, user.id).await?;
    permissions_of_roles(db, &keys).await
}

/// The roles of a person, given by name or through a group.
pub(crate) async fn roles<C: ConnectionTrait>(db: &C, user_id: Uuid) -> Result<Vec<RoleKey>> {
    let mine = Condition::any()
        .add(role_assignment::Column::UserId.eq(user_id))
        .add(role_assignment::Column::GroupId.in_subquery(groups_of(user_id)));
    let words: Vec<String> = role_assignment::Entity::find()
        .select_only()
        .column(role_assignment::Column::Role)
        .distinct()
        .filter(mine)
        .into_tuple()
        .all(db)
        .await?;
    Ok(words.iter().filter_map(|word| word.parse().ok()).collect())
}

/// What these roles allow together.
pub(crate) async fn permissions_of_roles<C: ConnectionTrait>(
    db: &C,
    keys: &[RoleKey],
) -> Result<PermissionSet> {
    let mut permissions = PermissionSet::EMPTY;
    let mut custom: Vec<Uuid> = Vec::new();
    for key in keys {
        match key {
            RoleKey::BuiltIn(role) => permissions = permissions.union(policy::role_permissions(*role)),
            RoleKey::Custom(id) => custom.push(id.0),
        }
    }
    if custom.is_empty() {
        return Ok(permissions);
    }
    let made = role::Entity::find().filter(role::Column::Id.is_in(custom)).all(db).await?;
    Ok(made.iter().fold(permissions, |all, role| all.union(split_permissions(&role.permissions))))
}

/// Permissions as they are stored in a role.
pub(crate) fn split_permissions(words: &str) -> PermissionSet {
    words.split(',').filter_map(types::Permission::from_word).filter(|word| !word.is_own()).collect()
}

/// Roles given to people by name, of each of these people.
pub(crate) async fn roles_by_name<C: ConnectionTrait>(
    db: &C,
    users: &[Uuid],
) -> Result<Vec<(Uuid, RoleKey)>> {
    let rows = role_assignment::Entity::find()
        .filter(role_assignment::Column::UserId.is_in(users.iter().copied()))
        .order_by_asc(role_assignment::Column::Id)
        .all(db)
        .await?;
    Ok(rows.into_iter().filter_map(|row| Some((row.user_id?, row.role.parse().ok()?))).collect())
}

/// The active super administrators, whose rows nobody else changes until this transaction ends. In
/// one order always, and before any other row of a person is locked, so that two of these never wait
/// for each other. Whoever takes the role from somebody, disables or deletes somebody holds these.
pub(crate) async fn lock_administrators(tx: &Tx) -> Result<Vec<Uuid>> {
    if tx.engine() == Engine::Postgres {
        // The rows are read again below: what was decided while this waited counts then.
        administrators().lock_exclusive().all(tx.conn()).await?;
    }
    Ok(administrators().all(tx.conn()).await?.into_iter().map(|user| user.id).collect())
}

/// Whether nobody else could do everything, as things are now. [`lock_administrators`] decides.
pub(crate) async fn is_last_administrator<C: ConnectionTrait>(db: &C, id: Uuid) -> Result<bool> {
    let found = administrators().limit(2).all(db).await?;
    Ok(matches!(found.as_slice(), [only] if only.id == id))
}

fn administrators() -> sea_orm::Select<user::Entity> {
    let named = role_assignment::Entity::find()
        .select_only()
        .column(role_assignment::Column::UserId)
        .filter(role_assignment::Column::Role.eq(AdminRole::SuperAdministrator.as_str()))
        .filter(role_assignment::Column::UserId.is_not_null())
        .into_query();
    user::Entity::find()
        .filter(user::Column::Id.in_subquery(named))
        .filter(user::Column::State.eq(UserState::Active.as_str()))
        .filter(user::Column::GoneAt.is_null())
        .order_by_asc(user::Column::Id)
}

/// The groups of a person.
pub(crate) async fn group_ids<C: ConnectionTrait>(db: &C, user_id: UserId) -> Result<Vec<GroupId>> {
    let ids: Vec<Uuid> = group::Entity::find()
        .select_only()
        .column(group::Column::Id)
        .filter(group::Column::Id.in_subquery(groups_of(user_id.0)))
        .into_tuple()
        .all(db)
        .await?;
    Ok(ids.into_iter().map(GroupId).collect())
}

/// The name of a group, if it is still there.
pub(crate) async fn group_name<C: ConnectionTrait>(db: &C, id: GroupId) -> Result<Option<String>> {
    Ok(group::Entity::find_by_id(id.0).one(db).await?.map(|group| group.name))
}

/// The ids of a person's groups.
fn groups_of(user_id: Uuid) -> SelectStatement {
    group_member::Entity::find()
        .select_only()
        .column(group_member::Column::GroupId)
        .filter(group_member::Column::UserId.eq(user_id))
        .into_query()
}
