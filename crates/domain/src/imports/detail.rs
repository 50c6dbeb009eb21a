//! Looking at an import: what it would do, and what it has done.

use std::collections::HashMap;

use entity::job_item;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, SimpleExpr},
};
use types::{
    CountryCode, DeviceId, FieldCode, FieldError, ImportColumn, ImportDetail, ImportRow, ImportRowQuery,
    ItemOutcome, JobId, Page, Permission, PhoneNumber, RowPlan, UserId, Validate,
};

use super::{Imports, row::Row, upload::Sheet};
use crate::{
    access::policy::Resource,
    csv::CsvWriter,
    ctx::RequestCtx,
    db::list::Cursor,
    error::{Error, Result},
    jobs::work::{Place, store},
};

const LIST: &str = "import rows";

impl Imports<'_> {
    /// A file with the heads of all columns and nothing else.
    ///
    /// # Errors
    /// Never for memory.
    pub fn template() -> Result<Vec<u8>> {
        let heads: Vec<&str> = ImportColumn::ALL.iter().map(|column| column.as_str()).collect();
        CsvWriter::new(&heads)?.finish()
    }

    /// An import with its numbers.
    ///
    /// # Errors
    /// Without `registration_write`; `not_found`.
    pub async fn find(&self, ctx: &RequestCtx, id: JobId) -> Result<ImportDetail> {
        ctx.require(Permission::RegistrationWrite, &Resource::All)?;
        let db = self.domain.db().read();
        let job = store::find(db, id).await?;
        let sheet = Sheet::of(&job)?;
        let counts: Vec<(Option<String>, i64)> = job_item::Entity::find()
            .select_only()
            .column(job_item::Column::Plan)
            .column_as(job_item::Column::Position.count(), "items")
            .filter(job_item::Column::JobId.eq(id.0))
            .group_by(job_item::Column::Plan)
            .into_tuple()
            .all(db)
            .await?;
        let counts: HashMap<_, _> = counts
            .into_iter()
            .filter_map(|(plan, count)| Some((RowPlan::from_word(&plan?)?, store::number(count))))
            .collect();
        let of = |plan| counts.get(&plan).copied().unwrap_or_default();
        Ok(ImportDetail {
            job: store::to_row(job, store::message_counts(db, id.0).await?)?,
            options: sheet.options,
            columns: sheet.columns,
            register: of(RowPlan::Register),
            create_person: of(RowPlan::CreatePerson),
            unchanged: of(RowPlan::Unchanged),
            refused: of(RowPlan::Refused),
        })
    }

    /// The rows of an import, those with something wrong first, then in their order.
    ///
    /// # Errors
    /// Without `registration_write`; `not_found`; a query that breaks a rule.
    pub async fn rows(&self, ctx: &RequestCtx, id: JobId, query: &ImportRowQuery) -> Result<Page<ImportRow>> {
        ctx.require(Permission::RegistrationWrite, &Resource::All)?;
        query.validate()?;
        let (db, keys) = (self.domain.db().read(), self.domain.keys());
        let sheet = Sheet::of(&store::find(db, id).await?)?;
        let mut select = job_item::Entity::find().filter(job_item::Column::JobId.eq(id.0));
        if let Some(plan) = query.plan {
            select = select.filter(job_item::Column::Plan.eq(plan.as_str()));
        }
        if let Some(cursor) = Cursor::parse(keys, LIST, query.page.cursor.as_deref())? {
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
        let place = |row: &job_item::Model| {
            let rank = i64::from(row.outcome != ItemOutcome::Failed.as_str());
            Place { rank, position: row.position }.write()
        };
        let next_cursor = Cursor::next(keys, LIST, &mut rows, limit, place);
        let items = rows.into_iter().map(|row| to_row(row, &sheet)).collect::<Result<_>>()?;
        Ok(Page { items, next_cursor, total: None })
    }
}

/// 0 for what is wrong or did not work, 1 for the rest.
fn rank_of() -> SimpleExpr {
    let failed = job_item::Column::Outcome.eq(ItemOutcome::Failed.as_str());
    Expr::case(Condition::all().add(failed), 0_i64).finally(1_i64).into()
}

fn to_row(item: job_item::Model, sheet: &Sheet) -> Result<ImportRow> {
    let row: Row =
        serde_json::from_str(item.input.as_deref().unwrap_or_default()).map_err(Error::internal)?;
    let plan = item.plan.as_deref().and_then(RowPlan::from_word).unwrap_or(RowPlan::Refused);
    let problems = match plan {
        RowPlan::Refused => item.reason.as_deref().map(problems).unwrap_or_default(),
        _ => Vec::new(),
    };
    let country = [Some(row.country.as_str()), sheet.options.country.as_deref()].into_iter().flatten();
    let country = country.filter(|text| !text.is_empty()).find_map(|text| CountryCode::parse(text).ok());
    Ok(ImportRow {
        position: store::number(item.position),
        line: row.line,
        person: row.person().to_owned(),
        phone_number: PhoneNumber::parse_in(&row.phone_number, country.as_ref()).ok().map(String::from),
        device: row.platform,
        plan,
        problems,
        outcome: ItemOutcome::from_word(&item.outcome).unwrap_or(ItemOutcome::Waiting),
        reason: item.reason.filter(|_| plan != RowPlan::Refused),
        user_id: item.user_id.map(UserId),
        device_id: item.device_id.map(DeviceId),
    })
}

/// What is wrong, from how it is kept with the item.
fn problems(text: &str) -> Vec<FieldError> {
    let one = |part: &str| {
        let (path, word) = part.split_once(": ")?;
        Some(FieldError::new(path, FieldCode::from_word(word)?))
    };
    text.split("; ").filter_map(one).collect()
}
