//! Certificates that people bring along.

use sea_orm_migration::prelude::*;

use crate::columns::*;

/// Certificates that people bring along.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// One certificate of a person for a setting at once; those that were taken away stay for the record.
const ONE_EACH: &str = "CREATE UNIQUE INDEX user_certificate_uses_one ON user_certificate_uses \
    (user_id, configuration_id) WHERE ended_at IS NULL";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let certificates = table("user_certificates")
            .col(uuid("user_id"))
            .col(text("file_name"))
            .col(text_null("facts"))
            .col(int_null("not_after"))
            .col(int("size"))
            .col(bytes_null("content"))
            .col(int("created_at"))
            .col(int_null("noticed_days"))
            .foreign_key(&mut belongs_to("user_certificates", "user_id", "users"))
            .take();
        let uses = table("user_certificate_uses")
            .col(uuid("certificate_id"))
            .col(uuid("user_id"))
            .col(uuid("configuration_id"))
            .col(text("configuration_name"))
            .col(int("issue"))
            .col(int("created_at"))
            .col(int_null("ended_at"))
            .col(int_null("replaced"))
            .foreign_key(&mut belongs_to("user_certificate_uses", "certificate_id", "user_certificates"))
            .foreign_key(&mut belongs_to("user_certificate_uses", "user_id", "users"))
            .take();
        let uploads = table("certificate_uploads")
            .col(uuid("user_id"))
            .col(text("file_name"))
            .col(int("size"))
            .col(text("identities"))
            .col(int("locked"))
            .col(bytes("content"))
            .col(int("expires_at"))
            .foreign_key(&mut belongs_to("certificate_uploads", "user_id", "users"))
            .take();
        create(
            manager,
            vec![certificates, uses, uploads],
            vec![
                index("user_certificates", "user_certificates_user", &["user_id"]),
                index("user_certificates", "user_certificates_not_after", &["not_after"]),
                index("user_certificate_uses", "user_certificate_uses_certificate", &["certificate_id"]),
                index("user_certificate_uses", "user_certificate_uses_user", &["user_id", "ended_at"]),
                index("user_certificate_uses", "user_certificate_uses_configuration", &["configuration_id"]),
                unique("certificate_uploads", "certificate_uploads_user", &["user_id"]),
            ],
        )
        .await?;
        manager.get_connection().execute_unprepared(ONE_EACH).await?;
        Ok(())
    }
}
