//! Message templates that administrators change, and messages to try them.

use sea_orm_migration::prelude::*;

use crate::columns::*;

/// Message templates that administrators change, and messages to try them.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let templates = table("message_templates")
            .col(text("kind"))
            .col(text("language"))
            .col(text("platform"))
            .col(int("version"))
            .col(text_null("texts"))
            .col(int_null("restored"))
            .col(int("changed_at"))
            .col(text("changed_by"))
            .take();
        // Two changes of the same version meet here: one of them stays.
        let one_of_each = unique(
            "message_templates",
            "message_templates_version",
            &["kind", "language", "platform", "version"],
        );
        create(manager, vec![templates], vec![one_of_each]).await?;
        let trial = Table::alter().table("messages").add_column(text_null("trial")).take();
        manager.alter_table(trial).await
    }
}
