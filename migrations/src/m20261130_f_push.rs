//! When each of Apple's devices is to be called by push, and what became of it; which certificate another follows.

use sea_orm_migration::prelude::*;

use crate::columns::*;

/// Calls by push.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // All that have enrolled until now did so without a push certificate.
        let topic = text("topic").default("com.apple.mgmt.External.gatehouse").take();
        let count = |name: &'static str| int(name).default(0).take();
        let columns = [
            topic,
            int_null("push_at"),
            count("push_calls"),
            count("push_tries"),
            text("push_state").default("unknown").take(),
            text_null("push_detail"),
            int_null("pushed_at"),
        ];
        for column in columns {
            let add = Table::alter().table("apple_enrolments").add_column(column).take();
            manager.alter_table(add).await?;
        }
        let renews = Table::alter().table("certificate_challenges").add_column(uuid_null("renews_id")).take();
        manager.alter_table(renews).await?;
        manager.create_index(index("apple_enrolments", "apple_enrolments_push", &["push_at"])).await
    }
}
