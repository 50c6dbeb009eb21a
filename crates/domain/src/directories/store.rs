//! Rows of directories.

use entity::directory;
use sea_orm::{ConnectionTrait, EntityTrait, QueryOrder, QuerySelect};
use types::{DirectoryId, DirectorySettings};

use crate::{
    Domain,
    db::{Engine, Tx},
    error::{Error, Result},
};

/// One directory.
pub(super) async fn find<C: ConnectionTrait>(db: &C, id: DirectoryId) -> Result<Option<directory::Model>> {
    Ok(directory::Entity::find_by_id(id.0).one(db).await?)
}

/// One directory, whose row nobody else changes until this transaction ends.
pub(super) async fn lock(tx: &Tx, id: DirectoryId) -> Result<Option<directory::Model>> {
    let mut query = directory::Entity::find_by_id(id.0);
    if tx.engine() == Engine::Postgres {
        query = query.lock_exclusive();
    }
    Ok(query.one(tx.conn()).await?)
}

/// All directories, by name.
pub(super) async fn all<C: ConnectionTrait>(db: &C) -> Result<Vec<directory::Model>> {
    let mut rows = directory::Entity::find().order_by_asc(directory::Column::Id).all(db).await?;
    rows.sort_by_key(|row| row.name.to_lowercase());
    Ok(rows)
}

/// How it is reached and what is read.
pub(super) fn settings(row: &directory::Model) -> Result<DirectorySettings> {
    serde_json::from_str(&row.settings).map_err(Error::internal)
}

/// The password that Gatehouse signs in with.
pub(super) fn password(domain: &Domain, row: &directory::Model) -> Result<Option<String>> {
    let Some(sealed) = &row.bind_password else { return Ok(None) };
    let plain = domain.keys().open(&binding(row.id), sealed)?;
    String::from_utf8(plain).map(Some).map_err(|_| Error::internal("a bind password is no text"))
}

/// Seals a password for a directory.
pub(super) fn seal(domain: &Domain, id: uuid::Uuid, password: &str) -> Result<Vec<u8>> {
    domain.keys().seal(&binding(id), password.as_bytes())
}

fn binding(id: uuid::Uuid) -> String {
    format!("directories/{}/bind_password", id.hyphenated())
}
