//! Reading a backup, and restoring it.

use std::io::Read;

use sea_orm::{
    ConnectionTrait, DatabaseTransaction, Statement, TransactionTrait as _,
    sea_query::{Alias, Query},
};

use super::{
    BackupError, FORMAT, Manifest, Piece, Summary,
    schema::{self, Table},
    sealed::Opener,
    value::Value,
};
use crate::{db::Db, secrets::MasterKey};

/// A backup that has been opened: its manifest is read, its rows follow.
pub struct Backup<R> {
    opener: Opener<R>,
    manifest: Manifest,
}

impl<R: Read> Backup<R> {
    /// Opens a backup.
    ///
    /// # Errors
    /// [`BackupError::Unknown`] for something else, [`BackupError::Sealed`] under another master key.
    pub fn open(input: R, key: &MasterKey) -> Result<Self, BackupError> {
        let mut opener = Opener::begin(input, key)?;
        match opener.next()? {
            Piece::Manifest(manifest) if manifest.format == FORMAT => Ok(Self { opener, manifest }),
            _ => Err(BackupError::Unknown),
        }
    }

    /// What it says about itself.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Reads to the end without keeping anything: whether it is whole.
    ///
    /// # Errors
    /// [`BackupError::Sealed`] when anything was changed or is missing.
    pub fn verify(mut self) -> Result<Summary, BackupError> {
        let mut seen = Summary { tables: self.manifest.tables.len() as u64, rows: 0 };
        loop {
            match self.opener.next()? {
                Piece::Rows(_, rows) => seen.rows += rows.len() as u64,
                Piece::End(said) if said == seen => return Ok(seen),
                _ => return Err(BackupError::Sealed),
            }
        }
    }
}

/// Reads a backup into an empty database whose schema has taken the steps that the manifest names. All or
/// nothing: a backup that turns out to be damaged leaves the database empty.
///
/// # Errors
/// [`BackupError::NotEmpty`], [`BackupError::Schema`], [`BackupError::Sealed`], or a database that fails.
pub async fn restore<R: Read + Send>(db: &Db, mut backup: Backup<R>) -> Result<Summary, BackupError> {
    let tx = db.write().begin().await?;
    let same = schema::migrations(&tx).await? == backup.manifest.migrations;
    let mut there = schema::tables(&tx).await?;
    let mut wanted = backup.manifest.tables.clone();
    // The order is the backup's: what others refer to comes first there too.
    there.sort_by(|one, other| one.name.cmp(&other.name));
    wanted.sort_by(|one, other| one.name.cmp(&other.name));
    if !same || there != wanted {
        return Err(BackupError::Schema);
    }
    for table in &there {
        if schema::FILLED.contains(&table.name.as_str()) {
            // The backup brings its own.
            tx.execute_unprepared(&format!("DELETE FROM \"{}\"", table.name)).await?;
        } else if has_rows(&tx, table).await? {
            return Err(BackupError::NotEmpty(table.name.clone()));
        }
    }
    let mut seen = Summary { tables: wanted.len() as u64, rows: 0 };
    loop {
        match backup.opener.next()? {
            Piece::Rows(number, rows) => {
                let table = backup.manifest.tables.get(number).ok_or(BackupError::Unknown)?;
                seen.rows += rows.len() as u64;
                insert(&tx, table, rows).await?;
            }
            Piece::End(said) if said == seen => break,
            _ => return Err(BackupError::Sealed),
        }
    }
    tx.commit().await?;
    Ok(seen)
}

async fn has_rows<C: ConnectionTrait>(db: &C, table: &Table) -> Result<bool, BackupError> {
    let sql = format!("SELECT 1 FROM \"{}\" LIMIT 1", table.name);
    Ok(db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await?.is_some())
}

async fn insert(tx: &DatabaseTransaction, table: &Table, rows: Vec<Vec<Value>>) -> Result<(), BackupError> {
    let mut insert = Query::insert();
    insert.into_table(Alias::new(&table.name)).columns(table.columns.keys().map(Alias::new));
    for row in rows {
        if row.len() != table.columns.len() {
            return Err(BackupError::Unknown);
        }
        let values = row.into_iter().zip(table.columns.values()).map(|(value, kind)| value.bind(*kind));
        let values = values.collect::<Result<Vec<_>, _>>()?;
        insert
            .values(values.into_iter().map(sea_orm::sea_query::Expr::value))
            .map_err(|error| BackupError::Internal(crate::Error::internal(error)))?;
    }
    tx.execute(&insert).await?;
    Ok(())
}
