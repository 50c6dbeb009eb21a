//! Changes of templates in the database. Rows are only added: the newest of a template counts, and an
//! empty one says that the built-in texts were restored.

use entity::message_template::{ActiveModel, Column, Entity, Model};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use types::{
    ErrorCode, MessageKind, MessageLanguage, Platform, TemplateKey, TemplateRow, TemplateTexts,
    TemplateVersion, Timestamp,
};
use uuid::Uuid;

use super::{super::template::Template, built_in};
use crate::{
    ctx::RequestCtx,
    db::Tx,
    error::{Error, Result},
    settings,
};

/// How many changes of one template are kept.
const KEPT: i64 = 100;

/// A change to be written.
pub(super) struct Change<'a> {
    /// The newest version that there was.
    pub(super) before: i64,
    /// The texts; nothing for the built-in ones.
    pub(super) texts: Option<&'a TemplateTexts>,
    /// The version whose texts these are.
    pub(super) restored: Option<i64>,
}

/// The texts that are sent: of the platform, else of all, else built in.
pub(in crate::messages) async fn find<C: ConnectionTrait>(db: &C, key: TemplateKey) -> Result<Template> {
    let general = TemplateKey { platform: None, ..key };
    for key in [key, general] {
        if let Some(texts) = newest(db, &key).await?.and_then(|row| row.texts) {
            return Ok(Template::from_texts(read(&texts)?));
        }
    }
    Ok(built_in(&key))
}

/// The newest change of one template.
pub(super) async fn newest<C: ConnectionTrait>(db: &C, key: &TemplateKey) -> Result<Option<Model>> {
    Ok(Entity::find().filter(of(key)).order_by_desc(Column::Version).one(db).await?)
}

/// One change of a template.
///
/// # Errors
/// `not_found`.
pub(super) async fn version<C: ConnectionTrait>(db: &C, key: &TemplateKey, version: i64) -> Result<Model> {
    let found = Entity::find().filter(of(key)).filter(Column::Version.eq(version)).one(db).await?;
    found.ok_or_else(|| ErrorCode::NotFound.into())
}

/// The newest change of every template that was ever changed.
pub(super) async fn newest_of_all<C: ConnectionTrait>(db: &C) -> Result<Vec<TemplateRow>> {
    // Without the texts: a row of each version, of which there are few.
    let rows: Vec<(String, String, String, bool, i64, String)> = Entity::find()
        .select_only()
        .columns([Column::Kind, Column::Language, Column::Platform])
        .expr_as(Column::Texts.is_not_null(), "is_changed")
        .columns([Column::ChangedAt, Column::ChangedBy])
        .order_by_desc(Column::Version)
        .into_tuple()
        .all(db)
        .await?;
    let mut newest: Vec<TemplateRow> = Vec::new();
    for (kind, language, platform, is_changed, changed_at, changed_by) in rows {
        let key = key_of(&kind, &language, &platform)?;
        if !newest.iter().any(|row| row.key == key) {
            let changed_at = Some(Timestamp::from_millis(changed_at));
            newest.push(TemplateRow { key, is_changed, changed_at, changed_by: Some(changed_by) });
        }
    }
    newest.sort_by_key(|row| row.key);
    Ok(newest)
}

/// All changes of one template, newest first.
pub(super) async fn history<C: ConnectionTrait>(db: &C, key: &TemplateKey) -> Result<Vec<TemplateVersion>> {
    let rows = Entity::find().filter(of(key)).order_by_desc(Column::Version).all(db).await?;
    rows.into_iter()
        .map(|row| {
            Ok(TemplateVersion {
                version: row.version,
                changed_at: Timestamp::from_millis(row.changed_at),
                changed_by: row.changed_by,
                texts: row.texts.as_deref().map(read).transpose()?,
                restored: row.restored,
            })
        })
        .collect()
}

/// Writes a change down, and forgets those that are too old.
///
/// # Errors
/// `version_conflict` where somebody else was faster.
pub(super) async fn put(
    tx: &Tx,
    ctx: &RequestCtx,
    now: Timestamp,
    key: &TemplateKey,
    change: Change<'_>,
) -> Result<()> {
    let version = change.before + 1;
    let row = ActiveModel {
        id: Set(Uuid::now_v7()),
        kind: Set(key.kind.to_string()),
        language: Set(key.language.to_string()),
        platform: Set(platform_word(key).to_owned()),
        version: Set(version),
        texts: Set(change.texts.map(serde_json::to_string).transpose().map_err(Error::internal)?),
        restored: Set(change.restored),
        changed_at: Set(now.as_millis()),
        changed_by: Set(settings::name_of(ctx)),
    };
    match Entity::insert(row).exec_without_returning(tx.conn()).await.map_err(Error::from) {
        Err(error) if error.is_unique_violation() => return Err(ErrorCode::VersionConflict.into()),
        other => other?,
    };
    Entity::delete_many().filter(of(key)).filter(Column::Version.lte(version - KEPT)).exec(tx.conn()).await?;
    Ok(())
}

/// A change without its texts.
pub(super) fn to_row(row: &Model) -> Result<TemplateRow> {
    Ok(TemplateRow {
        key: key_of(&row.kind, &row.language, &row.platform)?,
        is_changed: row.texts.is_some(),
        changed_at: Some(Timestamp::from_millis(row.changed_at)),
        changed_by: Some(row.changed_by.clone()),
    })
}

/// Texts as they are stored.
pub(super) fn read(stored: &str) -> Result<TemplateTexts> {
    serde_json::from_str(stored).map_err(Error::internal)
}

fn key_of(kind: &str, language: &str, platform: &str) -> Result<TemplateKey> {
    let known = || {
        Some(TemplateKey {
            kind: MessageKind::from_word(kind)?,
            language: MessageLanguage::from_word(language)?,
            platform: match platform {
                "" => None,
                word => Some(Platform::from_word(word)?),
            },
        })
    };
    known().ok_or_else(|| Error::internal("a template of an unknown kind, language or platform"))
}

fn platform_word(key: &TemplateKey) -> &'static str {
    key.platform.map_or("", Platform::as_str)
}

fn of(key: &TemplateKey) -> Condition {
    Condition::all()
        .add(Column::Kind.eq(key.kind.as_str()))
        .add(Column::Language.eq(key.language.as_str()))
        .add(Column::Platform.eq(platform_word(key)))
}
