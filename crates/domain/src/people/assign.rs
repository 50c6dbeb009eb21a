//! Giving roles to people and groups, and taking them. Nobody gives or takes what they do not have,
//! nobody changes their own, and somebody who may do everything always stays.

use entity::{group, group_member, role_assignment, session};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait,
};
use serde_json::json;
use types::{
    ApiError, AssignResult, AssignRole, AssignedRole, AuditAction, ErrorCode, FieldCode, GroupId, Permission,
    RoleChange, RoleKey, RoleSet, Timestamp, UserId, Validate,
};
use uuid::Uuid;

use super::{People, lost, power, roles, standing, store};
use crate::{
    access::policy::Resource,
    audit::{Event, Target},
    ctx::RequestCtx,
    db::{Engine, Tx},
    error::{Error, Result},
    live::LiveEvent,
};

/// Whose roles.
#[derive(Debug, Clone, Copy)]
enum Holder {
    User(Uuid),
    Group(Uuid),
}

impl People<'_> {
    /// Gives a person exactly these roles by name. Counts from their next request; somebody who may do
    /// nothing at the console any more is signed out of it.
    ///
    /// # Errors
    /// Without `role_assign`; `reauthentication_required`; `invalid_input`, also for a role that is not there; `not_found`;
    /// `forbidden` for oneself, for somebody who may do more, and for roles given or taken that allow
    /// more than the actor may do; `last_administrator` when nobody would be left who may do everything.
    pub async fn set_roles(&self, ctx: &RequestCtx, id: UserId, input: &RoleSet) -> Result<RoleSet> {
        ctx.require(Permission::RoleAssign, &Resource::All)?;
        ctx.require_recent(self.domain.clock().now())?;
        input.validate()?;
        let change = || self.change_roles(ctx, id, |_| input.roles.clone());
        let (roles, _) = self.domain.retry_on_conflict(change).await?;
        Ok(RoleSet { roles })
    }

    /// Gives one role to many people, or takes it from them; each stands for itself.
    ///
    /// # Errors
    /// Without `role_assign`; `reauthentication_required`; `invalid_input`, also with `role` when it is not there. Whatever keeps one
    /// person from it is in their result, as for [`Self::set_roles`].
    pub async fn assign_role(&self, ctx: &RequestCtx, input: &AssignRole) -> Result<AssignedRole> {
        ctx.require(Permission::RoleAssign, &Resource::All)?;
        ctx.require_recent(self.domain.clock().now())?;
        input.validate()?;
        let db = self.domain.db().read();
        if roles::names(db, &[input.role]).await?.is_empty() {
            return Err(match ctx.may(Permission::UserRead, &Resource::All) {
                true => Error::invalid("role", FieldCode::NotFound),
                false => power::refusal(ctx),
            });
        }
        power::require_grant(db, ctx, &[input.role]).await?;
        let wanted = |had: &[RoleKey]| -> Vec<RoleKey> {
            let others = had.iter().copied().filter(|role| *role != input.role);
            match input.change {
                RoleChange::Grant => others.chain([input.role]).collect(),
                RoleChange::Revoke => others.collect(),
            }
        };
        let mut results = Vec::with_capacity(input.users.len());
        for user_id in &input.users {
            let change = || self.change_roles(ctx, *user_id, wanted);
            let outcome = self.domain.retry_on_conflict(change).await;
            results.push(match outcome {
                Ok((_, changed)) => AssignResult { user_id: *user_id, changed, refused: None },
                Err(error) => AssignResult {
                    user_id: *user_id,
                    changed: false,
                    refused: Some(ApiError::from(error).code),
                },
            });
        }
        Ok(AssignedRole { results })
    }

    /// Gives the members of a group exactly these roles through it.
    ///
    /// # Errors
    /// As for [`Self::set_roles`]; `forbidden` also for a group that the actor is in; `invalid_input`
    /// for the super administrator's role, which is given to people by name alone.
    pub async fn set_group_roles(&self, ctx: &RequestCtx, id: GroupId, input: &RoleSet) -> Result<RoleSet> {
        ctx.require(Permission::RoleAssign, &Resource::All)?;
        ctx.require_recent(self.domain.clock().now())?;
        input.validate()?;
        if let Some(index) = input.roles.iter().position(|role| *role == RoleKey::SUPER) {
            return Err(Error::invalid(&format!("roles[{index}]"), FieldCode::UnknownValue));
        }
        let roles = self.domain.retry_on_conflict(|| self.try_set_group_roles(ctx, id, input)).await?;
        Ok(RoleSet { roles })
    }

    /// Roles of a group.
    ///
    /// # Errors
    /// Without `user_read`; `not_found`.
    pub async fn group_roles(&self, ctx: &RequestCtx, id: GroupId) -> Result<RoleSet> {
        ctx.require(Permission::UserRead, &Resource::All)?;
        let db = self.domain.db().read();
        group::Entity::find_by_id(id.0).one(db).await?.ok_or(ErrorCode::NotFound)?;
        Ok(RoleSet { roles: power::roles_of_groups(db, &[id.0]).await? })
    }

    async fn change_roles(
        &self,
        ctx: &RequestCtx,
        id: UserId,
        wanted: impl Fn(&[RoleKey]) -> Vec<RoleKey>,
    ) -> Result<(Vec<RoleKey>, bool)> {
        let now = self.domain.clock().now();
        let mut tx = self.domain.begin().await?;
        let administrators = standing::lock_administrators(&tx).await?;
        let user = store::lock(&tx, &id).await?.ok_or(ErrorCode::NotFound)?;
        if ctx.user_id() == Some(id) {
            return Err(ErrorCode::Forbidden.into());
        }
        power::require_over(tx.conn(), ctx, &user).await?;
        let had = standing::roles_by_name(tx.conn(), &[id.0]).await?;
        let had: Vec<RoleKey> = had.into_iter().map(|(_, role)| role).collect();
        let wanted = wanted(&had);
        let (given, taken) = differences(&had, &wanted);
        if given.is_empty() && taken.is_empty() {
            return Ok((had, false));
        }
        check_there(&tx, &wanted).await?;
        let both: Vec<RoleKey> = given.iter().chain(&taken).copied().collect();
        power::require_grant(tx.conn(), ctx, &both).await?;
        if taken.contains(&RoleKey::SUPER) && administrators == [id.0] {
            return Err(ErrorCode::LastAdministrator.into());
        }
        write(&tx, now, Holder::User(id.0), &given, &taken).await?;
        let event = Event::done(AuditAction::UserRolesChanged, Target::new("user", id, user.display_name));
        let event = event.change(Some(json!({ "roles": had })), Some(json!({ "roles": wanted })));
        tx.record(ctx, now, event).await?;
        if !taken.is_empty() {
            lost::end_sessions(&mut tx, &[id.0]).await?;
        }
        tx.announce(LiveEvent::user(id));
        tx.announce(LiveEvent::role());
        tx.commit().await?;
        Ok((wanted, true))
    }

    async fn try_set_group_roles(
        &self,
        ctx: &RequestCtx,
        id: GroupId,
        input: &RoleSet,
    ) -> Result<Vec<RoleKey>> {
        let now = self.domain.clock().now();
        let mut tx = self.domain.begin().await?;
        let group = lock_group(&tx, id).await?;
        if let Some(me) = ctx.user_id()
            && group_member::Entity::find_by_id((id.0, me.0)).count(tx.conn()).await? > 0
        {
            return Err(ErrorCode::Forbidden.into());
        }
        let had = power::roles_of_groups(tx.conn(), &[id.0]).await?;
        let (given, taken) = differences(&had, &input.roles);
        if given.is_empty() && taken.is_empty() {
            return Ok(had);
        }
        check_there(&tx, &input.roles).await?;
        let both: Vec<RoleKey> = given.iter().chain(&taken).copied().collect();
        power::require_grant(tx.conn(), ctx, &both).await?;
        write(&tx, now, Holder::Group(id.0), &given, &taken).await?;
        let event = Event::done(AuditAction::GroupRolesChanged, Target::new("group", id, group.name));
        let event = event.change(Some(json!({ "roles": had })), Some(json!({ "roles": input.roles })));
        tx.record(ctx, now, event).await?;
        if !taken.is_empty() {
            let members = group_member::Entity::find()
                .select_only()
                .column(group_member::Column::UserId)
                .filter(group_member::Column::GroupId.eq(id.0))
                .into_query();
            let affected = lost::signed_in(&tx, session::Column::UserId.in_subquery(members)).await?;
            lost::end_sessions(&mut tx, &affected).await?;
        }
        tx.announce(LiveEvent::role());
        tx.commit().await?;
        Ok(input.roles.clone())
    }
}

