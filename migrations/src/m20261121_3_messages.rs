//! Messages: the outbox.

use sea_orm_migration::prelude::*;

use crate::columns::*;

/// Messages: the outbox.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let messages = table("messages")
            .col(text("kind"))
            .col(uuid("user_id"))
            .col(text("to_address"))
            .col(text("language"))
            .col(text("subject"))
            .col(text("state"))
            .col(uuid_null("registration_id"))
            .col(int_null("registration_issued_at"))
            // No foreign key: links are purged, the outbox keeps its messages.
            .col(uuid_null("link_id"))
            .col(int("attempts"))
            .col(text_null("last_error"))
            .col(int_null("next_attempt_at"))
            .col(int_null("locked_until"))
            .col(int("created_at"))
            .col(int("queued_at"))
            .col(int_null("attempted_at"))
            .col(int_null("sent_at"))
            .foreign_key(&mut belongs_to("messages", "user_id", "users"))
            .foreign_key(&mut belongs_to("messages", "registration_id", "registrations"))
            .take();
        create(
            manager,
            vec![messages],
            vec![
                index("messages", "messages_due", &["state", "next_attempt_at"]),
                index("messages", "messages_user_id", &["user_id", "state"]),
                index("messages", "messages_attempted_at", &["attempted_at"]),
                index("messages", "messages_registration_id", &["registration_id"]),
            ],
        )
        .await
    }
}
