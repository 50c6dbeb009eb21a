//! Doing what jobs ask for, a slice at a time, so that several go on beside each other.

use entity::{job, job_item};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait},
};
use types::{AuditAction, ErrorCode, ItemOutcome, JobKind, JobState, PermissionSet, Timestamp, UserId};
use uuid::Uuid;

use super::{Jobs, store};
use crate::{
    audit::{Event, Target},
    ctx::{Actor, JobActor, RequestCtx},
    db::Tx,
    error::{Error, Result},
    live::{LiveEvent, Topic},
    people::{self, standing},
};

/// Items of a slice.
const SLICE: u64 = 50;
/// Messages of one job that may wait for the mail server: whoever gets a PIN in between does not wait
/// behind thousands of invitations, and a job that is stopped has not sent everything yet.
const MESSAGES_AHEAD: u64 = 200;

/// What became of an item.
#[derive(Debug, Default)]
pub(crate) struct Done {
    /// Why it was left as it was, if it was.
    pub(crate) skipped: Option<String>,
    /// Whom it was about.
    pub(crate) user_id: Option<Uuid>,
    /// The message that was written.
    pub(crate) message_id: Option<Uuid>,
    /// The device that was made or found.
    pub(crate) device_id: Option<Uuid>,
}

impl Jobs<'_> {
    /// Does what jobs ask for until there is nothing to do at the moment. By the process that holds the
    /// lease; a second one does no harm.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn work(&self) -> Result<()> {
        loop {
            let alive = [JobState::Waiting.as_str(), JobState::Running.as_str()];
            let jobs = job::Entity::find()
                .filter(job::Column::State.is_in(alive))
                .order_by_asc(job::Column::Id)
                .all(self.domain.db().read())
                .await?;
            let mut handled = 0;
            for job in jobs {
                handled += self.slice(&job).await?;
            }
            if handled == 0 {
                return Ok(());
            }
        }
    }

    /// Handles some items of a job; gives how many.
    async fn slice(&self, job: &job::Model) -> Result<u64> {
        let db = self.domain.db().read();
        if job.state == JobState::Waiting.as_str() && !self.begin(job).await? {
            return Ok(0);
        }
        let items = job_item::Entity::find()
            .filter(job_item::Column::JobId.eq(job.id))
            .filter(job_item::Column::Outcome.eq(ItemOutcome::Waiting.as_str()))
            .order_by_asc(job_item::Column::Position)
            .limit(SLICE)
            .all(db)
            .await?;
        if items.is_empty() {
            self.end(job, JobState::Done).await?;
            return Ok(0);
        }
        if self.messages_waiting(job.id).await? >= MESSAGES_AHEAD {
            return Ok(0);
        }
        let Some(ctx) = self.acting(job).await? else {
            self.end(job, JobState::Failed).await?;
            return Ok(0);
        };
        let mut handled = 0;
        for item in &items {
            if !self.handle(&ctx, job, item).await? {
                break;
            }
            handled += 1;
        }
        self.domain.hub().publish(changed(job.id));
        Ok(handled)
    }

    /// The context in which a job works: in the name of who began it, with what they could do then and
    /// still may. Nothing when they may do nothing any more.
    async fn acting(&self, job: &job::Model) -> Result<Option<RequestCtx>> {
        let system = RequestCtx { request_id: format!("job-{}", job.id), ..RequestCtx::system("jobs") };
        let Some(id) = job.started_by else { return Ok(Some(system)) };
        let db = self.domain.db().read();
        let user = people::store::find(db, &UserId(id)).await?.filter(people::store::is_active);
        let Some(user) = user else { return Ok(None) };
        let now = standing::permissions(db, &user).await?;
        let then = standing::split_permissions(&job.permissions);
        let permissions: PermissionSet = then.iter().filter(|one| now.contains(*one)).collect();
        if !permissions.contains(types::Permission::RegistrationWrite) {
            return Ok(None);
        }
        let actor = JobActor { user_id: UserId(id), name: job.started_by_name.clone(), permissions };
        Ok(Some(system.with_actor(Actor::Job(actor))))
    }

    /// Claims, does and counts one item, all or nothing. False when the job is not at work any more or
    /// the item was another process's.
    async fn handle(&self, ctx: &RequestCtx, job: &job::Model, item: &job_item::Model) -> Result<bool> {
        let kind =
            JobKind::from_word(&job.kind).ok_or_else(|| Error::internal("a job of an unknown kind"))?;
        let once = || self.domain.retry_on_conflict(|| self.attempt(ctx, job, item, kind));
        let outcome = match once().await {
            // Somebody else has created the person after they were looked for: now they are found.
            Err(error) if error.code() == ErrorCode::UsernameTaken => once().await,
            outcome => outcome,
        };
        match outcome {
            Ok(outcome) => Ok(outcome.is_some()),
            Err(Error::Refused(refused)) => {
                let tx = self.domain.begin().await?;
                if !claim(&tx, self.domain.clock().now(), item).await? {
                    return Ok(false);
                }
                let reason = match refused.fields.first() {
                    Some(field) => format!("{}: {}", field.path, field.code.as_str()),
                    None => refused.code.as_str().to_owned(),
                };
                let done = Done { skipped: Some(reason), ..Done::default() };
                self.count(tx, job, item, ItemOutcome::Failed, &done).await
            }
            Err(error) => Err(error),
        }
    }

    /// One try. Nothing when the job is not at work any more or the item was another process's.
    async fn attempt(
        &self,
        ctx: &RequestCtx,
        job: &job::Model,
        item: &job_item::Model,
        kind: JobKind,
    ) -> Result<Option<ItemOutcome>> {
        let mut tx = self.domain.begin().await?;
        if !claim(&tx, self.domain.clock().now(), item).await? {
            return Ok(None);
        }
        let done = match kind {
            JobKind::Invitation => self.domain.invitations().write(&mut tx, ctx, item).await?,
            JobKind::Import => self.domain.imports().perform(&mut tx, ctx, job, item).await?,
        };
        let outcome = match done.skipped {
            Some(_) => ItemOutcome::Skipped,
            None => ItemOutcome::Done,
        };
        Ok(self.count(tx, job, item, outcome, &done).await?.then_some(outcome))
    }

    /// Writes the result of an item and counts it, if the job is at work.
    async fn count(
        &self,
        tx: Tx,
        job: &job::Model,
        item: &job_item::Model,
        outcome: ItemOutcome,
        done: &Done,
    ) -> Result<bool> {
        let counter = match outcome {
            ItemOutcome::Failed => job::Column::Failed,
            ItemOutcome::Skipped => job::Column::Skipped,
            ItemOutcome::Done | ItemOutcome::Waiting => job::Column::Done,
        };
        let counted = job::Entity::update_many()
            .col_expr(counter, Expr::col(counter).add(1_i64))
            .filter(job::Column::Id.eq(job.id))
            .filter(job::Column::State.eq(JobState::Running.as_str()))
            .exec(tx.conn())
            .await?;
        if counted.rows_affected == 0 {
            return Ok(false);
        }
        job_item::Entity::update_many()
            .col_expr(job_item::Column::Outcome, Expr::value(outcome.as_str()))
            .col_expr(job_item::Column::Reason, Expr::value(done.skipped.clone()))
            .col_expr(job_item::Column::UserId, Expr::value(done.user_id.or(item.user_id)))
            .col_expr(job_item::Column::MessageId, Expr::value(done.message_id))
            .col_expr(job_item::Column::DeviceId, Expr::value(done.device_id))
            .filter(job_item::Column::JobId.eq(item.job_id))
            .filter(job_item::Column::Position.eq(item.position))
            .exec(tx.conn())
            .await?;
        tx.commit().await?;
        Ok(true)
    }

    async fn begin(&self, job: &job::Model) -> Result<bool> {
        let db = self.domain.db().write();
        if !store::turn(db, job.id, &[JobState::Waiting], JobState::Running, None).await? {
            return Ok(false);
        }
        if job.started_at.is_none() {
            let now = self.domain.clock().now();
            job::Entity::update_many()
                .col_expr(job::Column::StartedAt, Expr::value(now.as_millis()))
                .filter(job::Column::Id.eq(job.id))
                .exec(db)
                .await?;
        }
        self.domain.hub().publish(changed(job.id));
        Ok(true)
    }

    async fn end(&self, job: &job::Model, state: JobState) -> Result<()> {
        let now = self.domain.clock().now();
        let mut tx = self.domain.begin().await?;
        if !store::turn(tx.conn(), job.id, &[JobState::Running], state, Some(now)).await? {
            return Ok(());
        }
        let action = match state {
            JobState::Failed => AuditAction::JobFailed,
            _ => AuditAction::JobDone,
        };
        let target = Target::new("job", job.id, job.kind.clone());
        tx.record(&RequestCtx::system("jobs"), now, Event::done(action, target)).await?;
        tx.announce(changed(job.id));
        tx.commit().await
    }
}

fn changed(id: Uuid) -> LiveEvent {
    LiveEvent::Changed { topic: Topic::Job, id, owner: None }
}

/// Takes an item for this transaction; false when it has its result already.
async fn claim(tx: &Tx, now: Timestamp, item: &job_item::Model) -> Result<bool> {
    let claimed = job_item::Entity::update_many()
        .col_expr(job_item::Column::At, Expr::value(now.as_millis()))
        .filter(job_item::Column::JobId.eq(item.job_id))
        .filter(job_item::Column::Position.eq(item.position))
        .filter(job_item::Column::Outcome.eq(ItemOutcome::Waiting.as_str()))
        .exec(tx.conn())
        .await?;
    Ok(claimed.rows_affected == 1)
}
