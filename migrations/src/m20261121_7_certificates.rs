//! Whose certificates count, sign-ins by certificate under way, and the certificates of sessions.

use sea_orm_migration::prelude::*;

use crate::columns::*;

/// Whose certificates count, sign-ins by certificate under way, and the certificates of sessions.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let trusted_authorities = table("trusted_authorities")
            .col(bytes("certificate"))
            .col(text("fingerprint"))
            .col(int("crl_required"))
            .col(bytes_null("crl"))
            .col(int_null("crl_added_at"))
            .col(text("added_by"))
            .col(int("version"))
            .col(int("created_at"))
            .col(int("updated_at"))
            .take();
        let certificate_handovers = table("certificate_handovers")
            .col(bytes("token_hash"))
            .col(bytes("browser_hash"))
            .col(text("face"))
            .col(uuid("user_id"))
            .col(bytes("chain"))
            .col(int("expires_at"))
            .foreign_key(&mut belongs_to("certificate_handovers", "user_id", "users"))
            .take();
        let session_certificates = bare_table("session_certificates")
            .col(ColumnDef::new("session_id").uuid().not_null().primary_key())
            .col(bytes("chain"))
            .foreign_key(&mut belongs_to("session_certificates", "session_id", "sessions"))
            .take();
        create(
            manager,
            vec![trusted_authorities, certificate_handovers, session_certificates],
            vec![
                unique("trusted_authorities", "trusted_authorities_fingerprint", &["fingerprint"]),
                unique("certificate_handovers", "certificate_handovers_token_hash", &["token_hash"]),
                index("certificate_handovers", "certificate_handovers_expires_at", &["expires_at"]),
            ],
        )
        .await
    }
}
