//! Directories.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use types::{
    ChosenGroup, DirectoryDetail, DirectoryId, DirectoryInput, DirectoryRow, FoundGroups, GroupId, TestReport,
};

#[cfg(feature = "ssr")]
use crate::request::request;
use crate::{codec::Json, request::Failure};

/// A directory and its groups.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DirectoryView {
    /// How it stands and how it is connected.
    pub detail: DirectoryDetail,
    /// Groups that were chosen.
    pub groups: Vec<ChosenGroup>,
}

/// All directories.
#[server(prefix = "/_fn/console", endpoint = "directories/list", input = Json, output = Json)]
pub async fn list_directories() -> Result<Vec<DirectoryRow>, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.directories().list(&ctx).await?)
}

/// One directory with its groups.
#[server(prefix = "/_fn/console", endpoint = "directories/find", input = Json, output = Json)]
pub async fn find_directory(id: DirectoryId) -> Result<DirectoryView, Failure> {
    let (domain, ctx) = request()?;
    let directories = domain.directories();
    let detail = directories.find(&ctx, id).await?;
    Ok(DirectoryView { detail, groups: directories.chosen_groups(&ctx, id).await? })
}

/// Connects a directory, or changes the one with this id and version.
#[server(prefix = "/_fn/console", endpoint = "directories/save", input = Json, output = Json)]
pub async fn save_directory(
    known: Option<(DirectoryId, i64)>,
    input: DirectoryInput,
) -> Result<DirectoryId, Failure> {
    let (domain, ctx) = request()?;
    let saved = match known {
        Some((id, version)) => domain.directories().update(&ctx, id, &input, Some(version)).await?,
        None => domain.directories().create(&ctx, &input).await?,
    };
    Ok(saved.row.id)
}

/// Takes a directory away.
#[server(prefix = "/_fn/console", endpoint = "directories/delete", input = Json, output = Json)]
pub async fn delete_directory(id: DirectoryId) -> Result<(), Failure> {
    let (domain, ctx) = request()?;
    domain.directories().delete(&ctx, id, None).await?;
    Ok(())
}

/// Tests a directory as it is kept, or with other settings before they are kept.
#[server(prefix = "/_fn/console", endpoint = "directories/test", input = Json, output = Json)]
pub async fn test_directory(
    id: Option<DirectoryId>,
    input: Option<DirectoryInput>,
) -> Result<TestReport, Failure> {
    let (domain, ctx) = request()?;
    let directories = domain.directories();
    Ok(match (id, input) {
        (id, Some(input)) => directories.test_input(&ctx, id, &input).await?,
        (Some(id), None) => directories.test(&ctx, id).await?,
        (None, None) => return Err(types::ErrorCode::NotFound.into()),
    })
}

/// Asks for a reading.
#[server(prefix = "/_fn/console", endpoint = "directories/sync", input = Json, output = Json)]
pub async fn sync_directory(id: DirectoryId, accept_losses: bool) -> Result<(), Failure> {
    let (domain, ctx) = request()?;
    domain.directories().request_sync(&ctx, id, &types::SyncInput { accept_losses }).await?;
    Ok(())
}

/// Ends a reading.
#[server(prefix = "/_fn/console", endpoint = "directories/cancel-sync", input = Json, output = Json)]
pub async fn cancel_sync(id: DirectoryId) -> Result<(), Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.directories().cancel_sync(&ctx, id).await?)
}

/// Looks for groups in the directory.
#[server(prefix = "/_fn/console", endpoint = "directories/find-groups", input = Json, output = Json)]
pub async fn find_groups(id: DirectoryId, q: String) -> Result<FoundGroups, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.directories().search_groups(&ctx, id, &q).await?)
}

/// Chooses a group.
#[server(prefix = "/_fn/console", endpoint = "directories/choose-group", input = Json, output = Json)]
pub async fn choose_group(id: DirectoryId, key: String) -> Result<Vec<ChosenGroup>, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.directories().choose_groups(&ctx, id, &types::ChooseGroups { keys: vec![key] }).await?)
}

/// Takes a group out of the choice.
#[server(prefix = "/_fn/console", endpoint = "directories/unchoose-group", input = Json, output = Json)]
pub async fn unchoose_group(id: DirectoryId, group_id: GroupId) -> Result<Vec<ChosenGroup>, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.directories().unchoose_group(&ctx, id, group_id).await?)
}
