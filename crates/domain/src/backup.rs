//! Backups: all rows of one moment in one file, sealed under the master key, the same for both engines.
//!
//! A backup is written while Gatehouse works, and read into an empty database of either engine; so it is
//! also the way from SQLite to PostgreSQL. Without the master key a backup is noise: keep both, apart.

mod read;
mod schema;
mod sealed;
mod value;
mod write;

use serde::{Deserialize, Serialize};

pub use read::{Backup, restore};
pub use write::write;

use schema::Table;

/// Version of the file's form.
const FORMAT: u32 = 1;

/// What a backup holds, at its beginning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of the file's form.
    pub format: u32,
    /// Version of the Gatehouse that wrote it.
    pub version: String,
    /// When its rows were read.
    pub created_at: types::Timestamp,
    /// Steps of the schema that had been taken, in order.
    pub migrations: Vec<String>,
    /// The tables, those that others refer to first.
    pub(crate) tables: Vec<Table>,
}

/// How much a backup held.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Tables.
    pub tables: u64,
    /// Rows of all tables together.
    pub rows: u64,
}

/// Why a backup cannot be written, read or restored.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The file cannot be written or read.
    #[error("the file: {0}")]
    File(#[from] std::io::Error),
    /// The database failed.
    #[error("the database: {0}")]
    Database(#[from] sea_orm::DbErr),
    /// It is no backup, or of a form that this version does not know.
    #[error("this is no backup that this version of Gatehouse can read")]
    Unknown,
    /// Another master key, or a file that was changed or cut off.
    #[error("the backup does not open: it was made under another master key, or it is damaged")]
    Sealed,
    /// A row that no backup can hold: it would be written and never read.
    #[error("a row is too large for a backup")]
    TooLarge,
    /// The schema of the database is not the one of the backup.
    #[error("the database has not the tables of the backup")]
    Schema,
    /// The database holds something.
    #[error("the database is not empty: table `{0}` has rows")]
    NotEmpty(String),
    /// Random numbers or the like failed.
    #[error("{0}")]
    Internal(#[from] crate::Error),
}

/// One piece of the file's content.
#[derive(Debug, Serialize, Deserialize)]
enum Piece {
    Manifest(Manifest),
    /// Rows of the table with this number.
    Rows(usize, Vec<Vec<value::Value>>),
    /// Nothing follows.
    End(Summary),
}
