//! Pausing, going on with and stopping a job.

use std::time::Duration;

use entity::{job, message};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use types::{AuditAction, ErrorCode, JobId, JobRow, JobState, MessageState, Permission};
use uuid::Uuid;

use super::{Jobs, store};
use crate::{
    access::policy::Resource,
    audit::{Event, Target},
    ctx::RequestCtx,
    error::Result,
    live::{LiveEvent, Topic},
    messages::queue,
};

/// How long a draft is kept.
const KEPT: Duration = Duration::from_hours(24);

const ALIVE: [JobState; 3] = [JobState::Waiting, JobState::Running, JobState::Paused];

impl Jobs<'_> {
    /// Holds a job. What is being done at this moment is done; messages that wait are still sent.
    ///
    /// # Errors
    /// Without `registration_write`; `not_found`; `wrong_state` when it is over or held already.
    pub async fn pause(&self, ctx: &RequestCtx, id: JobId) -> Result<JobRow> {
        let from = [JobState::Waiting, JobState::Running];
        self.change(ctx, id, &from, JobState::Paused, AuditAction::JobPaused).await
    }

    /// Goes on with a job that is held.
    ///
    /// # Errors
    /// Without `registration_write`; `not_found`; `wrong_state` when it is not held.
    pub async fn resume(&self, ctx: &RequestCtx, id: JobId) -> Result<JobRow> {
        self.change(ctx, id, &[JobState::Paused], JobState::Waiting, AuditAction::JobResumed).await
    }

    /// Ends a job. What was done stays; its messages that have not been sent are not sent any more.
    ///
    /// # Errors
    /// Without `registration_write`; `not_found`; `wrong_state` when it is over.
    pub async fn stop(&self, ctx: &RequestCtx, id: JobId) -> Result<JobRow> {
        self.change(ctx, id, &ALIVE, JobState::Stopped, AuditAction::JobStopped).await
    }

    async fn change(
        &self,
        ctx: &RequestCtx,
        id: JobId,
        from: &[JobState],
        to: JobState,
        action: AuditAction,
    ) -> Result<JobRow> {
        ctx.require(Permission::RegistrationWrite, &Resource::All)?;
        let now = self.domain.clock().now();
        let mut tx = self.domain.begin().await?;
        let job = store::find(tx.conn(), id).await?;
        let finished_at = to.is_over().then_some(now);
        if !store::turn(tx.conn(), id.0, from, to, finished_at).await? {
            return Err(ErrorCode::WrongState.into());
        }
        if to == JobState::Stopped {
            queue::cancel_many(&mut tx, store::messages_of(id.0)).await?;
        }
        tx.record(ctx, now, Event::done(action, Target::new("job", id, job.kind))).await?;
        tx.announce(LiveEvent::Changed { topic: Topic::Job, id: id.0, owner: None });
        tx.commit().await?;
        self.find(ctx, id).await
    }

    /// Throws away drafts that nobody has started within a day.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) async fn purge_drafts(&self) -> Result<()> {
        let before = self.domain.clock().now().as_millis() - KEPT.as_millis() as i64;
        job::Entity::delete_many()
            .filter(job::Column::State.eq(JobState::Draft.as_str()))
            .filter(job::Column::CreatedAt.lt(before))
            .exec(self.domain.db().write())
            .await?;
        Ok(())
    }

    /// How many messages of a job wait to be sent.
    pub(super) async fn messages_waiting(&self, id: Uuid) -> Result<u64> {
        let waiting: Option<i64> = message::Entity::find()
            .select_only()
            .column_as(message::Column::Id.count(), "waiting")
            .filter(message::Column::Id.in_subquery(store::messages_of(id)))
            .filter(message::Column::State.eq(MessageState::Queued.as_str()))
            .into_tuple()
            .one(self.domain.db().read())
            .await?;
        Ok(store::number(waiting.unwrap_or_default()))
    }
}