/// What is given and what is taken.
fn differences(had: &[RoleKey], wanted: &[RoleKey]) -> (Vec<RoleKey>, Vec<RoleKey>) {
    let given = wanted.iter().copied().filter(|role| !had.contains(role)).collect();
    let taken = had.iter().copied().filter(|role| !wanted.contains(role)).collect();
    (given, taken)
}

/// Refuses roles that are not there, and keeps the others until this transaction ends.
async fn check_there(tx: &Tx, wanted: &[RoleKey]) -> Result<()> {
    let there = roles::lock_shared(tx, wanted).await?;
    match wanted.iter().position(|role| !there.contains(role)) {
        Some(index) => Err(Error::invalid(&format!("roles[{index}]"), FieldCode::NotFound)),
        None => Ok(()),
    }
}

async fn write(tx: &Tx, now: Timestamp, holder: Holder, given: &[RoleKey], taken: &[RoleKey]) -> Result<()> {
    let (user_id, group_id) = match holder {
        Holder::User(id) => (Some(id), None),
        Holder::Group(id) => (None, Some(id)),
    };
    let whose = match holder {
        Holder::User(id) => role_assignment::Column::UserId.eq(id),
        Holder::Group(id) => role_assignment::Column::GroupId.eq(id),
    };
    if !taken.is_empty() {
        let words = taken.iter().map(RoleKey::to_string);
        let which = Condition::all().add(whose).add(role_assignment::Column::Role.is_in(words));
        role_assignment::Entity::delete_many().filter(which).exec(tx.conn()).await?;
    }
    if !given.is_empty() {
        let row = |role: &RoleKey| role_assignment::ActiveModel {
            id: Set(Uuid::now_v7()),
            role: Set(role.to_string()),
            user_id: Set(user_id),
            group_id: Set(group_id),
            created_at: Set(now.as_millis()),
        };
        role_assignment::Entity::insert_many(given.iter().map(row)).exec_without_returning(tx.conn()).await?;
    }
    Ok(())
}

/// A group, whose row nobody else changes until this transaction ends.
async fn lock_group(tx: &Tx, id: GroupId) -> Result<group::Model> {
    let mut query = group::Entity::find_by_id(id.0).order_by_asc(group::Column::Id);
    if tx.engine() == Engine::Postgres {
        query = query.lock_exclusive();
    }
    Ok(query.one(tx.conn()).await?.ok_or(ErrorCode::NotFound)?)
}
