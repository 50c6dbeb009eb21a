//! One reading from its begin to its report.

use std::{
    panic::AssertUnwindSafe,
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use entity::{directory, directory_sync, group};
use futures::FutureExt;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::json;
use types::{AuditAction, DirectoryFault, DirectoryId, SyncReport, SyncState, Timestamp};
use uuid::Uuid;

use super::{
    super::{
        fault::{Answer, Fault, guarded},
        reader::Account,
        store,
    },
    apply, queue,
    read::{self, Snapshot},
};
use crate::{
    Domain,
    audit::{Event, Target},
    ctx::RequestCtx,
    error::{Error, Result},
    live::{LiveEvent, Topic},
};

/// How often a reading says that it goes on and looks whether it still may.
const BEAT: Duration = Duration::from_secs(2);
/// The longest time that reading may take, for a server that says one word at a time.
const LONGEST: Duration = Duration::from_mins(20);

/// Reads a directory, whatever happens, and keeps the report.
pub(super) async fn run(domain: &Domain, sync: directory_sync::Model) -> Result<()> {
    let Some(row) = store::find(domain.db().read(), DirectoryId(sync.directory_id)).await? else {
        return Ok(());
    };
    let mut report = SyncReport::default();
    let work = AssertUnwindSafe(attempt(domain, &sync, &row, &mut report)).catch_unwind().await;
    let outcome = work.unwrap_or_else(|_| Err(Error::internal("the reading of a directory panicked").into()));
    let state = match outcome {
        Ok(()) if report.counts.held > 0 => SyncState::Held,
        Ok(()) => SyncState::Done,
        Err(Stop::Cancelled) => {
            report.fault = Some(DirectoryFault::Cancelled);
            SyncState::Cancelled
        }
        Err(Stop::Fault(fault)) => {
            report.fault = Some(fault.kind);
            report.detail = fault.detail;
            SyncState::Failed
        }
        Err(Stop::Error(error)) => {
            tracing::error!(directory = %row.name, %error, "a directory could not be read");
            report.fault = Some(DirectoryFault::Internal);
            SyncState::Failed
        }
    };
    finish(domain, &sync, &row, state, &report).await
}

/// Why a reading did not come to its end.
#[derive(Debug)]
pub(super) enum Stop {
    Cancelled,
    Fault(Fault),
    Error(Error),
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

async fn attempt(
    domain: &Domain,
    sync: &directory_sync::Model,
    row: &directory::Model,
    report: &mut SyncReport,
) -> Result<(), Stop> {
    let account = Account::of(domain, row)?;
    let chosen = chosen(domain, row.id).await?;
    let progress = AtomicU64::new(0);
    let reading = tokio::time::timeout(LONGEST, guarded(all(&account, &chosen, &progress)));
    let (server, mut snapshot) = tokio::select! {
        answer = reading => match answer {
            Ok(answer) => answer.map_err(|fault| noted(domain, row.id, fault))?,
            Err(_) => return Err(Fault::from(DirectoryFault::TimedOut).into()),
        },
        stop = beat(domain, sync.id, &progress) => return Err(stop),
    };
    domain.away().clear(row.id);
    report.server = Some(server);
    snapshot.tell(report);
    apply::apply(domain, sync, row, snapshot, report).await
}

async fn all(
    account: &Account,
    chosen: &[(Uuid, String)],
    progress: &AtomicU64,
) -> Answer<(String, Snapshot)> {
    let (mut connection, server) = account.open(account.limit()).await?;
    let snapshot = read::read(&mut connection, account, chosen, progress).await?;
    Ok((server, snapshot))
}

/// Sign-ins need not find out by themselves that nobody answers.
fn noted(domain: &Domain, id: Uuid, fault: Fault) -> Fault {
    if fault.is_away() {
        domain.away().note(id);
    }
    fault
}

/// The chosen groups with their keys, oldest first.
async fn chosen(domain: &Domain, id: Uuid) -> Result<Vec<(Uuid, String)>> {
    let query = group::Entity::find().filter(group::Column::DirectoryId.eq(id));
    let rows = query.order_by_asc(group::Column::Id).all(domain.db().read()).await?;
    Ok(rows.into_iter().filter_map(|row| Some((row.id, row.directory_key?))).collect())
}

/// Says that the reading goes on; returns when it may not any more.
async fn beat(domain: &Domain, id: Uuid, progress: &AtomicU64) -> Stop {
    loop {
        tokio::time::sleep(BEAT).await;
        let mut report = SyncReport::default();
        report.counts.read = progress.load(Ordering::Relaxed);
        match queue::keep_alive(domain, id, &report).await {
            Ok(true) => {}
            Ok(false) => return Stop::Cancelled,
            Err(error) => return Stop::Error(error),
        }
    }
}

async fn finish(
    domain: &Domain,
    sync: &directory_sync::Model,
    row: &directory::Model,
    state: SyncState,
    report: &SyncReport,
) -> Result<()> {
    let now: Timestamp = domain.clock().now();
    let ctx = RequestCtx::system("directories");
    let mut tx = domain.begin().await?;
    // The schedule may have been changed meanwhile.
    let current = store::find(tx.conn(), DirectoryId(row.id)).await?;
    let every = match current {
        Some(current) => store::settings(&current)?.sync_every_minutes,
        None => return Ok(()),
    };
    queue::finish(&tx, now, sync, state, report, every).await?;
    let target = Target::new("directory", row.id, row.name.clone());
    let event = match state {
        SyncState::Done | SyncState::Held => Event::done(AuditAction::DirectorySynced, target),
        _ => {
            let why = report.fault.map_or("failed", DirectoryFault::as_str);
            Event::refused(AuditAction::DirectorySyncFailed, target, why)
        }
    };
    let after = json!({ "state": state, "counts": report.counts, "server": report.server });
    tx.record(&ctx, now, event.change(None, Some(after))).await?;
    tx.announce(LiveEvent::Changed { topic: Topic::Settings, id: row.id, owner: None });
    tx.commit().await
}
