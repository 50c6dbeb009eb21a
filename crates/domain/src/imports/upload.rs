//! A file becomes a draft: its rows are read, planned and kept.

use std::collections::HashMap;

use entity::job;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde::{Deserialize, Serialize};
use types::{
    ErrorCode, FieldCode, FieldError, FoundColumn, ImportColumn, ImportOptions, JobId, JobKind, JobState,
    Permission, RegistrationSettings, RowPlan, UploadImport, UserId, Validate, contact::username_key,
};
use uuid::Uuid;

use super::{
    Imports,
    fact::{self, People, Person},
    plan::{Rules, device, key, plan},
    row::{self, Row},
};
use crate::{
    access::policy::Resource,
    csv::Table,
    ctx::RequestCtx,
    error::{Error, Result},
    jobs::work::{self, Item, NewJob},
};

/// What a job of this kind keeps beside its items.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Sheet {
    /// How the file is read.
    pub(super) options: ImportOptions,
    /// The columns in their order.
    pub(super) columns: Vec<FoundColumn>,
}

impl Sheet {
    /// As it is kept.
    pub(super) fn of(job: &job::Model) -> Result<Self> {
        if job.kind != JobKind::Import.as_str() {
            return Err(ErrorCode::NotFound.into());
        }
        serde_json::from_str(&job.input).map_err(Error::internal)
    }
}

impl Imports<'_> {
    /// Reads a file and plans its rows. Nothing is changed before [`Self::start`]; a draft that is not
    /// started is thrown away after a day. The same idempotency key again gives the same draft.
    ///
    /// # Errors
    /// Without `registration_write`, or `user_write` to create people; `invalid_input` for a file that
    /// is no table (field `file`) or lacks a column (`columns.user`, `columns.platform`).
    pub async fn upload(&self, ctx: &RequestCtx, input: &UploadImport) -> Result<JobId> {
        self.require(ctx, &input.options)?;
        let table = Table::read(&input.file)?;
        let columns = row::columns(&table.heads);
        check_columns(&columns)?;
        let rows = row::rows(table, &columns);
        let sheet = Sheet { options: input.options.clone(), columns };
        let items = self.items(ctx, &sheet.options, rows).await?;
        let input = serde_json::to_value(&sheet).map_err(Error::internal)?;
        let now = self.domain.clock().now();
        let mut tx = self.domain.begin().await?;
        if let Some(earlier) = tx.find_earlier(ctx).await? {
            return Ok(JobId(earlier));
        }
        let new = NewJob { kind: JobKind::Import, input, draft: true, items };
        let id = work::insert(&mut tx, ctx, now, new).await?;
        tx.remember(ctx, id.0, now).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Plans the rows of a draft anew under other options.
    ///
    /// # Errors
    /// As [`Self::upload`]; `not_found`; `wrong_state` for one that was started.
    pub async fn replan(&self, ctx: &RequestCtx, id: JobId, options: &ImportOptions) -> Result<()> {
        self.require(ctx, options)?;
        let db = self.domain.db().read();
        let job = work::store::find(db, id).await?;
        let sheet = Sheet { options: options.clone(), ..Sheet::of(&job)? };
        let mut rows = Vec::new();
        for input in work::store::inputs(db, id).await? {
            rows.push(serde_json::from_str(&input).map_err(Error::internal)?);
        }
        let items = self.items(ctx, options, rows).await?;
        let tx = self.domain.begin().await?;
        let input = serde_json::to_string(&sheet).map_err(Error::internal)?;
        let done = job::Entity::update_many()
            .col_expr(job::Column::Input, Expr::value(input))
            .filter(job::Column::Id.eq(id.0))
            .filter(job::Column::State.eq(JobState::Draft.as_str()))
            .exec(tx.conn())
            .await?;
        if done.rows_affected == 0 {
            return Err(ErrorCode::WrongState.into());
        }
        work::replace_items(&tx, id, items).await?;
        tx.commit().await
    }

    fn require(&self, ctx: &RequestCtx, options: &ImportOptions) -> Result<()> {
        ctx.require(Permission::RegistrationWrite, &Resource::All)?;
        if options.create_people {
            ctx.require(Permission::UserWrite, &Resource::All)?;
        }
        options.validate().map_err(Error::from)
    }

    async fn items(
        &self,
        ctx: &RequestCtx,
        options: &ImportOptions,
        mut rows: Vec<Row>,
    ) -> Result<Vec<Item>> {
        let settings = self.domain.settings().registration().await?;
        let may_create = ctx.may(Permission::UserWrite, &Resource::All);
        let rules = Rules { settings: &settings, options, may_create };
        let plans = plan_all(self.domain.db().read(), rules, &mut rows).await?;
        let item = |(row, plan): (Row, Outlook)| {
            let refused = match plan.plan {
                RowPlan::Refused => Some(said(&plan.problems)),
                _ => None,
            };
            Ok(Item {
                user_id: plan.person.map(|id| id.0),
                input: Some(serde_json::to_string(&row).map_err(Error::internal)?),
                plan: Some(plan.plan.as_str()),
                refused,
            })
        };
        rows.into_iter().zip(plans).map(item).collect()
    }
}

