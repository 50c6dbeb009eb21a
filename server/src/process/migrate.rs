//! The database schema: what is applied, what is missing, what a newer program has left.

use std::{collections::BTreeSet, fs::File, path::Path};

use domain::{Db, db::Engine};
use migrations::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, TransactionTrait};
use sea_orm_migration::SchemaManager;

use crate::fault::Fault;

/// Any number; every Gatehouse takes the same.
const ADVISORY_LOCK: i64 = 0x6761_7465;

/// How the schema compares with this program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schema {
    /// Steps that this program has and the database has not.
    pub pending: Vec<String>,
    /// Steps that the database has and this program does not know.
    pub unknown: Vec<String>,
}

/// Compares.
///
/// # Errors
/// When the database fails.
pub async fn schema(db: &Db) -> Result<Schema, Fault> {
    let known = steps();
    let there = SchemaManager::new(db.read()).has_table("seaql_migrations").await.map_err(fault)?;
    let applied: BTreeSet<String> = if there {
        let rows = Migrator::get_migration_models(db.read()).await.map_err(fault)?;
        rows.into_iter().map(|row| row.version).collect()
    } else {
        BTreeSet::new()
    };
    let unknown = applied.iter().filter(|step| !known.contains(step)).cloned().collect();
    let pending = known.into_iter().filter(|step| !applied.contains(step)).collect();
    Ok(Schema { pending, unknown })
}

/// All steps that this program knows, in the order in which they are taken.
pub fn steps() -> Vec<String> {
    Migrator::migrations().iter().map(|step| step.name().to_owned()).collect()
}

/// Brings the schema up to this program. Of several processes that start at once one works and the
/// others wait. Gives the number of steps taken.
///
/// # Errors
/// A database of a newer program, or one that fails.
pub async fn migrate(db: &Db, data_dir: &Path) -> Result<usize, Fault> {
    migrate_to(db, data_dir, usize::MAX).await
}

/// The same, up to the step with this number: to restore what an older version has left.
///
/// # Errors
/// As [`migrate`].
pub async fn migrate_to(db: &Db, data_dir: &Path, most: usize) -> Result<usize, Fault> {
    let first = schema(db).await?;
    refuse_newer(&first)?;
    if first.pending.is_empty() {
        return Ok(0);
    }
    match db.engine() {
        Engine::Sqlite => {
            let lock = data_dir.join(".migrating");
            let file = tokio::task::spawn_blocking(move || {
                let file = File::create(lock)?;
                file.lock().map(|()| file)
            });
            let file = file.await.map_err(fault)?.map_err(fault)?;
            let done = up(db, most).await;
            drop(file);
            done
        }
        Engine::Postgres => {
            let lock = db.write().begin().await.map_err(fault)?;
            let statement = format!("SELECT pg_advisory_xact_lock({ADVISORY_LOCK})");
            lock.execute_unprepared(&statement).await.map_err(fault)?;
            let done = up(db, most).await;
            lock.commit().await.map_err(fault)?;
            done
        }
    }
}

async fn up(db: &Db, most: usize) -> Result<usize, Fault> {
    let now = schema(db).await?;
    refuse_newer(&now)?;
    let taken = steps().len() - now.pending.len();
    let count = now.pending.len().min(most.saturating_sub(taken));
    if count > 0 {
        Migrator::up(db.write(), u32::try_from(count).ok()).await.map_err(fault)?;
    }
    Ok(count)
}

fn refuse_newer(schema: &Schema) -> Result<(), Fault> {
    let Some(step) = schema.unknown.first() else { return Ok(()) };
    Err(Fault::new(
        format!("The database was made by a newer Gatehouse: this program does not know its step {step}"),
        "Start that newer version, or restore a backup from before the upgrade. Nothing was changed.",
    ))
}

fn fault(error: impl std::fmt::Display) -> Fault {
    Fault::new(
        format!("The database cannot be brought up to date: {error}"),
        "Look whether this user may change its tables, and whether there is free space.",
    )
}
