//! Asking for long work: the job and its items, within the transaction of the room that asks.

use entity::{job, job_item};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
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

/// Items in one statement: ten values each, and SQLite takes 32,766 (its `SQLITE_MAX_VARIABLE_NUMBER`).
const AT_ONCE: usize = 1_000;

/// What a job shall do.
#[derive(Debug)]
pub(crate) struct NewJob {
    /// Which work.
    pub(crate) kind: JobKind,
    /// What the kind needs to know beside the items, as JSON.
    pub(crate) input: serde_json::Value,
    /// Whether it waits until somebody who has looked at it starts it.
    pub(crate) draft: bool,
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
    /// What it would do, in a word of the kind, while it is a draft.
    pub(crate) plan: Option<&'static str>,
    /// Why it will not be done, where that is known already.
    pub(crate) refused: Option<String>,
}

/// Writes a job that begins once the transaction is committed. It acts in the name of who asks, with
/// what they may do now and still may do then.
pub(crate) async fn insert(tx: &mut Tx, ctx: &RequestCtx, now: Timestamp, new: NewJob) -> Result<JobId> {
    let id = Uuid::now_v7();
    let permissions: Vec<&str> = power::of_actor(ctx).iter().map(types::Permission::as_str).collect();
    let number = |count: usize| i64::try_from(count).map_err(Error::internal);
    let total = number(new.items.len())?;
    let failed = number(new.items.iter().filter(|item| item.refused.is_some()).count())?;
    let state = if new.draft { JobState::Draft } else { JobState::Waiting };
    let row = job::ActiveModel {
        id: Set(id),
        kind: Set(new.kind.as_str().to_owned()),
        state: Set(state.as_str().to_owned()),
        input: Set(new.input.to_string()),
        total: Set(total),
        done: Set(0),
        skipped: Set(0),
        failed: Set(failed),
        started_by: Set(ctx.user_id().map(|user| user.0)),
        started_by_name: Set(audit::actor_name(ctx)),
        permissions: Set(permissions.join(",")),
        created_at: Set(now.as_millis()),
        started_at: Set(None),
        finished_at: Set(None),
    };
    job::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    put_items(tx, id, new.items).await?;
    if !new.draft {
        started(tx, ctx, now, id, new.kind, total).await?;
    }
    tx.announce(LiveEvent::Changed { topic: Topic::Job, id, owner: None });
    Ok(JobId(id))
}

/// Puts other items in the place of those of a draft, and counts what is refused anew.
pub(crate) async fn replace_items(tx: &Tx, id: JobId, items: Vec<Item>) -> Result<()> {
    let failed = items.iter().filter(|item| item.refused.is_some()).count();
    let failed = i64::try_from(failed).map_err(Error::internal)?;
    job_item::Entity::delete_many().filter(job_item::Column::JobId.eq(id.0)).exec(tx.conn()).await?;
    job::Entity::update_many()
        .col_expr(job::Column::Failed, Expr::value(failed))
        .filter(job::Column::Id.eq(id.0))
        .exec(tx.conn())
        .await?;
    put_items(tx, id.0, items).await
}

async fn put_items(tx: &Tx, id: Uuid, items: Vec<Item>) -> Result<()> {
    let mut rows = (1_i64..).zip(items).map(|(position, item)| job_item::ActiveModel {
        job_id: Set(id),
        position: Set(position),
        user_id: Set(item.user_id),
        input: Set(item.input),
        plan: Set(item.plan.map(str::to_owned)),
        outcome: Set(outcome_of(&item.refused).as_str().to_owned()),
        reason: Set(item.refused),
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
    Ok(())
}

/// Writes into the audit log that a job was started.
pub(crate) async fn started(
    tx: &mut Tx,
    ctx: &RequestCtx,
    now: Timestamp,
    id: Uuid,
    kind: JobKind,
    items: i64,
) -> Result<()> {
    let target = Target::new("job", id, kind.as_str().to_owned());
    let after = serde_json::json!({ "items": items });
    tx.record(ctx, now, Event::done(AuditAction::JobStarted, target).change(None, Some(after))).await
}

fn outcome_of(refused: &Option<String>) -> ItemOutcome {
    if refused.is_some() { ItemOutcome::Failed } else { ItemOutcome::Waiting }
}
