//! People are found by their e-mail address in any case: at sign-in, at `/go`, for each row of an import.

use sea_orm_migration::prelude::*;

/// People are found by their e-mail address in any case.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // An index of an expression, which both engines write alike and the query builder does not know.
        let sql = "CREATE INDEX users_email_lower ON users (lower(email))";
        manager.get_connection().execute_unprepared(sql).await?;
        Ok(())
    }
}
