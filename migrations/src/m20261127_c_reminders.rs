//! How often somebody was reminded of a registration that waits.

use sea_orm_migration::prelude::*;

/// How often somebody was reminded of a registration that waits.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        for statement in STATEMENTS {
            db.execute_unprepared(statement).await?;
        }
        Ok(())
    }
}

const STATEMENTS: &[&str] = &[
    // How many of the points of the schedule have passed with a reminder.
    "ALTER TABLE registrations ADD COLUMN reminded bigint NOT NULL DEFAULT 0",
    // The issue that they belong to: one that is issued anew begins from the first.
    "ALTER TABLE registrations ADD COLUMN reminded_issue bigint",
];
