//! Groups of people.

use leptos::prelude::*;
use types::{ChangeMembers, CreateGroup, GroupDetail, GroupId, GroupQuery, GroupRow, Page, UpdateGroup};

#[cfg(feature = "ssr")]
use crate::request::request;
use crate::{codec::Json, request::Failure};

/// Groups, newest first.
#[server(prefix = "/_fn/console", endpoint = "groups/list", input = Json, output = Json)]
pub async fn list_groups(query: GroupQuery) -> Result<Page<GroupRow>, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.people().list_groups(&ctx, &query).await?)
}

/// One group.
#[server(prefix = "/_fn/console", endpoint = "groups/find", input = Json, output = Json)]
pub async fn find_group(id: GroupId) -> Result<GroupDetail, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.people().find_group(&ctx, id).await?)
}

/// Creates a group.
#[server(prefix = "/_fn/console", endpoint = "groups/create", input = Json, output = Json)]
pub async fn add_group(input: CreateGroup) -> Result<GroupDetail, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.people().create_group(&ctx, &input).await?)
}

/// Changes a group, if nobody else has since `version`.
#[server(prefix = "/_fn/console", endpoint = "groups/update", input = Json, output = Json)]
pub async fn change_group(id: GroupId, input: UpdateGroup, version: i64) -> Result<GroupDetail, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.people().update_group(&ctx, id, &input, Some(version)).await?)
}

/// Deletes a group.
#[server(prefix = "/_fn/console", endpoint = "groups/delete", input = Json, output = Json)]
pub async fn delete_group(id: GroupId) -> Result<(), Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.people().delete_group(&ctx, id).await?)
}

/// Takes people into a group and out of it.
#[server(prefix = "/_fn/console", endpoint = "groups/members", input = Json, output = Json)]
pub async fn move_members(id: GroupId, input: ChangeMembers) -> Result<GroupDetail, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.people().change_members(&ctx, id, &input).await?)
}
