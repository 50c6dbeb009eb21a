//! Looking at jobs and their items.

use std::collections::HashMap;

use entity::{job, job_item, message, user};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait, SimpleExpr},
};
use types::{
    DeviceId, ErrorCode, ItemMessage, ItemOutcome, JobId, JobItem, JobItemQuery, JobRow, MessageId,
    MessageState, Page, PageQuery, Permission, Timestamp, UserId, Validate,
};
use uuid::Uuid;

use super::{Jobs, place::Place, store};
use crate::{
    access::policy::Resource,
    ctx::RequestCtx,
    db::list::Cursor,
    error::{Error, Result},
};

const JOBS: &str = "jobs";
const ITEMS: &str = "job items";

impl Jobs<'_> {
    /// Jobs, newest first.
    ///
    /// # Errors
    /// Without `registration_write`, or a query that breaks a rule.
    pub async fn list(&self, ctx: &RequestCtx, page: &PageQuery) -> Result<Page<JobRow>> {
        ctx.require(Permission::RegistrationWrite, &Resource::All)?;
        page.validate()?;
        let (db, keys) = (self.domain.db().read(), self.domain.keys());
        let mut select = job::Entity::find();
        if let Some(cursor) = Cursor::parse(keys, JOBS, page.cursor.as_deref())? {
            select = select.filter(job::Column::Id.lt(cursor.id));
        }
        let limit = page.limit() as usize;
        let mut rows = select.order_by_desc(job::Column::Id).limit(limit as u64 + 1).all(db).await?;
        let next_cursor = Cursor::next(keys, JOBS, &mut rows, limit, |row| row.id);
        let mut items = Vec::with_capacity(rows.len());
        for row in rows {
            let messages = store::message_counts(db, row.id).await?;
            items.push(store::to_row(row, messages)?);
        }
        Ok(Page { items, next_cursor, total: None })
    }

    /// One job.
    ///
    /// # Errors
    /// Without `registration_write`; `not_found`.
    pub async fn find(&self, ctx: &RequestCtx, id: JobId) -> Result<JobRow> {
        ctx.require(Permission::RegistrationWrite, &Resource::All)?;
        let db = self.domain.db().read();
        let row = store::find(db, id).await?;
        store::to_row(row, store::message_counts(db, id.0).await?)
    }

    /// The items of a job: those that did not work first, then in their order.
    ///
    /// # Errors
    /// Without `registration_write`; `not_found`; a query that breaks a rule.
    pub async fn items(&self, ctx: &RequestCtx, id: JobId, query: &JobItemQuery) -> Result<Page<JobItem>> {
        ctx.require(Permission::RegistrationWrite, &Resource::All)?;
        query.validate()?;
        let (db, keys) = (self.domain.db().read(), self.domain.keys());
        store::find(db, id).await?;
        let mut select = job_item::Entity::find().filter(job_item::Column::JobId.eq(id.0));
        match query.outcome {
            Some(ItemOutcome::Failed) => select = select.filter(failed()),
            Some(outcome) => select = select.filter(job_item::Column::Outcome.eq(outcome.as_str())),
            None => {}
        }
        // Places in this order: what did not work, then the rest, each by position.
        if let Some(cursor) = Cursor::parse(keys, ITEMS, query.page.cursor.as_deref())? {
            let Place { rank, position } = Place::read(cursor.id);
            let same = Condition::all().add(rank_of().eq(rank)).add(job_item::Column::Position.gt(position));
            select = select.filter(Condition::any().add(rank_of().gt(rank)).add(same));
        }
        let limit = query.page.limit() as usize;
        let mut rows = select
            .order_by_asc(rank_of())
            .order_by_asc(job_item::Column::Position)
            .limit(limit as u64 + 1)
            .all(db)
            .await?;
        let people: HashMap<Uuid, String> = user::Entity::find()
            .select_only()
            .columns([user::Column::Id, user::Column::DisplayName])
            .filter(user::Column::Id.is_in(rows.iter().filter_map(|row| row.user_id)))
            .into_tuple::<(Uuid, String)>()
            .all(db)
            .await?
            .into_iter()
            .collect();
        let messages: HashMap<Uuid, message::Model> = message::Entity::find()
            .filter(message::Column::Id.is_in(rows.iter().filter_map(|row| row.message_id)))
            .all(db)
            .await?
            .into_iter()
            .map(|row| (row.id, row))
            .collect();
        let lost = |row: &job_item::Model| {
            let message = row.message_id.and_then(|id| messages.get(&id));
            message.is_some_and(|message| message.state == MessageState::Failed.as_str())
        };
        let rank = |row: &job_item::Model| match ItemOutcome::from_word(&row.outcome) {
            Some(ItemOutcome::Failed) => 0,
            _ if lost(row) => 0,
            Some(ItemOutcome::Skipped) => 1,
            _ => 2,
        };
        let place = |row: &job_item::Model| Place { rank: rank(row), position: row.position }.write();
        let next_cursor = Cursor::next(keys, ITEMS, &mut rows, limit, place);
        let items = rows.into_iter().map(|row| to_item(row, &people, &messages)).collect::<Result<_>>()?;
        Ok(Page { items, next_cursor, total: None })
    }
}

/// 0 for what did not work, a message that could not be sent among it; 1 for what was skipped, 2 for the
/// rest.
fn rank_of() -> SimpleExpr {
    let skipped = job_item::Column::Outcome.eq(ItemOutcome::Skipped.as_str());
    Expr::case(failed(), 0_i64).case(Condition::all().add(skipped), 1_i64).finally(2_i64).into()
}

fn failed() -> Condition {
    let of_item = Expr::col((message::Entity, message::Column::Id))
        .equals((job_item::Entity, job_item::Column::MessageId));
    let lost = message::Entity::find()
        .select_only()
        .column(message::Column::Id)
        .filter(of_item)
        .filter(message::Column::State.eq(MessageState::Failed.as_str()))
        .into_query();
    Condition::any().add(job_item::Column::Outcome.eq(ItemOutcome::Failed.as_str())).add(Expr::exists(lost))
}

fn to_item(
    row: job_item::Model,
    people: &HashMap<Uuid, String>,
    messages: &HashMap<Uuid, message::Model>,
) -> Result<JobItem> {
    let message = row.message_id.and_then(|id| messages.get(&id)).map(to_message).transpose()?;
    Ok(JobItem {
        position: store::number(row.position),
        user_id: row.user_id.map(UserId),
        name: row.user_id.and_then(|id| people.get(&id).cloned()).unwrap_or_else(|| called(&row)),
        outcome: ItemOutcome::from_word(&row.outcome).ok_or(ErrorCode::Internal)?,
        reason: row.reason,
        message,
        device_id: row.device_id.map(DeviceId),
        at: row.at.map(Timestamp::from_millis),
    })
}

/// What an item calls whom it is about.
fn called(row: &job_item::Model) -> String {
    let input = row.input.as_deref().unwrap_or_default();
    let input: serde_json::Value = serde_json::from_str(input).unwrap_or_default();
    let names = ["name", "user", "email"].into_iter().filter_map(|name| input.get(name)?.as_str());
    names.map(str::to_owned).next().unwrap_or_default()
}

fn to_message(row: &message::Model) -> Result<ItemMessage> {
    Ok(ItemMessage {
        id: MessageId(row.id),
        state: MessageState::from_word(&row.state)
            .ok_or_else(|| Error::internal("a message in an unknown state"))?,
        language: row.language.clone(),
        last_error: row.last_error.clone(),
        sent_at: row.sent_at.map(Timestamp::from_millis),
    })
}
