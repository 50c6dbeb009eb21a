//! Forgotten passwords that somebody has asked about, until they are answered.

use sea_orm_migration::prelude::*;

use crate::columns::*;

/// Forgotten passwords that somebody has asked about, until they are answered.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let reset_requests = table("reset_requests")
            .col(text("typed"))
            .col(text_null("address"))
            .col(text("request_id"))
            .col(int("asked_at"))
            .take();
        create(manager, vec![reset_requests], vec![]).await
    }
}
