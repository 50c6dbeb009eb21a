//! What tables there are, asked of the database itself: a table that is new is in the next backup.

use std::collections::BTreeMap;

use sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement};
use serde::{Deserialize, Serialize};

use super::value::Kind;

/// Where the steps of the schema are written down; a backup names them in its manifest.
const MIGRATIONS: &str = "seaql_migrations";

/// Tables that the steps of the schema fill themselves. In an empty database they hold that and nothing else:
/// only somebody who is there adds to them.
pub(super) const FILLED: [&str; 2] = ["labels", "reconciliation"];

/// A table and its columns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Table {
    pub(crate) name: String,
    /// By name, in alphabetical order: engines add columns in different places.
    pub(crate) columns: BTreeMap<String, Kind>,
}

const SQLITE: &str = "SELECT m.name, c.name, c.type FROM sqlite_master m, pragma_table_info(m.name) c \
    WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' ORDER BY m.name, c.name";
const POSTGRES: &str = "SELECT table_name::text, column_name::text, data_type::text FROM information_schema.columns \
    WHERE table_schema = current_schema() ORDER BY table_name, column_name";

const SQLITE_REFERENCES: &str = "SELECT m.name, f.\"table\" FROM sqlite_master m, pragma_foreign_key_list(m.name) f \
    WHERE m.type = 'table'";
const POSTGRES_REFERENCES: &str = "SELECT r.relname::text, f.relname::text FROM pg_constraint c \
    JOIN pg_class r ON r.oid = c.conrelid JOIN pg_class f ON f.oid = c.confrelid \
    WHERE c.contype = 'f' AND c.connamespace = current_schema()::regnamespace";

/// All tables, those that others refer to before them.
pub(super) async fn tables<C: ConnectionTrait>(db: &C) -> Result<Vec<Table>, DbErr> {
    let (columns, references) = match db.get_database_backend() {
        DbBackend::Postgres => (POSTGRES, POSTGRES_REFERENCES),
        _ => (SQLITE, SQLITE_REFERENCES),
    };
    let mut found: BTreeMap<String, BTreeMap<String, Kind>> = BTreeMap::new();
    for row in db.query_all_raw(Statement::from_string(db.get_database_backend(), columns)).await? {
        let (table, column, word): (String, String, String) =
            (row.try_get_by_index(0)?, row.try_get_by_index(1)?, row.try_get_by_index(2)?);
        if table == MIGRATIONS {
            continue;
        }
        let kind = Kind::of(&word)
            .ok_or_else(|| DbErr::Custom(format!("{table}.{column} is of an unknown type, {word}")))?;
        found.entry(table).or_default().insert(column, kind);
    }
    let mut needs: Vec<(String, String)> = Vec::new();
    for row in db.query_all_raw(Statement::from_string(db.get_database_backend(), references)).await? {
        let (from, to): (String, String) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        if from != to {
            needs.push((from, to));
        }
    }
    let mut ordered = Vec::with_capacity(found.len());
    while !found.is_empty() {
        let free: Vec<String> = found
            .keys()
            .filter(|name| !needs.iter().any(|(from, to)| from == *name && found.contains_key(to)))
            .cloned()
            .collect();
        if free.is_empty() {
            return Err(DbErr::Custom("tables refer to each other in a circle".to_owned()));
        }
        for name in free {
            if let Some(columns) = found.remove(&name) {
                ordered.push(Table { name, columns });
            }
        }
    }
    Ok(ordered)
}

/// The steps of the schema that were taken, in order.
pub(super) async fn migrations<C: ConnectionTrait>(db: &C) -> Result<Vec<String>, DbErr> {
    let sql = format!("SELECT version FROM {MIGRATIONS} ORDER BY version");
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await?;
    rows.iter().map(|row| row.try_get_by_index(0)).collect()
}
