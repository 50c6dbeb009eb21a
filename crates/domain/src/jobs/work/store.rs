//! Rows of jobs.

use std::collections::HashMap;

use entity::{job, job_item, message};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::Expr,
};
use types::{ErrorCode, JobId, JobKind, JobRow, JobState, MessageCounts, MessageState, Timestamp, UserId};
use uuid::Uuid;

use crate::error::{Error, Result};

/// A job by id.
///
/// # Errors
/// `not_found`.
pub(crate) async fn find<C: ConnectionTrait>(db: &C, id: JobId) -> Result<job::Model> {
    job::Entity::find_by_id(id.0).one(db).await?.ok_or_else(|| ErrorCode::NotFound.into())
}

/// Moves a job from one of these states to another; whether it was in one of them. The database decides
/// between two who ask at once.
pub(crate) async fn turn<C: ConnectionTrait>(
    db: &C,
    id: Uuid,
    from: &[JobState],
    to: JobState,
    finished_at: Option<Timestamp>,
) -> Result<bool> {
    let from = from.iter().map(|state| state.as_str());
    let done = job::Entity::update_many()
        .col_expr(job::Column::State, Expr::value(to.as_str()))
        .col_expr(job::Column::FinishedAt, Expr::value(finished_at.map(Timestamp::as_millis)))
        .filter(job::Column::Id.eq(id))
        .filter(job::Column::State.is_in(from))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// The ids of the messages that a job wrote.
pub(crate) fn messages_of(id: Uuid) -> sea_orm::sea_query::SelectStatement {
    job_item::Entity::find()
        .select_only()
        .column(job_item::Column::MessageId)
        .filter(job_item::Column::JobId.eq(id))
        .filter(job_item::Column::MessageId.is_not_null())
        .into_query()
}

/// What became of the messages of a job.
pub(crate) async fn message_counts<C: ConnectionTrait>(db: &C, id: Uuid) -> Result<MessageCounts> {
    let rows: Vec<(String, i64)> = message::Entity::find()
        .select_only()
        .column(message::Column::State)
        .column_as(message::Column::Id.count(), "messages")
        .filter(message::Column::Id.in_subquery(messages_of(id)))
        .group_by(message::Column::State)
        .into_tuple()
        .all(db)
        .await?;
    let counts: HashMap<_, _> = rows
        .iter()
        .filter_map(|(word, count)| Some((MessageState::from_word(word)?, number(*count))))
        .collect();
    let of = |state| counts.get(&state).copied().unwrap_or_default();
    Ok(MessageCounts {
        held: of(MessageState::Held),
        queued: of(MessageState::Queued),
        sent: of(MessageState::Sent),
        failed: of(MessageState::Failed),
        cancelled: of(MessageState::Cancelled),
    })
}

/// A job as lists show it.
pub(crate) fn to_row(job: job::Model, messages: MessageCounts) -> Result<JobRow> {
    let unknown = || Error::internal("a job of an unknown kind or state");
    Ok(JobRow {
        id: JobId(job.id),
        kind: JobKind::from_word(&job.kind).ok_or_else(unknown)?,
        state: JobState::from_word(&job.state).ok_or_else(unknown)?,
        total: number(job.total),
        done: number(job.done),
        skipped: number(job.skipped),
        failed: number(job.failed),
        started_by: job.started_by.map(UserId),
        started_by_name: job.started_by_name,
        created_at: Timestamp::from_millis(job.created_at),
        started_at: job.started_at.map(Timestamp::from_millis),
        finished_at: job.finished_at.map(Timestamp::from_millis),
        messages,
    })
}

/// What the items of a job shall do, in their order.
pub(crate) async fn inputs<C: ConnectionTrait>(db: &C, id: JobId) -> Result<Vec<String>> {
    let inputs: Vec<Option<String>> = job_item::Entity::find()
        .select_only()
        .column(job_item::Column::Input)
        .filter(job_item::Column::JobId.eq(id.0))
        .order_by_asc(job_item::Column::Position)
        .into_tuple()
        .all(db)
        .await?;
    Ok(inputs.into_iter().flatten().collect())
}

pub(crate) fn number(count: i64) -> u64 {
    u64::try_from(count).unwrap_or_default()
}
