//! Versions of the terms of use in the database. Rows are only added: the newest of a language and country
//! counts, and one without a text says that it was withdrawn.

use std::collections::HashMap;

use entity::{
    terms::{ActiveModel, Column, Entity, Model},
    terms_acceptance,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter,
    QueryOrder, QuerySelect,
};
use types::{ErrorCode, MessageLanguage, TermsId, TermsKey, Timestamp};
use uuid::Uuid;

use crate::{
    ctx::RequestCtx,
    db::Tx,
    error::{Error, Result},
    settings,
};

/// A version without its text.
#[derive(Debug, Clone, FromQueryResult)]
pub(super) struct Version {
    pub(super) id: Uuid,
    pub(super) language: String,
    pub(super) country: String,
    pub(super) version: i64,
    pub(super) has_text: bool,
    pub(super) changed_at: i64,
    pub(super) changed_by: String,
}

impl Version {
    pub(super) fn key(&self) -> Result<TermsKey> {
        key_of(&self.language, &self.country)
    }
}

/// The newest version of every text that there ever was, in the order of their keys.
pub(super) async fn newest<C: ConnectionTrait>(db: &C) -> Result<Vec<Version>> {
    let rows: Vec<Version> = Entity::find()
        .select_only()
        .columns([Column::Id, Column::Language, Column::Country, Column::Version])
        .expr_as(Column::Text.is_not_null(), "has_text")
        .columns([Column::ChangedAt, Column::ChangedBy])
        .order_by_asc(Column::Country)
        .order_by_asc(Column::Language)
        .order_by_desc(Column::Version)
        .into_model()
        .all(db)
        .await?;
    let mut newest: Vec<Version> = Vec::new();
    for row in rows {
        let is_older =
            newest.last().is_some_and(|last| last.language == row.language && last.country == row.country);
        if !is_older {
            newest.push(row);
        }
    }
    Ok(newest)
}

/// All versions of one text, newest first.
pub(super) async fn versions<C: ConnectionTrait>(db: &C, key: &TermsKey) -> Result<Vec<Model>> {
    Ok(Entity::find().filter(of(key)).order_by_desc(Column::Version).all(db).await?)
}

/// The newest version of one text.
pub(super) async fn latest<C: ConnectionTrait>(db: &C, key: &TermsKey) -> Result<Option<Model>> {
    Ok(Entity::find().filter(of(key)).order_by_desc(Column::Version).one(db).await?)
}

/// A version with its text.
///
/// # Errors
/// `not_found`.
pub(super) async fn find<C: ConnectionTrait>(db: &C, id: TermsId) -> Result<Model> {
    Entity::find_by_id(id.0).one(db).await?.ok_or_else(|| ErrorCode::NotFound.into())
}

/// Writes a version down.
///
/// # Errors
/// `version_conflict` where somebody else was faster.
pub(super) async fn put(
    tx: &Tx,
    ctx: &RequestCtx,
    now: Timestamp,
    key: &TermsKey,
    version: i64,
    text: Option<&str>,
) -> Result<()> {
    let row = ActiveModel {
        id: Set(Uuid::now_v7()),
        language: Set(key.language.to_string()),
        country: Set(country_word(key).to_owned()),
        version: Set(version),
        text: Set(text.map(str::to_owned)),
        changed_at: Set(now.as_millis()),
        changed_by: Set(settings::name_of(ctx)),
    };
    match Entity::insert(row).exec_without_returning(tx.conn()).await.map_err(Error::from) {
        Err(error) if error.is_unique_violation() => Err(ErrorCode::VersionConflict.into()),
        other => other.map(|_| ()),
    }
}

/// How often each of these versions was accepted.
pub(super) async fn accepted<C: ConnectionTrait>(
    db: &C,
    ids: impl IntoIterator<Item = Uuid>,
) -> Result<HashMap<Uuid, u64>> {
    let rows: Vec<(Uuid, i64)> = terms_acceptance::Entity::find()
        .select_only()
        .column(terms_acceptance::Column::TermsId)
        .expr_as(terms_acceptance::Column::Id.count(), "times")
        .filter(terms_acceptance::Column::TermsId.is_in(ids))
        .group_by(terms_acceptance::Column::TermsId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|(id, times)| (id, u64::try_from(times).unwrap_or_default())).collect())
}

pub(super) fn key_of(language: &str, country: &str) -> Result<TermsKey> {
    let language = MessageLanguage::from_word(language)
        .ok_or_else(|| Error::internal("terms of use in an unknown language"))?;
    Ok(TermsKey { language, country: (!country.is_empty()).then(|| country.to_owned()) })
}

fn country_word(key: &TermsKey) -> &str {
    key.country.as_deref().unwrap_or_default()
}

fn of(key: &TermsKey) -> Condition {
    Condition::all()
        .add(Column::Language.eq(key.language.as_str()))
        .add(Column::Country.eq(country_word(key)))
}
