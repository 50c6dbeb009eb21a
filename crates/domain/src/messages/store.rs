//! Rows of the outbox.

use std::collections::HashMap;

use entity::{message, user};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait,
};
use types::{
    ErrorCode, MessageChannel, MessageId, MessageKind, MessageQuery, MessageRow, MessageState, Page,
    Timestamp, UserId,
};

use crate::{
    db::list::{Cursor, contains},
    error::{Error, Result},
    secrets::Keys,
};

/// A message by id.
///
/// # Errors
/// `not_found`.
pub(super) async fn find<C: ConnectionTrait>(db: &C, id: MessageId) -> Result<message::Model> {
    let found = message::Entity::find_by_id(id.0).one(db).await?;
    found.ok_or_else(|| ErrorCode::NotFound.into())
}

/// A page of messages, newest first.
pub(super) async fn list<C: ConnectionTrait>(
    db: &C,
    keys: &Keys,
    query: &MessageQuery,
) -> Result<Page<MessageRow>> {
    let mut filter = Condition::all();
    if let Some(q) = query.q.as_deref().map(str::trim).filter(|q| !q.is_empty()) {
        let people = user::Entity::find()
            .select_only()
            .column(user::Column::Id)
            .filter(contains(user::Column::DisplayName, q))
            .into_query();
        filter = filter.add(
            Condition::any()
                .add(contains(message::Column::ToAddress, q))
                .add(message::Column::UserId.in_subquery(people)),
        );
    }
    if let Some(state) = query.state {
        filter = filter.add(message::Column::State.eq(state.as_str()));
    }
    if let Some(kind) = query.kind {
        filter = filter.add(message::Column::Kind.eq(kind.as_str()));
    }
    if let Some(channel) = query.channel {
        filter = filter.add(message::Column::Channel.eq(channel.as_str()));
    }
    if let Some(id) = query.user_id {
        filter = filter.add(message::Column::UserId.eq(id.0));
    }
    if let Some(from) = query.from {
        filter = filter.add(message::Column::CreatedAt.gte(from.as_millis()));
    }
    if let Some(until) = query.until {
        filter = filter.add(message::Column::CreatedAt.lt(until.as_millis()));
    }
    let total = match query.page.total {
        true => Some(message::Entity::find().filter(filter.clone()).count(db).await?),
        false => None,
    };
    let mut select = message::Entity::find().filter(filter);
    if let Some(cursor) = Cursor::parse(keys, "messages", query.page.cursor.as_deref())? {
        select = select.filter(message::Column::Id.lt(cursor.id));
    }
    let limit = query.page.limit() as usize;
    let mut rows = select.order_by_desc(message::Column::Id).limit(limit as u64 + 1).all(db).await?;
    let next_cursor = Cursor::next(keys, "messages", &mut rows, limit, |row| row.id);
    let names = names_of(db, &rows).await?;
    let items = rows
        .into_iter()
        .map(|row| {
            let name = names.get(&row.user_id).cloned().unwrap_or_default();
            to_row(row, name)
        })
        .collect::<Result<_>>()?;
    Ok(Page { items, next_cursor, total })
}

async fn names_of<C: ConnectionTrait>(
    db: &C,
    rows: &[message::Model],
) -> Result<HashMap<uuid::Uuid, String>> {
    let ids: Vec<_> = rows.iter().map(|row| row.user_id).collect();
    let people: Vec<(uuid::Uuid, String)> = user::Entity::find()
        .select_only()
        .column(user::Column::Id)
        .column(user::Column::DisplayName)
        .filter(user::Column::Id.is_in(ids))
        .into_tuple()
        .all(db)
        .await?;
    Ok(people.into_iter().collect())
}

/// A row as pages show it.
///
/// # Errors
/// A word in the database that nobody knows.
pub(super) fn to_row(row: message::Model, user_display_name: String) -> Result<MessageRow> {
    let unknown = || Error::internal("a message of an unknown kind, channel or state");
    Ok(MessageRow {
        id: MessageId(row.id),
        kind: MessageKind::from_word(&row.kind).ok_or_else(unknown)?,
        channel: MessageChannel::from_word(&row.channel).ok_or_else(unknown)?,
        user_id: UserId(row.user_id),
        user_display_name,
        to_address: row.to_address,
        subject: row.subject,
        state: MessageState::from_word(&row.state).ok_or_else(unknown)?,
        attempts: u32::try_from(row.attempts).unwrap_or(u32::MAX),
        last_error: row.last_error,
        next_attempt_at: row.next_attempt_at.map(Timestamp::from_millis),
        created_at: Timestamp::from_millis(row.created_at),
        sent_at: row.sent_at.map(Timestamp::from_millis),
    })
}
