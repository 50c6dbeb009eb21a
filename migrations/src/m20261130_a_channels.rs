//! Messages go by e-mail or as text messages.

use sea_orm_migration::prelude::*;

/// Messages go by e-mail or as text messages.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let channel = ColumnDef::new("channel").text().not_null().default("email").to_owned();
        manager.alter_table(Table::alter().table("messages").add_column(channel).to_owned()).await
    }
}
