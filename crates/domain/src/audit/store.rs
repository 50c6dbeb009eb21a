//! Reading events.

use std::collections::HashMap;

use entity::{audit_chain, audit_event};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use types::{AuditEventId, AuditQuery, AuditRow, HistoryKind, Outcome, Page, PageQuery, Timestamp};

use crate::{
    db::list::{Cursor, contains},
    error::Result,
    secrets::Keys,
};

pub(super) async fn list<C: ConnectionTrait>(
    db: &C,
    keys: &Keys,
    query: &AuditQuery,
) -> Result<Page<AuditRow>> {
    let mut filter = Condition::all();
    if let Some(q) = query.q.as_deref().map(str::trim).filter(|q| !q.is_empty()) {
        filter = filter.add(
            Condition::any()
                .add(contains(audit_event::Column::ActorName, q))
                .add(contains(audit_event::Column::TargetName, q))
                .add(contains(audit_event::Column::Action, q)),
        );
    }
    if let Some(target) = &query.target_id {
        filter = filter.add(audit_event::Column::TargetId.eq(target.as_str()));
    }
    page_of(db, keys, filter, &query.page).await
}

/// The events about any of these objects, of one kind if it is said.
pub(super) async fn list_about<C: ConnectionTrait>(
    db: &C,
    keys: &Keys,
    targets: &[String],
    kind: Option<HistoryKind>,
    page: &PageQuery,
) -> Result<Page<AuditRow>> {
    let filter = Condition::all()
        .add(audit_event::Column::TargetId.is_in(targets.iter().map(String::as_str)))
        .add_option(kind.map(of_kind));
    page_of(db, keys, filter, page).await
}

/// Actions are named by what they are about.
fn of_kind(kind: HistoryKind) -> Condition {
    let (devices, registration) =
        (audit_event::Column::Action.like("device.%"), audit_event::Column::Action.like("registration.%"));
    match kind {
        HistoryKind::Devices => Condition::all().add(devices),
        HistoryKind::Registration => Condition::all().add(registration),
        HistoryKind::Account => Condition::any().add(devices).add(registration).not(),
    }
}

async fn page_of<C: ConnectionTrait>(
    db: &C,
    keys: &Keys,
    filter: Condition,
    page: &PageQuery,
) -> Result<Page<AuditRow>> {
    let total = match page.total {
        true => Some(audit_event::Entity::find().filter(filter.clone()).count(db).await?),
        false => None,
    };
    let mut select = audit_event::Entity::find().filter(filter);
    if let Some(cursor) = Cursor::parse(keys, "audit", page.cursor.as_deref())? {
        select = select.filter(audit_event::Column::Id.lt(cursor.id));
    }
    let limit = page.limit() as usize;
    let mut rows = select.order_by_desc(audit_event::Column::Id).limit(limit as u64 + 1).all(db).await?;
    let next_cursor = Cursor::next(keys, "audit", &mut rows, limit, |row| row.id);
    let numbers = numbers_of(db, &rows).await?;
    let items = rows
        .into_iter()
        .map(|row| {
            let seq = numbers.get(&row.id).copied();
            to_row(row, seq)
        })
        .collect();
    Ok(Page { items, next_cursor, total })
}

async fn numbers_of<C: ConnectionTrait>(
    db: &C,
    rows: &[audit_event::Model],
) -> Result<HashMap<uuid::Uuid, i64>> {
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    let links = audit_chain::Entity::find().filter(audit_chain::Column::EventId.is_in(ids)).all(db).await?;
    Ok(links.into_iter().map(|link| (link.event_id, link.seq)).collect())
}

pub(super) fn to_row(event: audit_event::Model, seq: Option<i64>) -> AuditRow {
    let json = |text: Option<String>| text.and_then(|text| serde_json::from_str(&text).ok());
    AuditRow {
        id: AuditEventId(event.id),
        seq,
        at: Timestamp::from_millis(event.at),
        actor_kind: event.actor_kind,
        actor_name: event.actor_name,
        address: event.address,
        action: event.action,
        target_kind: event.target_kind,
        target_id: event.target_id,
        target_name: event.target_name,
        outcome: Outcome::from_word(&event.outcome).unwrap_or(Outcome::Done),
        reason: event.reason,
        before: json(event.before),
        after: json(event.after),
    }
}
