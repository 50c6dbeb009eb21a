//! How and when somebody proved who they are, where they usually do, and the theme they chose.

use sea_orm_migration::prelude::*;

use crate::columns::*;

/// How and when somebody proved who they are, where they usually do, and the theme they chose.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let familiar_browsers = bare_table("familiar_browsers")
            .col(uuid("user_id"))
            .col(bytes("mark"))
            .col(int("last_seen_at"))
            .primary_key(Index::create().col("user_id").col("mark"))
            .foreign_key(&mut belongs_to("familiar_browsers", "user_id", "users"))
            .take();
        let by_age = index("familiar_browsers", "familiar_browsers_last_seen_at", &["last_seen_at"]);
        create(manager, vec![familiar_browsers], vec![by_age]).await?;
        let db = manager.get_connection();
        for statement in STATEMENTS {
            db.execute_unprepared(statement).await?;
        }
        Ok(())
    }
}

/// What both engines understand in the same words.
const STATEMENTS: &[&str] = &[
    "ALTER TABLE sessions ADD COLUMN method text NOT NULL DEFAULT 'password'",
    "ALTER TABLE sessions ADD COLUMN authenticated_at bigint NOT NULL DEFAULT 0",
    "UPDATE sessions SET authenticated_at = created_at",
    "ALTER TABLE users ADD COLUMN theme text",
    // What a notice tells: from where, with which browser. No secret.
    "ALTER TABLE messages ADD COLUMN notice text",
];
