//! How far a command of several steps has come, and where devices were found last.

use sea_orm_migration::prelude::*;

use crate::columns::*;

/// Where devices were found.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let step = Table::alter().table("commands").add_column(text_null("step")).take();
        manager.alter_table(step).await?;
        let locations = table("device_locations")
            .col(uuid("device_id"))
            .col(bytes("place"))
            .col(int("told_at"))
            .foreign_key(&mut belongs_to("device_locations", "device_id", "devices"))
            .take();
        let of_device = unique("device_locations", "device_locations_device", &["device_id"]);
        create(manager, vec![locations], vec![of_device]).await
    }
}
