//! Who is in a local group. Each person who joins or leaves has an event of their own, so that their
//! history tells it.

use std::collections::BTreeSet;

use entity::{group_member, user};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::OnConflict,
};
use serde_json::json;
use types::{AuditAction, ChangeMembers, FieldCode, GroupDetail, GroupId, Permission, UserId, Validate};
use uuid::Uuid;

use super::store;
use crate::{
    access::policy::Resource,
    audit::{Event, Target},
    ctx::RequestCtx,
    db::{Engine, Tx},
    error::{Error, Result},
    live::LiveEvent,
    people::{People, lost, power},
};

impl People<'_> {
    /// Takes people into a local group and out of it, all or none.
    ///
    /// # Errors
    /// Without `group_write`; `not_found`; `invalid_input`, also for people who are not there;
    /// `wrong_state` for a group from a directory; `forbidden` for oneself where the group gives roles,
    /// for somebody who may do more than the actor, and for a group whose roles allow more.
    pub async fn change_members(
        &self,
        ctx: &RequestCtx,
        id: GroupId,
        input: &ChangeMembers,
    ) -> Result<GroupDetail> {
        ctx.require(Permission::GroupWrite, &Resource::All)?;
        input.validate()?;
        let now = self.domain.clock().now();
        let mut tx = self.domain.begin().await?;
        let group = store::lock(&tx, id).await?;
        store::require_local(&group)?;
        let roles = power::roles_of_groups(tx.conn(), &[id.0]).await?;
        power::require_grant(tx.conn(), ctx, &roles).await?;
        let there: BTreeSet<Uuid> = group_member::Entity::find()
            .select_only()
            .column(group_member::Column::UserId)
            .filter(group_member::Column::GroupId.eq(id.0))
            .filter(group_member::Column::UserId.is_in(input.add.iter().chain(&input.remove).map(|id| id.0)))
            .into_tuple()
            .all(tx.conn())
            .await?
            .into_iter()
            .collect();
        let joins: BTreeSet<Uuid> =
            input.add.iter().map(|id| id.0).filter(|id| !there.contains(id)).collect();
        let leaves: BTreeSet<Uuid> =
            input.remove.iter().map(|id| id.0).filter(|id| there.contains(id)).collect();
        let people = lock_people(&tx, joins.union(&leaves).copied().collect()).await?;
        if let Some(missing) = joins.iter().find(|id| !people.iter().any(|user| user.id == **id)) {
            let index = input.add.iter().position(|id| id.0 == *missing).unwrap_or_default();
            return Err(Error::invalid(&format!("add[{index}]"), FieldCode::NotFound));
        }
        for user in &people {
            power::require_move(tx.conn(), ctx, user, &[id.0]).await?;
        }
        let rows: Vec<_> = joins
            .iter()
            .map(|user| group_member::ActiveModel { group_id: Set(id.0), user_id: Set(*user) })
            .collect();
        if !rows.is_empty() {
            let mut conflict =
                OnConflict::columns([group_member::Column::GroupId, group_member::Column::UserId]);
            conflict.do_nothing();
            group_member::Entity::insert_many(rows)
                .on_conflict(conflict)
                .exec_without_returning(tx.conn())
                .await?;
        }
        if !leaves.is_empty() {
            group_member::Entity::delete_many()
                .filter(group_member::Column::GroupId.eq(id.0))
                .filter(group_member::Column::UserId.is_in(leaves.iter().copied()))
                .exec(tx.conn())
                .await?;
        }
        for user in people {
            let action = if joins.contains(&user.id) {
                AuditAction::UserGroupJoined
            } else {
                AuditAction::UserGroupLeft
            };
            let target = Target::new("user", user.id, user.display_name);
            let which = json!({ "group_id": id, "group": group.name });
            tx.record(ctx, now, Event::done(action, target).change(None, Some(which))).await?;
            tx.announce(LiveEvent::user(UserId(user.id)));
        }
        if !joins.is_empty() || !leaves.is_empty() {
            let counts = json!({ "joined": joins.len(), "left": leaves.len() });
            let event = Event::done(AuditAction::GroupMembersChanged, Target::new("group", id, group.name));
            tx.record(ctx, now, event.change(None, Some(counts))).await?;
            tx.announce(LiveEvent::group(id));
        }
        let gone: Vec<Uuid> = leaves.into_iter().collect();
        lost::end_sessions(&mut tx, &gone).await?;
        tx.commit().await?;
        self.group_detail(id).await
    }
}

/// These people, in one order always, so that two changes never wait for each other.
async fn lock_people(tx: &Tx, ids: Vec<Uuid>) -> Result<Vec<user::Model>> {
    let mut query = user::Entity::find().filter(user::Column::Id.is_in(ids)).order_by_asc(user::Column::Id);
    if tx.engine() == Engine::Postgres {
        query = query.lock_exclusive();
    }
    Ok(query.all(tx.conn()).await?)
}
