//! The organisation's logos.

use sea_orm_migration::prelude::*;

use crate::columns::*;

/// The organisation's logos, one for each theme.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let logos = bare_table("logos")
            .col(text("theme").primary_key())
            .col(bytes("content"))
            .col(text("hash"))
            .col(int("width"))
            .col(int("height"))
            .col(int("size"))
            .col(int("updated_at"))
            .col(text("updated_by"))
            .take();
        create(manager, vec![logos], vec![]).await
    }
}
