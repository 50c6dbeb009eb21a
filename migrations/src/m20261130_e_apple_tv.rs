//! Enrolments of Apple TVs, and which registrations came by them.

use sea_orm_migration::prelude::*;

use crate::columns::*;

/// Enrolments of Apple TVs.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let enrolments = table("tv_enrolments")
            .col(uuid("user_id"))
            .col(text("name"))
            .col(text("ownership"))
            .col(bytes("token_hash"))
            .col(bytes_null("token"))
            .col(int("uses"))
            .col(int("used"))
            .col(int("expires_at"))
            .col(text("created_by"))
            .col(int("created_at"))
            .foreign_key(&mut belongs_to("tv_enrolments", "user_id", "users"))
            .take();
        create(
            manager,
            vec![enrolments],
            vec![unique("tv_enrolments", "tv_enrolments_token", &["token_hash"])],
        )
        .await?;
        let column = uuid_null("tv_enrolment_id");
        manager.alter_table(Table::alter().table("registrations").add_column(column).take()).await
    }
}
