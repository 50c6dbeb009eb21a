//! Rows of readings: who waits, who goes on, and who stopped without saying so.

use std::time::Duration;

use entity::{directory, directory_sync};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr,
};
use types::{DirectoryFault, DirectoryId, SyncReport, SyncState, Timestamp};
use uuid::Uuid;

use crate::{
    Domain,
    db::Tx,
    error::{Error, Result},
    live::{LiveEvent, Topic},
};

/// States of readings that are not over.
pub(super) const OPEN: [&str; 2] = ["waiting", "running"];

/// For how long a process may say nothing of a reading before it counts as stopped.
const SILENCE: Duration = Duration::from_mins(1);

/// How many readings of a directory are kept.
const KEPT: u64 = 30;

/// The reading of a directory that is not over.
pub(super) async fn open(tx: &Tx, id: DirectoryId) -> Result<Option<directory_sync::Model>> {
    let of_this = directory_sync::Entity::find().filter(directory_sync::Column::DirectoryId.eq(id.0));
    Ok(of_this.filter(directory_sync::Column::State.is_in(OPEN)).one(tx.conn()).await?)
}

/// A new one, that waits. The database lets only one in.
pub(super) async fn insert(
    tx: &Tx,
    now: Timestamp,
    id: DirectoryId,
    asked_by: String,
    accept_losses: bool,
) -> Result<directory_sync::Model> {
    let row = directory_sync::Model {
        id: Uuid::now_v7(),
        directory_id: id.0,
        state: SyncState::Waiting.as_str().to_owned(),
        report: report_text(&SyncReport::default())?,
        asked_by,
        accept_losses: i64::from(accept_losses),
        cancelled: 0,
        started_at: now.as_millis(),
        alive_at: now.as_millis(),
        finished_at: None,
    };
    let active = directory_sync::ActiveModel {
        id: Set(row.id),
        directory_id: Set(row.directory_id),
        state: Set(row.state.clone()),
        report: Set(row.report.clone()),
        asked_by: Set(row.asked_by.clone()),
        accept_losses: Set(row.accept_losses),
        cancelled: Set(row.cancelled),
        started_at: Set(row.started_at),
        alive_at: Set(row.alive_at),
        finished_at: Set(row.finished_at),
    };
    directory_sync::Entity::insert(active).exec_without_returning(tx.conn()).await?;
    Ok(row)
}

/// Those that wait, oldest first.
pub(super) async fn waiting(domain: &Domain) -> Result<Vec<Uuid>> {
    let query = directory_sync::Entity::find()
        .select_only()
        .column(directory_sync::Column::Id)
        .filter(directory_sync::Column::State.eq(SyncState::Waiting.as_str()))
        .order_by_asc(directory_sync::Column::Id);
    Ok(query.into_tuple().all(domain.db().read()).await?)
}

/// Begins one that waits. Of all who try, one gets it.
pub(super) async fn claim(domain: &Domain, id: Uuid) -> Result<Option<directory_sync::Model>> {
    let now = domain.clock().now();
    let done = directory_sync::Entity::update_many()
        .col_expr(directory_sync::Column::State, Expr::value(SyncState::Running.as_str()))
        .col_expr(directory_sync::Column::StartedAt, Expr::value(now.as_millis()))
        .col_expr(directory_sync::Column::AliveAt, Expr::value(now.as_millis()))
        .filter(directory_sync::Column::Id.eq(id))
        .filter(directory_sync::Column::State.eq(SyncState::Waiting.as_str()))
        .exec(domain.db().write())
        .await?;
    if done.rows_affected == 0 {
        return Ok(None);
    }
    Ok(directory_sync::Entity::find_by_id(id).one(domain.db().write()).await?)
}

/// Says that a reading goes on and how far it is; gives whether it still may.
pub(super) async fn keep_alive(domain: &Domain, id: Uuid, report: &SyncReport) -> Result<bool> {
    let done = directory_sync::Entity::update_many()
        .col_expr(directory_sync::Column::AliveAt, Expr::value(domain.clock().now().as_millis()))
        .col_expr(directory_sync::Column::Report, Expr::value(report_text(report)?))
        .filter(directory_sync::Column::Id.eq(id))
        .filter(directory_sync::Column::State.eq(SyncState::Running.as_str()))
        .filter(directory_sync::Column::Cancelled.eq(0_i64))
        .exec(domain.db().write())
        .await?;
    Ok(done.rows_affected == 1)
}