/// What is wrong, as it is kept with an item.
fn said(problems: &[FieldError]) -> String {
    let one = |field: &FieldError| format!("{}: {}", field.path, field.code.as_str());
    problems.iter().map(one).collect::<Vec<_>>().join("; ")
}

fn check_columns(columns: &[FoundColumn]) -> Result<()> {
    let has = |wanted| columns.iter().any(|column| column.means == Some(wanted));
    let mut fields = Vec::new();
    if !has(ImportColumn::User) && !has(ImportColumn::Email) {
        fields.push(FieldError::new("columns.user", FieldCode::Required));
    }
    if !has(ImportColumn::Platform) {
        fields.push(FieldError::new("columns.platform", FieldCode::Required));
    }
    match fields.is_empty() {
        true => Ok(()),
        false => Err(types::ApiError { code: ErrorCode::InvalidInput, fields, retry_after: None }.into()),
    }
}

/// What a row would do.
struct Outlook {
    plan: RowPlan,
    person: Option<UserId>,
    problems: Vec<FieldError>,
}

/// Numbers the rows that mean alike devices of one person.
fn number(rules: Rules<'_>, people: &People, rows: &mut [Row]) {
    let mut seen: HashMap<(Option<UserId>, String, Option<String>), u32> = HashMap::new();
    for row in rows {
        let person = people.find(row).map(|person| person.id);
        let name = if person.is_some() { String::new() } else { name_of(row) };
        let count = seen.entry((person, name, device(rules, row))).or_default();
        row.ordinal = *count;
        *count += 1;
    }
}

/// The user name of whom a row would create.
fn name_of(row: &Row) -> String {
    username_key(if row.user.is_empty() { &row.email } else { &row.user })
}

/// Plans rows one after the other: what one takes is taken for those behind it.
async fn plan_all<C: ConnectionTrait>(db: &C, rules: Rules<'_>, rows: &mut [Row]) -> Result<Vec<Outlook>> {
    let mut people = People::of(db, rules.settings, rows).await?;
    number(rules, &people, rows);
    let keys: Vec<Option<String>> =
        rows.iter().map(|row| key(rules, row, people.find(row).map(|person| person.id)?)).collect();
    let known: Vec<String> = keys.iter().flatten().cloned().collect();
    let used = fact::used(db, &known).await?;
    let mut created: HashMap<String, Person> = HashMap::new();
    let mut plans = Vec::with_capacity(rows.len());
    for (row, key) in rows.iter().zip(keys) {
        let there = people.find(row).map(|person| person.id);
        if key.is_some_and(|key| used.contains(&key)) {
            plans.push(Outlook { plan: RowPlan::Unchanged, person: there, problems: Vec::new() });
            continue;
        }
        let name = name_of(row);
        let person = people.find(row).or_else(|| created.get(&name));
        let outlook = match plan(rules, row, person) {
            Ok(planned) => {
                match there {
                    Some(id) => people.take_place(id),
                    None => {
                        let new = Person {
                            id: UserId(Uuid::nil()),
                            active: true,
                            has_address: true,
                            has_phone: false,
                            limit: rules.settings.standard_device_limit,
                            places: 0,
                        };
                        created.entry(name).or_insert(new).places += 1;
                    }
                }
                Outlook { plan: planned.plan(), person: there, problems: Vec::new() }
            }
            Err(problems) => Outlook { plan: RowPlan::Refused, person: there, problems },
        };
        plans.push(outlook);
    }
    Ok(plans)
}

/// The settings that rows are planned by, within the transaction.
pub(super) async fn settings<C: ConnectionTrait>(db: &C) -> Result<RegistrationSettings> {
    Ok(crate::settings::load(db, crate::settings::key::REGISTRATION).await?.value)
}
