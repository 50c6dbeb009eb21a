//! What a person may do in the end, and where each part of it comes from.

use std::collections::HashMap;

use entity::{group, group_member, role_assignment};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};
use types::{
    Effective, EffectivePermission, EffectiveRight, EffectiveRole, ErrorCode, GrantSource, GroupId,
    Permission, PermissionSet, PortalRight, RoleKey, UserId,
};
use uuid::Uuid;

use super::{People, roles, standing, store};
use crate::{access::policy::Resource, ctx::RequestCtx, error::Result};

impl People<'_> {
    /// Rights, roles and permissions of a person, each with its sources: by name, or which groups.
    ///
    /// # Errors
    /// Without `user_read`; `not_found`.
    pub async fn effective(&self, ctx: &RequestCtx, id: UserId) -> Result<Effective> {
        ctx.require(Permission::UserRead, &Resource::All)?;
        let db = self.domain.db().read();
        let user = store::find(db, &id).await?.ok_or(ErrorCode::NotFound)?;
        let groups = groups_of(db, id).await?;
        let mut rights = Vec::new();
        let by_name = store::split_rights(&user.rights);
        for right in PortalRight::ALL {
            let named = by_name.contains(right).then_some(GrantSource::Name);
            let through = groups.iter().filter(|group| store::split_rights(&group.rights).contains(right));
            let sources: Vec<GrantSource> = named.into_iter().chain(through.map(source)).collect();
            if !sources.is_empty() {
                rights.push(EffectiveRight { right: *right, sources });
            }
        }
        let roles = roles_of(db, id, &groups).await?;
        Ok(Effective {
            active: store::is_active(&user),
            rights,
            permissions: permissions_of(db, &roles).await?,
            roles,
        })
    }
}

/// The groups of a person, by name.
async fn groups_of<C: ConnectionTrait>(db: &C, id: UserId) -> Result<Vec<group::Model>> {
    let mine = group_member::Entity::find()
        .select_only()
        .column(group_member::Column::GroupId)
        .filter(group_member::Column::UserId.eq(id.0))
        .into_query();
    let query = group::Entity::find().filter(group::Column::Id.in_subquery(mine));
    Ok(query.order_by_asc(group::Column::NameKey).order_by_asc(group::Column::Id).all(db).await?)
}

async fn roles_of<C: ConnectionTrait>(
    db: &C,
    id: UserId,
    groups: &[group::Model],
) -> Result<Vec<EffectiveRole>> {
    let ids = groups.iter().map(|group| group.id);
    let mine = Condition::any()
        .add(role_assignment::Column::UserId.eq(id.0))
        .add(role_assignment::Column::GroupId.is_in(ids));
    let rows = role_assignment::Entity::find().filter(mine).all(db).await?;
    let mut holders: HashMap<RoleKey, Vec<Option<Uuid>>> = HashMap::new();
    for row in rows {
        if let Ok(key) = row.role.parse() {
            holders.entry(key).or_default().push(row.group_id);
        }
    }
    let keys: Vec<RoleKey> = holders.keys().copied().collect();
    let mut names = roles::names(db, &keys).await?;
    let mut found = Vec::new();
    for (role, through) in holders {
        // A role that is being deleted at this moment allows nothing.
        let Some(name) = names.remove(&role) else { continue };
        let named = through.contains(&None).then_some(GrantSource::Name);
        let groups = groups.iter().filter(|group| through.contains(&Some(group.id)));
        found.push(EffectiveRole {
            role,
            name,
            sources: named.into_iter().chain(groups.map(source)).collect(),
        });
    }
    let order = |role: &EffectiveRole| match role.role {
        RoleKey::BuiltIn(built_in) => (Some(built_in), String::new()),
        RoleKey::Custom(_) => (None, role.name.to_lowercase()),
    };
    found.sort_by_key(|role| {
        let (built_in, name) = order(role);
        (built_in.is_none(), built_in, name)
    });
    Ok(found)
}

async fn permissions_of<C: ConnectionTrait>(
    db: &C,
    roles: &[EffectiveRole],
) -> Result<Vec<EffectivePermission>> {
    let mut allowed: Vec<(RoleKey, PermissionSet)> = Vec::new();
    for role in roles {
        allowed.push((role.role, standing::permissions_of_roles(db, &[role.role]).await?));
    }
    let giving = |permission: Permission| EffectivePermission {
        permission,
        roles: allowed
            .iter()
            .filter(|(_, permissions)| permissions.contains(permission))
            .map(|(role, _)| *role)
            .collect(),
    };
    Ok(Permission::grantable().map(giving).filter(|found| !found.roles.is_empty()).collect())
}

fn source(group: &group::Model) -> GrantSource {
    GrantSource::Group { id: GroupId(group.id), name: group.name.clone() }
}
