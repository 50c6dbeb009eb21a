//! Writing down how a try ended.

use std::time::Duration;

use entity::{message, single_use_link};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::json;
use types::{AuditAction, MessageState, Timestamp};

use super::back_off;
use crate::{
    Domain, RequestCtx,
    audit::{Event, Target},
    db::Tx,
    error::Result,
    live::{LiveEvent, Topic},
};

/// How a try ended.
#[derive(Debug)]
pub(super) enum End {
    /// The server has it.
    Sent,
    /// PIN or link do not work any more: there is nothing to send.
    Overtaken,
    /// The server is away or takes nothing from us.
    Unreachable(String),
    /// Refused for now, and not to be tried again before this time has passed.
    Later(String, Duration),
    /// Refused for good.
    Failed(String),
}

/// Writes down how a try ended, unless somebody else has taken the message over in between.
pub(super) async fn finish(domain: &Domain, row: &message::Model, end: End) -> Result<()> {
    let now = domain.clock().now();
    let mut tx = domain.begin().await?;
    let next = match &end {
        End::Unreachable(_) | End::Later(..) => {
            let attempts = u32::try_from(row.attempts).unwrap_or(u32::MAX);
            let away = matches!(end, End::Unreachable(_));
            let pause = if let End::Later(_, pause) = &end { *pause } else { Duration::ZERO };
            let next = back_off::next(now, Timestamp::from_millis(row.queued_at), attempts, away);
            next.map(|next| next.max(now + pause))
        }
        End::Sent | End::Overtaken | End::Failed(_) => None,
    };
    let state = match &end {
        End::Sent => MessageState::Sent,
        End::Overtaken => MessageState::Cancelled,
        End::Failed(_) => MessageState::Failed,
        End::Unreachable(_) | End::Later(..) if next.is_some() => MessageState::Queued,
        End::Unreachable(_) | End::Later(..) => MessageState::Failed,
    };
    let words = match end {
        End::Sent | End::Overtaken => None,
        End::Unreachable(words) | End::Later(words, _) | End::Failed(words) => Some(words),
    };
    if write(&tx, row, now, state, words.clone(), next).await? {
        if state != MessageState::Queued {
            destroy_envelope(&tx, row).await?;
            record(&tx, row, now, state, words).await?;
        }
        tx.announce(LiveEvent::Changed { topic: Topic::Message, id: row.id, owner: None });
    }
    tx.commit().await
}

async fn write(
    tx: &Tx,
    row: &message::Model,
    now: Timestamp,
    state: MessageState,
    words: Option<String>,
    next: Option<Timestamp>,
) -> Result<bool> {
    // What the server has taken is sent, even if it was overtaken in the same moment.
    let mine = Condition::all()
        .add(message::Column::State.eq(MessageState::Queued.as_str()))
        .add(message::Column::LockedUntil.eq(row.locked_until));
    let counts = match state {
        MessageState::Sent => Condition::any().add(mine).add(
            message::Column::State.is_in([MessageState::Queued.as_str(), MessageState::Cancelled.as_str()]),
        ),
        _ => Condition::any().add(mine),
    };
    let mut update = message::Entity::update_many()
        .col_expr(message::Column::State, Expr::value(state.as_str()))
        .col_expr(message::Column::LockedUntil, Expr::value(None::<i64>))
        .col_expr(message::Column::NextAttemptAt, Expr::value(next.map(Timestamp::as_millis)))
        .col_expr(message::Column::LastError, Expr::value(words));
    if state != MessageState::Cancelled {
        update = update.col_expr(message::Column::AttemptedAt, Expr::value(now.as_millis()));
    }
    if state == MessageState::Sent {
        update = update.col_expr(message::Column::SentAt, Expr::value(now.as_millis()));
    }
    let done = update.filter(message::Column::Id.eq(row.id)).filter(counts).exec(tx.conn()).await?;
    Ok(done.rows_affected == 1)
}

/// The message was the only reason to keep the link's token readable.
async fn destroy_envelope(tx: &Tx, row: &message::Model) -> Result<()> {
    let Some(link) = row.link_id else { return Ok(()) };
    single_use_link::Entity::update_many()
        .col_expr(single_use_link::Column::Envelope, Expr::value(None::<Vec<u8>>))
        .filter(single_use_link::Column::Id.eq(link))
        .exec(tx.conn())
        .await?;
    Ok(())
}

async fn record(
    tx: &Tx,
    row: &message::Model,
    now: Timestamp,
    state: MessageState,
    words: Option<String>,
) -> Result<()> {
    let action = match state {
        MessageState::Sent => AuditAction::MessageSent,
        MessageState::Failed => AuditAction::MessageFailed,
        _ => AuditAction::MessageCancelled,
    };
    let target = Target::new("message", row.id.hyphenated(), row.subject.as_str());
    let mut event = Event::done(action, target)
        .change(None, Some(json!({ "to": row.to_address, "kind": row.kind, "channel": row.channel })));
    event.reason = words;
    tx.record(&RequestCtx::system("messages"), now, event).await
}
