//! Roles that the organisation makes: new, changed, deleted. Nobody makes one of what they do not have,
//! nor lays hands on one that allows more than they may; nobody changes a role they hold.

use entity::{group_member, role, role_assignment, session};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::SelectStatement,
};
use serde_json::{Value, json};
use types::{
    AuditAction, CreateRole, ErrorCode, Permission, RoleDetail, RoleId, RoleKey, Timestamp, UpdateRole,
    UserId, Validate,
};
use uuid::Uuid;

use super::{list, store};
use crate::{
    access::policy::Resource,
    audit::{Event, Target},
    ctx::RequestCtx,
    db::Tx,
    error::Result,
    live::LiveEvent,
    people::{People, lost, power, standing, store as users},
};

/// Most roles that an organisation makes: more could not be overlooked.
const MOST: u64 = 200;

impl People<'_> {
    /// Makes a role. The same idempotency key again gives the same role.
    ///
    /// # Errors
    /// Without `role_write`; `reauthentication_required`; `invalid_input`, also for a name that another role has; `forbidden` for
    /// permissions that the actor does not have; `wrong_state` when there are 200 already;
    /// `idempotency_key_reused`.
    pub async fn create_role(&self, ctx: &RequestCtx, input: &CreateRole) -> Result<RoleDetail> {
        ctx.require(Permission::RoleWrite, &Resource::All)?;
        ctx.require_recent(self.domain.clock().now())?;
        input.validate()?;
        power::require_covering(ctx, input.permissions.iter().copied().collect())?;
        let id = self.domain.retry_on_conflict(|| self.try_create_role(ctx, input)).await?;
        list::detail(self.domain.db().read(), RoleKey::Custom(id)).await
    }

    async fn try_create_role(&self, ctx: &RequestCtx, input: &CreateRole) -> Result<RoleId> {
        let now = self.domain.clock().now();
        let mut tx = self.domain.begin().await?;
        let free = store::check_free(&tx, &input.name, None).await;
        if let Some(earlier) = tx.find_earlier(ctx).await? {
            return Ok(RoleId(earlier));
        }
        free?;
        if role::Entity::find().count(tx.conn()).await? >= MOST {
            return Err(ErrorCode::WrongState.into());
        }
        let row = role::Model {
            id: Uuid::now_v7(),
            name: input.name.trim().to_owned(),
            name_key: store::name_key(&input.name),
            description: input.description.trim().to_owned(),
            permissions: store::join_permissions(&input.permissions),
            version: 1,
            created_at: now.as_millis(),
            updated_at: now.as_millis(),
        };
        role::Entity::insert(store::active(row.clone())).exec_without_returning(tx.conn()).await?;
        tx.remember(ctx, row.id, now).await?;
        let event = Event::done(AuditAction::RoleCreated, target(&row)).change(None, Some(facts(&row)));
        tx.record(ctx, now, event).await?;
        tx.announce(LiveEvent::role());
        tx.commit().await?;
        Ok(RoleId(row.id))
    }

    /// Changes a role; counts for all who hold it from their next request.
    ///
    /// # Errors
    /// Without `role_write`; `reauthentication_required`; `not_found`; `wrong_state` for a built-in role; `invalid_input`, also for a
    /// name that another role has; `version_conflict`; `forbidden` when it allows, or would allow, what
    /// the actor may not do, or when the actor holds it and would change what it allows.
    pub async fn update_role(
        &self,
        ctx: &RequestCtx,
        key: RoleKey,
        input: &UpdateRole,
        expected_version: Option<i64>,
    ) -> Result<RoleDetail> {
        ctx.require(Permission::RoleWrite, &Resource::All)?;
        ctx.require_recent(self.domain.clock().now())?;
        input.validate()?;
        let id = made(key)?;
        self.domain.retry_on_conflict(|| self.try_update_role(ctx, id, input, expected_version)).await?;
        list::detail(self.domain.db().read(), key).await
    }

    async fn try_update_role(
        &self,
        ctx: &RequestCtx,
        id: RoleId,
        input: &UpdateRole,
        expected_version: Option<i64>,
    ) -> Result<()> {
        let now = self.domain.clock().now();
        let mut tx = self.domain.begin().await?;
        let before = lock(&tx, ctx, id, expected_version).await?;
        let mut after = before.clone();
        if let Some(name) = &input.name {
            store::check_free(&tx, name, Some(before.id)).await?;
            after.name = name.trim().to_owned();
            after.name_key = store::name_key(name);
        }
        if let Some(description) = &input.description {
            after.description = description.trim().to_owned();
        }
        if let Some(permissions) = &input.permissions {
            power::require_covering(ctx, permissions.iter().copied().collect())?;
            after.permissions = store::join_permissions(permissions);
        }
        if after == before {
            return Ok(());
        }
        if after.permissions != before.permissions {
            require_not_own(&tx, ctx, id).await?;
        }
        after.version += 1;
        after.updated_at = now.as_millis();
        role::Entity::update(store::active(after.clone())).exec(tx.conn()).await?;
        let event = Event::done(AuditAction::RoleChanged, target(&after));
        tx.record(ctx, now, event.change(Some(facts(&before)), Some(facts(&after)))).await?;
        tx.announce(LiveEvent::role());
        tx.commit().await
    }

    /// Deletes a role and takes it from all who hold it, who are signed out of the console if nothing is
    /// left to them there.
    ///
    /// # Errors
    /// Without `role_write`; `reauthentication_required`; `not_found`; `wrong_state` for a built-in role; `version_conflict`;
    /// `forbidden` when it allows what the actor may not do, or when the actor holds it.
    pub async fn delete_role(
        &self,
        ctx: &RequestCtx,
        key: RoleKey,
        expected_version: Option<i64>,
    ) -> Result<()> {
        ctx.require(Permission::RoleWrite, &Resource::All)?;
        ctx.require_recent(self.domain.clock().now())?;
        let id = made(key)?;
        let now = self.domain.clock().now();
        let mut tx = self.domain.begin().await?;
        let role = lock(&tx, ctx, id, expected_version).await?;
        require_not_own(&tx, ctx, id).await?;
        let affected = lost::signed_in(&tx, holders_sessions(key)).await?;
        let assigned = role_assignment::Entity::find()
            .filter(role_assignment::Column::Role.eq(key.to_string()))
            .all(tx.conn())
            .await?;
        for user_id in assigned.iter().filter_map(|row| row.user_id) {
            take(&mut tx, ctx, now, UserId(user_id), key, &role.name).await?;
        }
        role_assignment::Entity::delete_many()
            .filter(role_assignment::Column::Role.eq(key.to_string()))
            .exec(tx.conn())
            .await?;
        role::Entity::delete_by_id(role.id).exec(tx.conn()).await?;
        let mut before = facts(&role);
        let users = assigned.iter().filter(|row| row.user_id.is_some()).count();
        if let Some(before) = before.as_object_mut() {
            before.insert("users".to_owned(), json!(users));
            before.insert("groups".to_owned(), json!(assigned.len() - users));
        }
        let event = Event::done(AuditAction::RoleDeleted, target(&role)).change(Some(before), None);
        tx.record(ctx, now, event).await?;
        lost::end_sessions(&mut tx, &affected).await?;
        tx.announce(LiveEvent::role());
        tx.commit().await
    }
}

