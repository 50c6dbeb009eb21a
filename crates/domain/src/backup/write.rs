//! Writing a backup.

use std::io::Write;

use futures::TryStreamExt as _;
use sea_orm::{AccessMode, IsolationLevel, Statement, StreamTrait as _, TransactionTrait as _};
use types::Timestamp;

use super::{
    BackupError, FORMAT, Manifest, Piece, Summary,
    schema::{self, Table},
    sealed::Sealer,
    value::Value,
};
use crate::{
    db::{Db, Engine},
    secrets::MasterKey,
};

/// Values of a piece of rows: both engines take that many in the statement that restores them.
const VALUES: usize = 8_000;
/// Bytes of a piece of rows, or one row more; bounds the memory that it takes, and stays far below the
/// longest piece that is read.
const BYTES: usize = 4 << 20;

/// Writes all rows as they are at one moment. Others go on reading and writing meanwhile; what they change
/// is not in the backup.
///
/// # Errors
/// When the database fails or `out` cannot be written.
pub async fn write(
    db: &Db,
    key: &MasterKey,
    now: Timestamp,
    out: impl Write + Send,
) -> Result<Summary, BackupError> {
    // A reader's transaction sees one moment: by itself on SQLite, at this level on PostgreSQL.
    let tx = match db.engine() {
        Engine::Sqlite => db.read().begin().await?,
        Engine::Postgres => {
            let level = Some(IsolationLevel::RepeatableRead);
            db.read().begin_with_config(level, Some(AccessMode::ReadOnly)).await?
        }
    };
    let manifest = Manifest {
        format: FORMAT,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        created_at: now,
        migrations: schema::migrations(&tx).await?,
        tables: schema::tables(&tx).await?,
    };
    let tables = manifest.tables.clone();
    let mut sealer = Sealer::begin(out, key)?;
    sealer.put(&Piece::Manifest(manifest))?;
    let mut summary = Summary { tables: tables.len() as u64, rows: 0 };
    for (number, table) in tables.iter().enumerate() {
        let most = (VALUES / table.columns.len().max(1)).max(1);
        let mut rows =
            tx.stream_raw(Statement::from_string(db.read().get_database_backend(), select(table))).await?;
        let (mut some, mut size) = (Vec::with_capacity(most), 0);
        while let Some(row) = rows.try_next().await? {
            let values =
                table.columns.values().enumerate().map(|(index, kind)| Value::read(&row, index, *kind));
            let values = values.collect::<Result<Vec<_>, _>>()?;
            size += values.iter().map(Value::size).sum::<usize>();
            some.push(values);
            summary.rows += 1;
            if some.len() == most || size >= BYTES {
                size = 0;
                sealer.put(&Piece::Rows(number, std::mem::take(&mut some)))?;
            }
        }
        if !some.is_empty() {
            sealer.put(&Piece::Rows(number, some))?;
        }
    }
    tx.rollback().await?;
    sealer.put(&Piece::End(summary))?;
    sealer.finish()?;
    Ok(summary)
}

fn select(table: &Table) -> String {
    let columns: Vec<String> = table.columns.keys().map(|name| format!("\"{name}\"")).collect();
    format!("SELECT {} FROM \"{}\"", columns.join(", "), table.name)
}
