//! Asking for long work: the job and its items, within the transaction of the room that asks.

use entity::{job, job_item};
use sea_orm::{ActiveValue::Set, EntityTrait};
use types::{AuditAction, ItemOutcome, JobId, JobKind, JobState, Timestamp};
use uuid::Uuid;

use crate::{
    audit::{self, Event, Target},
    ctx::RequestCtx,
    db::Tx,
    error::{Error, Result},
    live::{LiveEvent, Topic},
    people::power,
};

/// Items in one statement: seven values each, and SQLite takes 32,766 (its `SQLITE_MAX_VARIABLE_NUMBER`).
const AT_ONCE: usize = 2_000;

/// What a job shall do.
#[derive(Debug)]
pub(crate) struct NewJob {
    /// Which work.
    pub(crate) kind: JobKind,
    /// What the kind needs to know beside the items, as JSON.
    pub(crate) input: serde_json::Value,
    /// One after the other.
    pub(crate) items: Vec<Item>,
}

/// One thing to do.
#[derive(Debug)]
pub(crate) struct Item {
    /// Whom it is about, if that is known.
    pub(crate) user_id: Option<Uuid>,
    /// What to do, as JSON of the kind.
    pub(crate) input: Option<String>,
}

/// Writes a job that begins once the transaction is committed. It acts in the name of who asks, with
/// what they may do now and still may do then.
pub(crate) async fn insert(tx: &mut Tx, ctx: &RequestCtx, now: Timestamp, new: NewJob) -> Result<JobId> {
    let id = Uuid::now_v7();
    let permissions: Vec<&str> = power::of_actor(ctx).iter().map(types::Permission::as_str).collect();
    let total = i64::try_from(new.items.len()).map_err(Error::internal)?;
    let row = job::ActiveModel {
        id: Set(id),
        kind: Set(new.kind.as_str().to_owned()),
        state: Set(JobState::Waiting.as_str().to_owned()),
        input: Set(new.input.to_string()),
        total: Set(total),
        done: Set(0),
        skipped: Set(0),
        failed: Set(0),
        started_by: Set(ctx.user_id().map(|user| user.0)),
        started_by_name: Set(audit::actor_name(ctx)),
        permissions: Set(permissions.join(",")),
        created_at: Set(now.as_millis()),
        started_at: Set(None),
        finished_at: Set(None),
    };
    job::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    let mut rows = (1_i64..).zip(new.items).map(|(position, item)| job_item::ActiveModel {
        job_id: Set(id),
        position: Set(position),
        user_id: Set(item.user_id),
        input: Set(item.input),
        outcome: Set(ItemOutcome::Waiting.as_str().to_owned()),
        reason: Set(None),
        message_id: Set(None),
        device_id: Set(None),
        at: Set(None),
    });
    loop {
        let some: Vec<_> = rows.by_ref().take(AT_ONCE).collect();
        if some.is_empty() {
            break;
        }
        job_item::Entity::insert_many(some).exec_without_returning(tx.conn()).await?;
    }
    let target = Target::new("job", id, new.kind.as_str().to_owned());
    let after = serde_json::json!({ "items": total });
    tx.record(ctx, now, Event::done(AuditAction::JobStarted, target).change(None, Some(after))).await?;
    tx.announce(LiveEvent::Changed { topic: Topic::Job, id, owner: None });
    Ok(JobId(id))
}
