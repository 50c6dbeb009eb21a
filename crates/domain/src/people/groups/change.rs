//! Making, changing and deleting groups. What a group's members may do changes with it, from their
//! next request on.

use entity::{group, group_member, role_assignment, session};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait, sea_query::SelectStatement};
use serde_json::{Map, Value, json};
use types::{AuditAction, CreateGroup, GroupDetail, GroupId, Permission, UpdateGroup, Validate};
use uuid::Uuid;

use super::store;
use crate::{
    access::policy::Resource,
    audit::{Event, Target},
    ctx::RequestCtx,
    error::Result,
    live::LiveEvent,
    names,
    people::{
        People, lost, power,
        store::{join_rights, split_rights},
    },
    registration::limit,
};

impl People<'_> {
    /// Creates a local group. The same idempotency key again gives the same group.
    ///
    /// # Errors
    /// Without `group_write`; `invalid_input`, also for a name that is taken; `idempotency_key_reused`.
    pub async fn create_group(&self, ctx: &RequestCtx, input: &CreateGroup) -> Result<GroupDetail> {
        ctx.require(Permission::GroupWrite, &Resource::All)?;
        input.validate()?;
        let id = self.domain.retry_on_conflict(|| self.try_create_group(ctx, input)).await?;
        self.group_detail(id).await
    }

    /// Changes a group. Of one from a directory only the rights can be changed.
    ///
    /// # Errors
    /// Without `group_write`; `not_found`; `invalid_input`; `version_conflict`; `wrong_state` for the
    /// name of a group from a directory; `forbidden` for rights of a group whose roles allow more than
    /// the actor may do.
    pub async fn update_group(
        &self,
        ctx: &RequestCtx,
        id: GroupId,
        input: &UpdateGroup,
        expected_version: Option<i64>,
    ) -> Result<GroupDetail> {
        ctx.require(Permission::GroupWrite, &Resource::All)?;
        input.validate()?;
        self.domain.retry_on_conflict(|| self.try_update_group(ctx, id, input, expected_version)).await?;
        self.group_detail(id).await
    }

    /// Deletes a local group. Its members stay, without what they had through it.
    ///
    /// # Errors
    /// Without `group_write`; `not_found`; `wrong_state` for a group from a directory; `forbidden` when
    /// its roles allow more than the actor may do.
    pub async fn delete_group(&self, ctx: &RequestCtx, id: GroupId) -> Result<()> {
        ctx.require(Permission::GroupWrite, &Resource::All)?;
        let now = self.domain.clock().now();
        let mut tx = self.domain.begin().await?;
        let group = store::lock(&tx, id).await?;
        store::require_local(&group)?;
        let roles = power::roles_of_groups(tx.conn(), &[id.0]).await?;
        power::require_grant(tx.conn(), ctx, &roles).await?;
        let signed_in = lost::signed_in(&tx, session::Column::UserId.in_subquery(members(id))).await?;
        let left = group_member::Entity::delete_many()
            .filter(group_member::Column::GroupId.eq(id.0))
            .exec(tx.conn())
            .await?;
        role_assignment::Entity::delete_many()
            .filter(role_assignment::Column::GroupId.eq(id.0))
            .exec(tx.conn())
            .await?;
        group::Entity::delete_by_id(id.0).exec(tx.conn()).await?;
        limit::forget_group(&tx, ctx, now, id).await?;
        let before = json!({
            "name": group.name,
            "rights": split_rights(&group.rights),
            "roles": roles,
            "members": left.rows_affected,
        });
        let event = Event::done(AuditAction::GroupDeleted, Target::new("group", id, group.name));
        tx.record(ctx, now, event.change(Some(before), None)).await?;
        lost::end_sessions(&mut tx, &signed_in).await?;
        tx.announce(LiveEvent::group(id));
        tx.commit().await
    }

    async fn try_create_group(&self, ctx: &RequestCtx, input: &CreateGroup) -> Result<GroupId> {
        let now = self.domain.clock().now();
        let mut tx = self.domain.begin().await?;
        let key = names::key(&input.name);
        let free = store::check_free(&tx, &key, None).await;
        if let Some(earlier) = tx.find_earlier(ctx).await? {
            return Ok(GroupId(earlier));
        }
        free?;
        let row = group::Model {
            id: Uuid::now_v7(),
            name: input.name.trim().to_owned(),
            name_key: key,
            description: input.description.trim().to_owned(),
            rights: join_rights(&input.rights),
            directory_id: None,
            directory_key: None,
            directory_dn: None,
            gone_at: None,
            version: 1,
            created_at: now.as_millis(),
            updated_at: now.as_millis(),
        };
        let id = GroupId(row.id);
        group::Entity::insert(store::active(row.clone())).exec_without_returning(tx.conn()).await?;
        tx.remember(ctx, row.id, now).await?;
        let after = json!({
            "name": row.name,
            "description": row.description,
            "rights": split_rights(&row.rights),
        });
        let event = Event::done(AuditAction::GroupCreated, Target::new("group", id, row.name));
        tx.record(ctx, now, event.change(None, Some(after))).await?;
        tx.announce(LiveEvent::group(id));
        tx.commit().await?;
        Ok(id)
    }

    async fn try_update_group(
        &self,
        ctx: &RequestCtx,
        id: GroupId,
        input: &UpdateGroup,
        expected_version: Option<i64>,
    ) -> Result<()> {
        let now = self.domain.clock().now();
        let mut tx = self.domain.begin().await?;
        let before = store::lock(&tx, id).await?;
        if expected_version.is_some_and(|version| version != before.version) {
            return Err(types::ErrorCode::VersionConflict.into());
        }
        let mut after = before.clone();
        if let Some(name) = &input.name {
            after.name = name.trim().to_owned();
            after.name_key = names::key(name);
        }
        if let Some(description) = &input.description {
            after.description = description.trim().to_owned();
        }
        if let Some(rights) = &input.rights {
            after.rights = join_rights(rights);
        }
        if after == before {
            return Ok(());
        }
        if after.name != before.name || after.description != before.description {
            store::require_local(&before)?;
        }
        let roles = power::roles_of_groups(tx.conn(), &[id.0]).await?;
        power::require_grant(tx.conn(), ctx, &roles).await?;
        if after.name_key != before.name_key {
            store::check_free(&tx, &after.name_key, Some(id.0)).await?;
        }
        after.version += 1;
        after.updated_at = now.as_millis();
        group::Entity::update(store::active(after.clone())).exec(tx.conn()).await?;
        let (was, is) = changed_fields(&before, &after);
        let event = Event::done(AuditAction::GroupChanged, Target::new("group", id, after.name));
        tx.record(ctx, now, event.change(Some(Value::Object(was)), Some(Value::Object(is)))).await?;
        if before.rights != after.rights {
            let signed_in = lost::signed_in(&tx, session::Column::UserId.in_subquery(members(id))).await?;
            lost::end_sessions(&mut tx, &signed_in).await?;
        }
        tx.announce(LiveEvent::group(id));
        tx.commit().await
    }
}

/// The ids of a group's members.
fn members(id: GroupId) -> SelectStatement {
    group_member::Entity::find()
        .select_only()
        .column(group_member::Column::UserId)
        .filter(group_member::Column::GroupId.eq(id.0))
        .into_query()
}

fn changed_fields(before: &group::Model, after: &group::Model) -> (Map<String, Value>, Map<String, Value>) {
    let fields = |group: &group::Model| {
        [
            ("name", json!(group.name)),
            ("description", json!(group.description)),
            ("rights", json!(split_rights(&group.rights))),
        ]
    };
    let (mut was, mut is) = (Map::new(), Map::new());
    for ((name, old), (_, new)) in fields(before).into_iter().zip(fields(after)) {
        if old != new {
            was.insert(name.to_owned(), old);
            is.insert(name.to_owned(), new);
        }
    }
    (was, is)
}
