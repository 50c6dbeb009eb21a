//! Taking messages to be sent, so that no other process sends them at the same time.

use std::time::Duration;

use entity::message;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbBackend, EntityTrait, FromQueryResult, PaginatorTrait,
    QueryFilter, QuerySelect, Statement,
};
use types::{MessageChannel, MessageState, Timestamp};

use crate::{Domain, db::Engine, error::Result};

/// How many are sent at the same time.
const AT_ONCE: i64 = 4;

/// For how much longer than the longest try a claim counts, so that only a process that died leaves
/// a message to others.
const MARGIN: Duration = Duration::from_secs(30);

/// Whether there is anything to claim; spares the write lock while there is not.
pub(super) async fn is_any_due<C: ConnectionTrait>(
    db: &C,
    channel: MessageChannel,
    now: Timestamp,
) -> Result<bool> {
    let now = now.as_millis();
    let found = message::Entity::find()
        .select_only()
        .column(message::Column::Id)
        .filter(message::Column::State.eq(MessageState::Queued.as_str()))
        .filter(message::Column::Channel.eq(channel.as_str()))
        .filter(message::Column::NextAttemptAt.lte(now))
        .filter(
            Condition::any()
                .add(message::Column::LockedUntil.is_null())
                .add(message::Column::LockedUntil.lte(now)),
        )
        .limit(1)
        .count(db)
        .await?;
    Ok(found > 0)
}

/// Takes a few due messages of a channel. Only the oldest waiting one of a person at an address can be taken, so
/// that their messages arrive in the order in which they were written.
pub(super) async fn claim(
    domain: &Domain,
    channel: MessageChannel,
    now: Timestamp,
) -> Result<Vec<message::Model>> {
    let (backend, skip) = match domain.db().engine() {
        Engine::Postgres => (DbBackend::Postgres, "FOR UPDATE SKIP LOCKED"),
        Engine::Sqlite => (DbBackend::Sqlite, ""),
    };
    let sql = format!(
        "WITH due AS (
             SELECT m.id FROM messages AS m
             WHERE m.state = 'queued' AND m.channel = $3 AND m.next_attempt_at <= $1
               AND (m.locked_until IS NULL OR m.locked_until <= $1)
               AND NOT EXISTS (
                   SELECT 1 FROM messages AS e
                   WHERE e.user_id = m.user_id AND e.state = 'queued' AND e.to_address = m.to_address
                     AND (e.created_at < m.created_at OR (e.created_at = m.created_at AND e.id < m.id)))
             ORDER BY m.next_attempt_at, m.id
             LIMIT {AT_ONCE} {skip})
         UPDATE messages SET locked_until = $2, attempts = attempts + 1
         WHERE id IN (SELECT id FROM due) AND state = 'queued'
           AND (locked_until IS NULL OR locked_until <= $1)
         RETURNING *"
    );
    let longest_try = match channel {
        MessageChannel::Email => domain.mailer().longest_try(),
        MessageChannel::Sms => domain.sms_sender().longest_try(),
    };
    let lease = now + longest_try + MARGIN;
    let values = [now.as_millis().into(), lease.as_millis().into(), channel.as_str().into()];
    let statement = Statement::from_sql_and_values(backend, sql, values);
    let tx = domain.begin().await?;
    let claimed = message::Model::find_by_statement(statement).all(tx.conn()).await?;
    tx.commit().await?;
    Ok(claimed)
}