/// The role, locked, if the actor may touch it.
async fn lock(tx: &Tx, ctx: &RequestCtx, id: RoleId, expected_version: Option<i64>) -> Result<role::Model> {
    let role = store::lock(tx, id).await?;
    if power::require_covering(ctx, standing::split_permissions(&role.permissions)).is_err() {
        return Err(power::refusal(ctx));
    }
    if expected_version.is_some_and(|version| version != role.version) {
        return Err(ErrorCode::VersionConflict.into());
    }
    Ok(role)
}

async fn require_not_own(tx: &Tx, ctx: &RequestCtx, id: RoleId) -> Result<()> {
    let Some(me) = ctx.user_id() else { return Ok(()) };
    if standing::roles(tx.conn(), me.0).await?.contains(&RoleKey::Custom(id)) {
        return Err(ErrorCode::Forbidden.into());
    }
    Ok(())
}

/// Writes into a person's history what they lose.
async fn take(
    tx: &mut Tx,
    ctx: &RequestCtx,
    now: Timestamp,
    id: UserId,
    key: RoleKey,
    name: &str,
) -> Result<()> {
    let Some(user) = users::find(tx.conn(), &id).await? else { return Ok(()) };
    let had = standing::roles_by_name(tx.conn(), &[id.0]).await?;
    let had: Vec<RoleKey> = had.into_iter().map(|(_, role)| role).collect();
    let has: Vec<RoleKey> = had.iter().copied().filter(|role| *role != key).collect();
    let event = Event::done(AuditAction::UserRolesChanged, Target::new("user", id, user.display_name));
    let event = event.change(Some(json!({ "roles": had })), Some(json!({ "roles": has })));
    tx.record(ctx, now, event.because(format!("The role {name} was deleted"))).await?;
    tx.announce(LiveEvent::user(id));
    Ok(())
}

/// Sessions of those who hold a role, by name or through a group.
fn holders_sessions(key: RoleKey) -> Condition {
    let of = |column: role_assignment::Column| -> SelectStatement {
        role_assignment::Entity::find()
            .select_only()
            .column(column)
            .filter(role_assignment::Column::Role.eq(key.to_string()))
            .filter(column.is_not_null())
            .into_query()
    };
    let members = group_member::Entity::find()
        .select_only()
        .column(group_member::Column::UserId)
        .filter(group_member::Column::GroupId.in_subquery(of(role_assignment::Column::GroupId)))
        .into_query();
    Condition::any()
        .add(session::Column::UserId.in_subquery(of(role_assignment::Column::UserId)))
        .add(session::Column::UserId.in_subquery(members))
}

/// The id of a role that can be changed.
fn made(key: RoleKey) -> Result<RoleId> {
    match key {
        RoleKey::Custom(id) => Ok(id),
        RoleKey::BuiltIn(_) => Err(ErrorCode::WrongState.into()),
    }
}

fn target(role: &role::Model) -> Target {
    Target::new("role", role.id, role.name.clone())
}

fn facts(role: &role::Model) -> Value {
    json!({
        "name": role.name,
        "description": role.description,
        "permissions": role.permissions.split(',').collect::<Vec<_>>(),
    })
}