/// Whether a reading still may write, inside the transaction that does.
pub(super) async fn still_mine(tx: &Tx, now: Timestamp, id: Uuid) -> Result<bool> {
    let done = directory_sync::Entity::update_many()
        .col_expr(directory_sync::Column::AliveAt, Expr::value(now.as_millis()))
        .filter(directory_sync::Column::Id.eq(id))
        .filter(directory_sync::Column::State.eq(SyncState::Running.as_str()))
        .filter(directory_sync::Column::Cancelled.eq(0_i64))
        .exec(tx.conn())
        .await?;
    Ok(done.rows_affected == 1)
}

/// Ends a reading, plans the next one and forgets the oldest.
pub(super) async fn finish(
    tx: &Tx,
    now: Timestamp,
    sync: &directory_sync::Model,
    state: SyncState,
    report: &SyncReport,
    every_minutes: Option<u32>,
) -> Result<()> {
    directory_sync::Entity::update_many()
        .col_expr(directory_sync::Column::State, Expr::value(state.as_str()))
        .col_expr(directory_sync::Column::Report, Expr::value(report_text(report)?))
        .col_expr(directory_sync::Column::FinishedAt, Expr::value(now.as_millis()))
        .filter(directory_sync::Column::Id.eq(sync.id))
        .exec(tx.conn())
        .await?;
    let next = every_minutes.map(|minutes| now.as_millis() + i64::from(minutes) * 60_000);
    directory::Entity::update_many()
        .col_expr(directory::Column::NextSyncAt, Expr::value(next))
        .filter(directory::Column::Id.eq(sync.directory_id))
        .exec(tx.conn())
        .await?;
    let of_this =
        directory_sync::Entity::find().filter(directory_sync::Column::DirectoryId.eq(sync.directory_id));
    let newest = of_this.order_by_desc(directory_sync::Column::Id);
    let oldest_kept = newest.offset(KEPT).one(tx.conn()).await?;
    if let Some(row) = oldest_kept {
        directory_sync::Entity::delete_many()
            .filter(directory_sync::Column::DirectoryId.eq(sync.directory_id))
            .filter(directory_sync::Column::Id.lte(row.id))
            .exec(tx.conn())
            .await?;
    }
    Ok(())
}

/// Ends readings whose process has stopped without saying so.
pub(super) async fn end_interrupted(domain: &Domain) -> Result<()> {
    let now = domain.clock().now();
    let silent = directory_sync::Entity::find()
        .filter(directory_sync::Column::State.eq(SyncState::Running.as_str()))
        .filter(directory_sync::Column::AliveAt.lt((now - SILENCE).as_millis()))
        .all(domain.db().read())
        .await?;
    for row in silent {
        let fault = SyncReport {
            fault: Some(DirectoryFault::Interrupted),
            ..serde_json::from_str(&row.report).unwrap_or_default()
        };
        let mut tx = domain.begin().await?;
        directory_sync::Entity::update_many()
            .col_expr(directory_sync::Column::State, Expr::value(SyncState::Failed.as_str()))
            .col_expr(directory_sync::Column::Report, Expr::value(report_text(&fault)?))
            .col_expr(directory_sync::Column::FinishedAt, Expr::value(now.as_millis()))
            .filter(directory_sync::Column::Id.eq(row.id))
            .filter(directory_sync::Column::State.eq(SyncState::Running.as_str()))
            .filter(directory_sync::Column::AliveAt.eq(row.alive_at))
            .exec(tx.conn())
            .await?;
        tx.announce(LiveEvent::Changed { topic: Topic::Settings, id: row.directory_id, owner: None });
        tx.commit().await?;
    }
    Ok(())
}

fn report_text(report: &SyncReport) -> Result<String> {
    serde_json::to_string(report).map_err(Error::internal)
}
