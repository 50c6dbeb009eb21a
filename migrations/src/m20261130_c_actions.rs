//! More actions: the PIN of a locked Mac, what Apple's devices tell, and who has ordered how many wipes.

use sea_orm_migration::prelude::*;

use crate::columns::*;

/// More actions.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let add =
            |table: &'static str, column: ColumnDef| Table::alter().table(table).add_column(column).take();
        manager.alter_table(add("commands", bytes_null("secret"))).await?;
        manager.alter_table(add("apple_enrolments", text_null("facts"))).await?;
        manager
            .create_index(index("commands", "commands_requested", &["requested_by_id", "created_at"]))
            .await
    }
}
