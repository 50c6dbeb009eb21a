//! Who has accepted what: to search, and as a file.

use std::collections::HashMap;

use entity::{terms, terms_acceptance, user};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait,
};
use types::{
    AcceptanceQuery, CountryCode, DeviceId, Page, PageQuery, Permission, Platform, TermsAcceptance,
    Timestamp, UserId, UserQuery, Validate,
};
use uuid::Uuid;

use super::{Terms, store};
use crate::{
    access::policy::Resource,
    csv::CsvWriter,
    ctx::RequestCtx,
    db::list::Cursor,
    error::{Error, Result},
    people::filter,
};

const LIST: &str = "terms_acceptances";

impl Terms<'_> {
    /// Acceptances, the newest first.
    ///
    /// # Errors
    /// Without `settings_read` and `user_read`, or a query that breaks a rule.
    pub async fn list_acceptances(
        &self,
        ctx: &RequestCtx,
        query: &AcceptanceQuery,
    ) -> Result<Page<TermsAcceptance>> {
        ctx.require(Permission::SettingsRead, &Resource::All)?;
        ctx.require(Permission::UserRead, &Resource::All)?;
        query.validate()?;
        let (db, keys) = (self.domain.db().read(), self.domain.keys());
        let select = terms_acceptance::Entity::find().filter(filter_of(db, query).await?);
        let total = match query.page.total {
            true => Some(select.clone().count(db).await?),
            false => None,
        };
        let mut page = select;
        if let Some(cursor) = Cursor::parse(keys, LIST, query.page.cursor.as_deref())? {
            page = page.filter(terms_acceptance::Column::Id.lt(cursor.id));
        }
        let limit = query.page.limit() as usize;
        let mut rows =
            page.order_by_desc(terms_acceptance::Column::Id).limit(limit as u64 + 1).all(db).await?;
        let next_cursor = Cursor::next(keys, LIST, &mut rows, limit, |row| row.id);
        Ok(Page { items: complete(db, rows).await?, next_cursor, total })
    }

    /// All acceptances of a query as a table (RFC 4180), the newest first.
    ///
    /// # Errors
    /// As [`Self::list_acceptances`].
    pub async fn acceptances_csv(&self, ctx: &RequestCtx, query: &AcceptanceQuery) -> Result<Vec<u8>> {
        let page = PageQuery { limit: Some(PageQuery::MAX_LIMIT), ..PageQuery::default() };
        let mut query = AcceptanceQuery { page, ..query.clone() };
        let mut table = CsvWriter::new(&[
            "accepted_at",
            "username",
            "name",
            "platform",
            "language",
            "country",
            "version",
            "address",
            "user_id",
            "device_id",
        ])?;
        loop {
            let page = self.list_acceptances(ctx, &query).await?;
            for row in &page.items {
                table.row([
                    row.accepted_at.to_string().as_str(),
                    &row.username,
                    &row.user_name,
                    row.platform.as_str(),
                    row.key.language.as_str(),
                    row.key.country.as_deref().unwrap_or_default(),
                    &row.version.to_string(),
                    row.address.as_deref().unwrap_or_default(),
                    &row.user_id.to_string(),
                    &row.device_id.to_string(),
                ])?;
            }
            match page.next_cursor {
                Some(cursor) => query.page.cursor = Some(cursor),
                None => return table.finish(),
            }
        }
    }
}

async fn filter_of<C: ConnectionTrait>(db: &C, query: &AcceptanceQuery) -> Result<Condition> {
    let mut filter = Condition::all();
    if query.q.as_deref().is_some_and(|q| !q.trim().is_empty()) {
        let people = UserQuery { q: query.q.clone(), ..UserQuery::default() };
        let ids = user::Entity::find()
            .select_only()
            .column(user::Column::Id)
            .filter(filter::of(db, &people).await?)
            .into_query();
        filter = filter.add(terms_acceptance::Column::UserId.in_subquery(ids));
    }
    if let Some(id) = query.user_id {
        filter = filter.add(terms_acceptance::Column::UserId.eq(id.0));
    }
    if let Some(platform) = query.platform {
        filter = filter.add(terms_acceptance::Column::Platform.eq(platform.as_str()));
    }
    if let Some(from) = query.from {
        filter = filter.add(terms_acceptance::Column::AcceptedAt.gte(from.as_millis()));
    }
    if let Some(until) = query.until {
        filter = filter.add(terms_acceptance::Column::AcceptedAt.lt(until.as_millis()));
    }
    let mut texts = Condition::all();
    if let Some(language) = query.language {
        texts = texts.add(terms::Column::Language.eq(language.as_str()));
    }
    if let Some(country) = query.country.as_deref().and_then(|code| CountryCode::parse(code).ok()) {
        texts = texts.add(terms::Column::Country.eq(country.as_str()));
    }
    if let Some(version) = query.version {
        texts = texts.add(terms::Column::Version.eq(version));
    }
    if !texts.is_empty() {
        let ids = terms::Entity::find().select_only().column(terms::Column::Id).filter(texts).into_query();
        filter = filter.add(terms_acceptance::Column::TermsId.in_subquery(ids));
    }
    Ok(filter)
}

/// Rows with names of people and texts.
pub(super) async fn complete<C: ConnectionTrait>(
    db: &C,
    rows: Vec<terms_acceptance::Model>,
) -> Result<Vec<TermsAcceptance>> {
    let texts: Vec<(Uuid, String, String, i64)> = terms::Entity::find()
        .select_only()
        .columns([terms::Column::Id, terms::Column::Language, terms::Column::Country, terms::Column::Version])
        .filter(terms::Column::Id.is_in(rows.iter().map(|row| row.terms_id)))
        .into_tuple()
        .all(db)
        .await?;
    let texts: HashMap<_, _> = texts.into_iter().map(|(id, l, c, version)| (id, (l, c, version))).collect();
    let people: HashMap<Uuid, user::Model> = user::Entity::find()
        .filter(user::Column::Id.is_in(rows.iter().map(|row| row.user_id)))
        .all(db)
        .await?
        .into_iter()
        .map(|row| (row.id, row))
        .collect();
    let complete = |row: terms_acceptance::Model| {
        let (Some((language, country, version)), Some(person)) =
            (texts.get(&row.terms_id), people.get(&row.user_id))
        else {
            return Err(Error::internal("an acceptance without its text or person"));
        };
        Ok(TermsAcceptance {
            user_id: UserId(row.user_id),
            user_name: person.display_name.clone(),
            username: person.username.clone(),
            device_id: DeviceId(row.device_id),
            platform: Platform::from_word(&row.platform)
                .ok_or_else(|| Error::internal("an unknown platform in the database"))?,
            key: store::key_of(language, country)?,
            version: *version,
            accepted_at: Timestamp::from_millis(row.accepted_at),
            address: row.address,
        })
    };
    rows.into_iter().map(complete).collect()
}
