//! Rows of settings.

use entity::setting;
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, sea_query::OnConflict};
use serde::de::DeserializeOwned;
use serde_json::Value;
use types::Timestamp;

use super::Stored;
use crate::error::{Error, Result};

/// A value, or its default where nothing is stored.
pub(crate) async fn load<T: DeserializeOwned + Default, C: ConnectionTrait>(
    db: &C,
    key: &str,
) -> Result<Stored<T>> {
    let Some(row) = setting::Entity::find_by_id(key).one(db).await? else {
        return Ok(Stored { value: T::default(), updated_at: None, updated_by: None });
    };
    Ok(Stored {
        value: serde_json::from_str(&row.value).map_err(Error::internal)?,
        updated_at: Some(Timestamp::from_millis(row.updated_at)),
        updated_by: row.updated_by,
    })
}

/// Writes a value.
pub(super) async fn put<C: ConnectionTrait>(
    db: &C,
    key: &str,
    value: &Value,
    by: &str,
    now: Timestamp,
) -> Result<()> {
    let row = setting::ActiveModel {
        key: Set(key.to_owned()),
        value: Set(value.to_string()),
        version: Set(1),
        updated_at: Set(now.as_millis()),
        updated_by: Set(Some(by.to_owned())),
    };
    let mut conflict = OnConflict::column(setting::Column::Key);
    conflict.update_columns([setting::Column::Value, setting::Column::UpdatedAt, setting::Column::UpdatedBy]);
    setting::Entity::insert(row).on_conflict(conflict).exec_without_returning(db).await?;
    Ok(())
}
