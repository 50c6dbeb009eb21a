//! Who may lay hands on whom. Whoever changes a person's address, sends them a link or takes their
//! account away could act in their place, so it takes at least that person's own power; and nobody
//! gives or takes what they do not have.

use entity::{role_assignment, user};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use types::{ErrorCode, Permission, PermissionSet, RoleKey};
use uuid::Uuid;

use super::standing;
use crate::{
    access::policy::{self, Resource},
    ctx::{Actor, RequestCtx},
    error::{Error, Result},
};

/// What the actor may do at the console: a token no more than its scopes let through, somebody in the
/// portal nothing, Gatehouse itself everything.
pub(crate) fn of_actor(ctx: &RequestCtx) -> PermissionSet {
    policy::permissions_of(&ctx.actor).into_iter().filter(|permission| !permission.is_own()).collect()
}

/// Goes on only if the actor may do at the console whatever this person may, or would again once they
/// are enabled. Asked before a person is changed, disabled, deleted, moved between groups, sent a link
/// or signed out. Inside a change, lock the person's row first.
///
/// # Errors
/// `forbidden`, or `not_found` for those who may not see people.
pub(crate) async fn require_over<C: ConnectionTrait>(
    db: &C,
    ctx: &RequestCtx,
    user: &user::Model,
) -> Result<()> {
    match is_over(db, ctx, user).await? {
        true => Ok(()),
        false => Err(refusal(ctx)),
    }
}

/// What somebody is told who reaches too far: those who may not see people, groups and roles do not
/// learn from it which there are.
pub(crate) fn refusal(ctx: &RequestCtx) -> Error {
    match ctx.may(Permission::UserRead, &Resource::All) {
        true => ErrorCode::Forbidden.into(),
        false => ErrorCode::NotFound.into(),
    }
}

/// Whether the actor may do at the console whatever this person may, as for [`require_over`].
pub(crate) async fn is_over<C: ConnectionTrait>(
    db: &C,
    ctx: &RequestCtx,
    user: &user::Model,
) -> Result<bool> {
    Ok(is_system(ctx) || of_actor(ctx).covers(standing::permissions(db, user).await?))
}

/// Goes on only if the actor has all that these roles allow: asked before roles are given or taken,
/// and before somebody joins or leaves a group that has them.
///
/// # Errors
/// `forbidden`, or `not_found` for those who may not see people.
pub(crate) async fn require_grant<C: ConnectionTrait>(
    db: &C,
    ctx: &RequestCtx,
    roles: &[RoleKey],
) -> Result<()> {
    if is_system(ctx) || roles.is_empty() {
        return Ok(());
    }
    match of_actor(ctx).covers(standing::permissions_of_roles(db, roles).await?) {
        true => Ok(()),
        false => Err(refusal(ctx)),
    }
}

/// Goes on only if the actor may move this person into or out of these groups: it takes power over the
/// person and all that the groups' roles allow, and nobody moves themselves where roles are at stake.
///
/// # Errors
/// `forbidden`, or `not_found` for those who may not see people.
pub(crate) async fn require_move<C: ConnectionTrait>(
    db: &C,
    ctx: &RequestCtx,
    user: &user::Model,
    groups: &[Uuid],
) -> Result<()> {
    require_over(db, ctx, user).await?;
    let roles = roles_of_groups(db, groups).await?;
    if !roles.is_empty() && ctx.user_id().is_some_and(|me| me.0 == user.id) {
        return Err(refusal(ctx));
    }
    require_grant(db, ctx, &roles).await
}

/// The roles given to these groups, for [`require_grant`].
pub(crate) async fn roles_of_groups<C: ConnectionTrait>(db: &C, groups: &[Uuid]) -> Result<Vec<RoleKey>> {
    let rows = role_assignment::Entity::find()
        .filter(role_assignment::Column::GroupId.is_in(groups.iter().copied()))
        .all(db)
        .await?;
    Ok(rows.into_iter().filter_map(|row| row.role.parse().ok()).collect())
}

/// Goes on only if the actor has these permissions themselves.
///
/// # Errors
/// `forbidden`.
pub(crate) fn require_covering(ctx: &RequestCtx, permissions: PermissionSet) -> Result<()> {
    if of_actor(ctx).covers(permissions) {
        return Ok(());
    }
    Err(ErrorCode::Forbidden.into())
}

fn is_system(ctx: &RequestCtx) -> bool {
    matches!(ctx.actor, Actor::System(_))
}
