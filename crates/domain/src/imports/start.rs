//! Starting a draft that somebody has looked at, or throwing it away.

use entity::job;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use types::{ErrorCode, JobId, JobKind, JobState, Permission};

use super::{Imports, upload::Sheet};
use crate::{
    access::policy::Resource,
    ctx::RequestCtx,
    error::Result,
    jobs::work,
    live::{LiveEvent, Topic},
};

impl Imports<'_> {
    /// Starts a draft. Each row is planned once more when its turn comes.
    ///
    /// # Errors
    /// Without `registration_write`, or `user_write` where people are created; `not_found`;
    /// `wrong_state` for one that was started.
    pub async fn start(&self, ctx: &RequestCtx, id: JobId) -> Result<()> {
        ctx.require(Permission::RegistrationWrite, &Resource::All)?;
        let now = self.domain.clock().now();
        let mut tx = self.domain.begin().await?;
        let job = work::store::find(tx.conn(), id).await?;
        if Sheet::of(&job)?.options.create_people {
            ctx.require(Permission::UserWrite, &Resource::All)?;
        }
        if !work::store::turn(tx.conn(), id.0, &[JobState::Draft], JobState::Waiting, None).await? {
            return Err(ErrorCode::WrongState.into());
        }
        work::started(&mut tx, ctx, now, id.0, JobKind::Import, job.total).await?;
        tx.announce(LiveEvent::Changed { topic: Topic::Job, id: id.0, owner: None });
        tx.commit().await
    }

    /// Throws a draft away.
    ///
    /// # Errors
    /// Without `registration_write`; `not_found`; `wrong_state` for one that was started.
    pub async fn discard(&self, ctx: &RequestCtx, id: JobId) -> Result<()> {
        ctx.require(Permission::RegistrationWrite, &Resource::All)?;
        let tx = self.domain.begin().await?;
        Sheet::of(&work::store::find(tx.conn(), id).await?)?;
        let gone = job::Entity::delete_many()
            .filter(job::Column::Id.eq(id.0))
            .filter(job::Column::State.eq(JobState::Draft.as_str()))
            .exec(tx.conn())
            .await?;
        if gone.rows_affected == 0 {
            return Err(ErrorCode::WrongState.into());
        }
        tx.commit().await
    }
}
