//! Roles and those who hold them, for reading.

use std::collections::HashMap;

use entity::{group, group_member, role, role_assignment, user};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use types::{
    AdminRole, GroupId, HolderQuery, Page, Permission, PermissionSet, RoleDetail, RoleHolder, RoleId,
    RoleKey, RoleRow, Timestamp, UserId, Validate,
};
use uuid::Uuid;

use super::store::{self, Holders};
use crate::{
    access::policy::{self, Resource},
    ctx::RequestCtx,
    db::list::Cursor,
    error::Result,
    people::{People, standing},
};

const HOLDERS: &str = "role_holders";

impl People<'_> {
    /// All roles: built-in ones first, then those that the organisation has made, by name.
    ///
    /// # Errors
    /// Without `user_read`.
    pub async fn list_roles(&self, ctx: &RequestCtx) -> Result<Vec<RoleRow>> {
        ctx.require(Permission::UserRead, &Resource::All)?;
        let db = self.domain.db().read();
        let holders = store::count_holders(db, None).await?;
        let of = |key: RoleKey| holders.get(&key).copied().unwrap_or_default();
        let made = role::Entity::find().order_by_asc(role::Column::NameKey).all(db).await?;
        let built_in = AdminRole::ALL.iter().map(|role| built_in(*role, of(RoleKey::BuiltIn(*role))));
        let made = made.into_iter().map(|role| {
            let holders = of(RoleKey::Custom(RoleId(role.id)));
            self::made(role, holders)
        });
        Ok(built_in.chain(made).collect())
    }

    /// One role.
    ///
    /// # Errors
    /// Without `user_read`; `not_found`.
    pub async fn find_role(&self, ctx: &RequestCtx, key: RoleKey) -> Result<RoleDetail> {
        ctx.require(Permission::UserRead, &Resource::All)?;
        detail(self.domain.db().read(), key).await
    }

    /// Those who hold a role by name and the groups that give it to their members, newest first.
    ///
    /// # Errors
    /// Without `user_read`; `not_found`; a query that breaks a rule.
    pub async fn list_role_holders(
        &self,
        ctx: &RequestCtx,
        key: RoleKey,
        query: &HolderQuery,
    ) -> Result<Page<RoleHolder>> {
        ctx.require(Permission::UserRead, &Resource::All)?;
        query.validate()?;
        let (db, keys) = (self.domain.db().read(), self.domain.keys());
        if let RoleKey::Custom(id) = key {
            store::find(db, id).await?;
        }
        let mut select =
            role_assignment::Entity::find().filter(role_assignment::Column::Role.eq(key.to_string()));
        let total = match query.page.total {
            true => Some(select.clone().count(db).await?),
            false => None,
        };
        if let Some(cursor) = Cursor::parse(keys, HOLDERS, query.page.cursor.as_deref())? {
            select = select.filter(role_assignment::Column::Id.lt(cursor.id));
        }
        let limit = query.page.limit() as usize;
        let select = select.order_by_desc(role_assignment::Column::Id).limit(limit as u64 + 1);
        let mut rows = select.all(db).await?;
        let next_cursor = Cursor::next(keys, HOLDERS, &mut rows, limit, |row| row.id);
        Ok(Page { items: holders(db, &rows).await?, next_cursor, total })
    }
}

async fn holders<C: ConnectionTrait>(db: &C, rows: &[role_assignment::Model]) -> Result<Vec<RoleHolder>> {
    let ids = rows.iter().filter_map(|row| row.user_id);
    let users = user::Entity::find().filter(user::Column::Id.is_in(ids)).all(db).await?;
    let users: HashMap<Uuid, user::Model> = users.into_iter().map(|user| (user.id, user)).collect();
    let ids: Vec<Uuid> = rows.iter().filter_map(|row| row.group_id).collect();
    let groups = group::Entity::find().filter(group::Column::Id.is_in(ids.clone())).all(db).await?;
    let groups: HashMap<Uuid, String> = groups.into_iter().map(|group| (group.id, group.name)).collect();
    let members: Vec<(Uuid, i64)> = group_member::Entity::find()
        .select_only()
        .column(group_member::Column::GroupId)
        .column_as(group_member::Column::UserId.count(), "members")
        .filter(group_member::Column::GroupId.is_in(ids))
        .group_by(group_member::Column::GroupId)
        .into_tuple()
        .all(db)
        .await?;
    let members: HashMap<Uuid, i64> = members.into_iter().collect();
    let holder = |row: &role_assignment::Model| match (row.user_id, row.group_id) {
        (Some(id), _) => users.get(&id).map(|user| RoleHolder::User {
            id: UserId(id),
            name: user.display_name.clone(),
            username: user.username.clone(),
        }),
        (None, Some(id)) => groups.get(&id).map(|name| RoleHolder::Group {
            id: GroupId(id),
            name: name.clone(),
            members: members.get(&id).map_or(0, |count| u64::try_from(*count).unwrap_or_default()),
        }),
        (None, None) => None,
    };
    Ok(rows.iter().filter_map(holder).collect())
}

/// Everything on the page of a role.
///
/// # Errors
/// `not_found`.
pub(super) async fn detail<C: ConnectionTrait>(db: &C, key: RoleKey) -> Result<RoleDetail> {
    let found = match key {
        RoleKey::BuiltIn(_) => None,
        RoleKey::Custom(id) => Some(store::find(db, id).await?),
    };
    let holders = store::count_holders(db, Some(key)).await?.remove(&key).unwrap_or_default();
    Ok(match (key, found) {
        (RoleKey::BuiltIn(role), _) => {
            RoleDetail { row: built_in(role, holders), version: 0, updated_at: None }
        }
        (RoleKey::Custom(_), Some(role)) => RoleDetail {
            version: role.version,
            updated_at: Some(Timestamp::from_millis(role.updated_at)),
            row: made(role, holders),
        },
        (RoleKey::Custom(_), None) => return Err(types::ErrorCode::NotFound.into()),
    })
}

fn built_in(role: AdminRole, holders: Holders) -> RoleRow {
    RoleRow {
        id: RoleKey::BuiltIn(role),
        name: role.title().to_owned(),
        description: String::new(),
        built_in: true,
        permissions: listed(policy::role_permissions(role)),
        users: holders.users,
        groups: holders.groups,
    }
}

fn made(role: role::Model, holders: Holders) -> RoleRow {
    RoleRow {
        id: RoleKey::Custom(RoleId(role.id)),
        permissions: listed(standing::split_permissions(&role.permissions)),
        name: role.name,
        description: role.description,
        built_in: false,
        users: holders.users,
        groups: holders.groups,
    }
}

fn listed(permissions: PermissionSet) -> Vec<Permission> {
    permissions.iter().collect()
}
