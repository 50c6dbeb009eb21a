//! Tokens by which people see to their own things.

use sea_orm_migration::prelude::*;

/// Tokens by which people see to their own things.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Those that are there already are of administrators.
        let face = ColumnDef::new("face").text().not_null().default("console").take();
        manager.alter_table(Table::alter().table("api_tokens").add_column(face).take()).await
    }
}
