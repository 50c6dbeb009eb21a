//! Directories as lists and pages show them.

use std::collections::HashMap;

use entity::{directory, directory_sync, group, user};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use types::{
    DirectoryDetail, DirectoryId, DirectoryRow, DirectoryState, SyncReport, SyncRow, SyncState, Timestamp,
};
use uuid::Uuid;

use super::store;
use crate::error::Result;

/// All, by name.
pub(super) async fn all<C: ConnectionTrait>(db: &C) -> Result<Vec<DirectoryRow>> {
    let rows = store::all(db).await?;
    let people = count_people(db, false).await?;
    let gone = count_people(db, true).await?;
    let groups = count_groups(db).await?;
    let mut list = Vec::with_capacity(rows.len());
    for row in rows {
        let of = |counts: &HashMap<Uuid, u64>| counts.get(&row.id).copied().unwrap_or(0);
        list.push(view(db, &row, of(&people), of(&gone), of(&groups)).await?);
    }
    Ok(list)
}

/// One with its settings.
pub(super) async fn detail<C: ConnectionTrait>(db: &C, row: directory::Model) -> Result<DirectoryDetail> {
    let of = |counts: HashMap<Uuid, u64>| counts.get(&row.id).copied().unwrap_or(0);
    let people = of(count_people(db, false).await?);
    let gone = of(count_people(db, true).await?);
    let groups = of(count_groups(db).await?);
    Ok(DirectoryDetail {
        row: view(db, &row, people, gone, groups).await?,
        enabled: row.enabled != 0,
        settings: store::settings(&row)?,
        has_password: row.bind_password.is_some(),
        version: row.version,
        updated_at: Timestamp::from_millis(row.updated_at),
    })
}

/// A reading as lists show it.
pub(super) fn sync_row(row: directory_sync::Model) -> SyncRow {
    SyncRow {
        id: row.id,
        state: SyncState::from_word(&row.state).unwrap_or(SyncState::Failed),
        asked_by: row.asked_by,
        started_at: Timestamp::from_millis(row.started_at),
        finished_at: row.finished_at.map(Timestamp::from_millis),
        report: serde_json::from_str::<SyncReport>(&row.report).unwrap_or_default(),
    }
}

async fn view<C: ConnectionTrait>(
    db: &C,
    row: &directory::Model,
    people: u64,
    gone: u64,
    groups: u64,
) -> Result<DirectoryRow> {
    let of_this = || {
        directory_sync::Entity::find()
            .filter(directory_sync::Column::DirectoryId.eq(row.id))
            .order_by_desc(directory_sync::Column::Id)
    };
    let last = of_this().one(db).await?.map(sync_row);
    let complete = [SyncState::Done.as_str(), SyncState::Held.as_str()];
    let good = of_this().filter(directory_sync::Column::State.is_in(complete)).one(db).await?;
    let state = match last.as_ref().map(|sync| sync.state) {
        _ if row.enabled == 0 => DirectoryState::Disabled,
        None => DirectoryState::New,
        Some(SyncState::Waiting | SyncState::Running) => DirectoryState::Reading,
        Some(SyncState::Done) => DirectoryState::Fine,
        Some(SyncState::Held) => DirectoryState::Held,
        Some(SyncState::Cancelled) if good.is_some() => DirectoryState::Fine,
        Some(SyncState::Cancelled) => DirectoryState::New,
        Some(SyncState::Failed) => DirectoryState::Failing,
    };
    Ok(DirectoryRow {
        id: DirectoryId(row.id),
        name: row.name.clone(),
        url: store::settings(row)?.url,
        state,
        people,
        gone,
        groups,
        last_read_at: good.and_then(|sync| sync.finished_at).map(Timestamp::from_millis),
        next_sync_at: row.next_sync_at.filter(|_| row.enabled != 0).map(Timestamp::from_millis),
        last_sync: last,
    })
}

async fn count_people<C: ConnectionTrait>(db: &C, gone: bool) -> Result<HashMap<Uuid, u64>> {
    let whether = if gone { user::Column::GoneAt.is_not_null() } else { user::Column::GoneAt.is_null() };
    let query = user::Entity::find()
        .select_only()
        .column(user::Column::DirectoryId)
        .column_as(user::Column::Id.count(), "people")
        .filter(user::Column::DirectoryId.is_not_null())
        .filter(whether)
        .group_by(user::Column::DirectoryId);
    let counts: Vec<(Uuid, i64)> = query.into_tuple().all(db).await?;
    Ok(counts.into_iter().map(|(id, count)| (id, count.unsigned_abs())).collect())
}

async fn count_groups<C: ConnectionTrait>(db: &C) -> Result<HashMap<Uuid, u64>> {
    let query = group::Entity::find()
        .select_only()
        .column(group::Column::DirectoryId)
        .column_as(group::Column::Id.count(), "groups")
        .filter(group::Column::DirectoryId.is_not_null())
        .group_by(group::Column::DirectoryId);
    let counts: Vec<(Uuid, i64)> = query.into_tuple().all(db).await?;
    Ok(counts.into_iter().map(|(id, count)| (id, count.unsigned_abs())).collect())
}
