//! When devices were last seen, written behind the requests: many at once, a moment later.

use std::{
    collections::HashMap,
    fmt, mem,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use entity::device;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{Expr, LockBehavior, LockType},
};
use tokio::sync::Notify;
use types::{DeviceId, Timestamp, UserId};
use uuid::Uuid;

use super::Devices;
use crate::{error::Result, live::LiveEvent};

/// How long what was seen is gathered. Pages show it to the minute.
const GATHERED: Duration = Duration::from_secs(1);
/// How many are written by one statement.
const AT_ONCE: usize = 500;

/// A device was there.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seen {
    /// When.
    pub(crate) at: Timestamp,
    /// Whose it is.
    pub(crate) owner: UserId,
    /// Whether pages show a difference.
    pub(crate) shows: bool,
}

/// Devices that were there and are not written yet; one entry each, however often it comes.
#[derive(Default)]
pub(crate) struct SeenCell {
    waiting: Mutex<HashMap<Uuid, Seen>>,
    called: Notify,
}

impl SeenCell {
    fn put(&self, id: Uuid, seen: Seen) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = waiting.entry(id).or_insert(seen);
        *entry = Seen { at: entry.at.max(seen.at), shows: entry.shows || seen.shows, ..seen };
    }

    fn take(&self) -> HashMap<Uuid, Seen> {
        mem::take(&mut *self.waiting.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl fmt::Debug for SeenCell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SeenCell").finish_non_exhaustive()
    }
}

impl Devices<'_> {
    /// Notes that an active device was there, to be written in a moment. A process that is killed meanwhile forgets
    /// it: nobody decides anything by one second of it.
    pub(crate) fn seen_behind(&self, id: DeviceId, seen: Seen) {
        let cell = self.domain.seen_cell();
        cell.put(id.0, seen);
        cell.called.notify_one();
    }

    /// Writes what was seen, a moment after it was, for as long as it is polled.
    pub(crate) async fn write_seen_behind(&self) {
        loop {
            self.domain.seen_cell().called.notified().await;
            tokio::time::sleep(GATHERED).await;
            if let Err(error) = self.write_seen().await {
                tracing::warn!(%error, "when devices were seen could not be written; it is tried again");
                self.domain.seen_cell().called.notify_one();
            }
        }
    }

    /// Writes when devices were last seen, all that waits to be. Gives how many.
    ///
    /// # Errors
    /// When the database fails; what is not written waits on.
    pub async fn write_seen(&self) -> Result<usize> {
        let seen: Vec<(Uuid, Seen)> = self.domain.seen_cell().take().into_iter().collect();
        let mut written = 0;
        for chunk in seen.chunks(AT_ONCE) {
            if let Err(error) = self.write_chunk(chunk).await {
                let rest = seen.get(written..).unwrap_or_default();
                rest.iter().for_each(|(id, seen)| self.domain.seen_cell().put(*id, *seen));
                return Err(error);
            }
            written += chunk.len();
        }
        Ok(written)
    }

    /// They have been seen within the moment that is gathered: the last of them says when.
    async fn write_chunk(&self, chunk: &[(Uuid, Seen)]) -> Result<()> {
        let Some(at) = chunk.iter().map(|(_, seen)| seen.at).max() else { return Ok(()) };
        let db = self.domain.db().write();
        let update = || {
            device::Entity::update_many().col_expr(device::Column::LastSeenAt, Expr::value(at.as_millis()))
        };
        let earlier = || {
            device::Entity::find()
                .select_only()
                .column(device::Column::Id)
                .filter(device::Column::Id.is_in(chunk.iter().map(|(id, _)| *id)))
                .filter(
                    Condition::any()
                        .add(device::Column::LastSeenAt.is_null())
                        .add(device::Column::LastSeenAt.lt(at.as_millis())),
                )
        };
        // Whoever holds many locks waits for none: records that somebody changes at this moment are left out.
        let free = earlier().lock_with_behavior(LockType::Update, LockBehavior::SkipLocked).into_query();
        let written = update().filter(device::Column::Id.in_subquery(free)).exec(db).await?.rows_affected;
        if written < chunk.len() as u64 {
            let left: Vec<Uuid> = earlier().into_tuple().all(db).await?;
            for id in left {
                update().filter(device::Column::Id.eq(id)).exec(db).await?;
            }
        }
        for (id, seen) in chunk.iter().filter(|(_, seen)| seen.shows) {
            self.domain.hub().publish(LiveEvent::device(DeviceId(*id), seen.owner));
        }
        Ok(())
    }
}
