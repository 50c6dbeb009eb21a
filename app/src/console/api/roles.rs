//! Administrator roles, who holds them, and what people may do in the end.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use types::{
    AssignResult, AssignRole, CreateRole, Effective, GroupId, Page, RoleDetail, RoleHolder, RoleKey, RoleRow,
    UpdateRole, UserId,
};
#[cfg(feature = "ssr")]
use types::{HolderQuery, RoleSet};

#[cfg(feature = "ssr")]
use crate::request::request;
use crate::{codec::Json, request::Failure};

/// All roles.
#[server(prefix = "/_fn/console", endpoint = "roles/list", input = Json, output = Json)]
pub async fn list_roles() -> Result<Vec<RoleRow>, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.people().list_roles(&ctx).await?)
}

/// One role and the first of those who hold it.
#[server(prefix = "/_fn/console", endpoint = "roles/find", input = Json, output = Json)]
pub async fn find_role(key: RoleKey) -> Result<(RoleDetail, Page<RoleHolder>), Failure> {
    let (domain, ctx) = request()?;
    let role = domain.people().find_role(&ctx, key).await?;
    let query = HolderQuery { page: types::PageQuery { total: true, ..types::PageQuery::default() } };
    Ok((role, domain.people().list_role_holders(&ctx, key, &query).await?))
}

/// Makes a role.
#[server(prefix = "/_fn/console", endpoint = "roles/create", input = Json, output = Json)]
pub async fn make_role(input: CreateRole) -> Result<RoleDetail, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.people().create_role(&ctx, &input).await?)
}

/// Changes a role, if nobody else has since `version`.
#[server(prefix = "/_fn/console", endpoint = "roles/update", input = Json, output = Json)]
pub async fn change_role(key: RoleKey, input: UpdateRole, version: i64) -> Result<RoleDetail, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.people().update_role(&ctx, key, &input, Some(version)).await?)
}

/// Deletes a role and takes it from all who hold it.
#[server(prefix = "/_fn/console", endpoint = "roles/delete", input = Json, output = Json)]
pub async fn delete_role(key: RoleKey) -> Result<(), Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.people().delete_role(&ctx, key, None).await?)
}

/// Whose roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Holder {
    /// A person, by name.
    User(UserId),
    /// All members of a group.
    Group(GroupId),
}

/// Gives a person or a group exactly these roles.
#[server(prefix = "/_fn/console", endpoint = "roles/set", input = Json, output = Json)]
pub async fn set_roles(holder: Holder, roles: Vec<RoleKey>) -> Result<(), Failure> {
    let (domain, ctx) = request()?;
    let set = RoleSet { roles };
    match holder {
        Holder::User(id) => domain.people().set_roles(&ctx, id, &set).await?,
        Holder::Group(id) => domain.people().set_group_roles(&ctx, id, &set).await?,
    };
    Ok(())
}

/// Gives one role to many people, or takes it from them; each stands for themselves.
#[server(prefix = "/_fn/console", endpoint = "roles/assign", input = Json, output = Json)]
pub async fn give_or_take_role(input: AssignRole) -> Result<Vec<AssignResult>, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.people().assign_role(&ctx, &input).await?.results)
}

/// Roles of a group, with their names.
#[server(prefix = "/_fn/console", endpoint = "roles/of-group", input = Json, output = Json)]
pub async fn roles_of_group(id: GroupId) -> Result<Vec<(RoleKey, String)>, Failure> {
    let (domain, ctx) = request()?;
    let held = domain.people().group_roles(&ctx, id).await?.roles;
    let all = domain.people().list_roles(&ctx).await?;
    Ok(all.into_iter().filter(|role| held.contains(&role.id)).map(|role| (role.id, role.name)).collect())
}

/// What a person may do in the end, and where it comes from.
#[server(prefix = "/_fn/console", endpoint = "users/effective", input = Json, output = Json)]
pub async fn find_effective(id: UserId) -> Result<Effective, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.people().effective(&ctx, id).await?)
}
