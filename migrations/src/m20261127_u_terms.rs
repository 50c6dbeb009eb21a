//! Terms of use, and who has accepted which version.

use sea_orm_migration::prelude::*;

use crate::columns::*;

/// Terms of use, and who has accepted which version.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let terms = table("terms")
            .col(text("language"))
            .col(text("country"))
            .col(int("version"))
            .col(text_null("text"))
            .col(int("changed_at"))
            .col(text("changed_by"))
            .take();
        let acceptances = table("terms_acceptances")
            .col(uuid("terms_id"))
            .col(uuid("registration_id"))
            .col(uuid("device_id"))
            .col(uuid("user_id"))
            .col(text("platform"))
            .col(int("accepted_at"))
            .col(text_null("address"))
            .foreign_key(&mut belongs_to("terms_acceptances", "terms_id", "terms"))
            .foreign_key(&mut belongs_to("terms_acceptances", "user_id", "users"))
            .take();
        create(
            manager,
            vec![terms, acceptances],
            vec![
                // Two changes of the same version meet here: one of them stays.
                unique("terms", "terms_version", &["language", "country", "version"]),
                // A version is accepted once for a registration, however often somebody clicks.
                unique("terms_acceptances", "terms_acceptances_once", &["registration_id", "terms_id"]),
                index("terms_acceptances", "terms_acceptances_user", &["user_id"]),
                index("terms_acceptances", "terms_acceptances_terms", &["terms_id"]),
            ],
        )
        .await
    }
}
