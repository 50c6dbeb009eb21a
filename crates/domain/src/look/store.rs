//! Rows of logos.

use entity::logo;
use sea_orm::{
    ActiveValue::Set, ConnectionTrait, EntityTrait, FromQueryResult, QueryOrder, QuerySelect,
    sea_query::OnConflict,
};
use types::{LogoRow, LogoTheme, Timestamp};

use super::picture::Picture;
use crate::error::{Error, Result};

/// A row without its picture.
#[derive(FromQueryResult)]
struct Facts {
    theme: String,
    hash: String,
    width: i64,
    height: i64,
    size: i64,
    updated_at: i64,
    updated_by: String,
}

impl Facts {
    fn row(self) -> Result<LogoRow> {
        let theme =
            LogoTheme::from_word(&self.theme).ok_or_else(|| Error::internal("a logo on an unknown theme"))?;
        let number = |number: i64| u32::try_from(number).map_err(Error::internal);
        Ok(LogoRow {
            theme,
            address: format!("{}?v={}", theme.path(), self.hash),
            width: number(self.width)?,
            height: number(self.height)?,
            size: u64::try_from(self.size).map_err(Error::internal)?,
            updated_at: Timestamp::from_millis(self.updated_at),
            updated_by: self.updated_by,
        })
    }
}

/// The logos that there are, the light one first, without their pictures.
pub(super) async fn rows<C: ConnectionTrait>(db: &C) -> Result<Vec<LogoRow>> {
    let found = logo::Entity::find()
        .select_only()
        .columns([
            logo::Column::Theme,
            logo::Column::Hash,
            logo::Column::Width,
            logo::Column::Height,
            logo::Column::Size,
            logo::Column::UpdatedAt,
            logo::Column::UpdatedBy,
        ])
        .order_by_desc(logo::Column::Theme)
        .into_model::<Facts>()
        .all(db)
        .await?;
    found.into_iter().map(Facts::row).collect()
}

/// One logo, without its picture.
pub(super) async fn row<C: ConnectionTrait>(db: &C, theme: LogoTheme) -> Result<Option<LogoRow>> {
    Ok(rows(db).await?.into_iter().find(|row| row.theme == theme))
}

/// One logo with its picture.
pub(super) async fn find<C: ConnectionTrait>(db: &C, theme: LogoTheme) -> Result<Option<logo::Model>> {
    Ok(logo::Entity::find_by_id(theme.as_str()).one(db).await?)
}

/// Keeps a logo instead of the one that was there.
pub(super) async fn put<C: ConnectionTrait>(
    db: &C,
    theme: LogoTheme,
    picture: Picture,
    hash: &str,
    by: String,
    now: Timestamp,
) -> Result<()> {
    let row = logo::ActiveModel {
        theme: Set(theme.as_str().to_owned()),
        size: Set(i64::try_from(picture.png.len()).map_err(Error::internal)?),
        content: Set(picture.png),
        hash: Set(hash.to_owned()),
        width: Set(i64::from(picture.width)),
        height: Set(i64::from(picture.height)),
        updated_at: Set(now.as_millis()),
        updated_by: Set(by),
    };
    let mut conflict = OnConflict::column(logo::Column::Theme);
    conflict.update_columns([
        logo::Column::Content,
        logo::Column::Hash,
        logo::Column::Width,
        logo::Column::Height,
        logo::Column::Size,
        logo::Column::UpdatedAt,
        logo::Column::UpdatedBy,
    ]);
    logo::Entity::insert(row).on_conflict(conflict).exec_without_returning(db).await?;
    Ok(())
}

/// Whether there was one to take away.
pub(super) async fn delete<C: ConnectionTrait>(db: &C, theme: LogoTheme) -> Result<bool> {
    let done = logo::Entity::delete_by_id(theme.as_str()).exec(db).await?;
    Ok(done.rows_affected > 0)
}
