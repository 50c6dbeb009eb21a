//! Long work with a result for each item, and who was invited.

use sea_orm_migration::prelude::*;

use crate::columns::*;

/// Long work with a result for each item, and who was invited.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let jobs = table("jobs")
            .col(text("kind"))
            .col(text("state"))
            .col(text("input"))
            .col(int("total"))
            .col(int("done"))
            .col(int("skipped"))
            .col(int("failed"))
            .col(uuid_null("started_by"))
            .col(text("started_by_name"))
            // What who began it could do then: it does no more, and no more than they may do now.
            .col(text("permissions"))
            .col(int("created_at"))
            .col(int_null("started_at"))
            .col(int_null("finished_at"))
            .take();
        let items = bare_table("job_items")
            .col(uuid("job_id"))
            .col(int("position"))
            .col(uuid_null("user_id"))
            .col(text_null("input"))
            .col(text_null("plan"))
            .col(text("outcome"))
            .col(text_null("reason"))
            .col(uuid_null("message_id"))
            .col(uuid_null("device_id"))
            .col(int_null("at"))
            .primary_key(Index::create().col("job_id").col("position"))
            .foreign_key(&mut belongs_to("job_items", "job_id", "jobs"))
            .take();
        let invitations = bare_table("invitations")
            .col(ColumnDef::new("user_id").uuid().not_null().primary_key())
            .col(uuid_null("message_id"))
            .col(uuid_null("link_id"))
            .col(int("invited_at"))
            .col(int("written_at"))
            .col(int("times"))
            .col(int_null("withdrawn_at"))
            .foreign_key(&mut belongs_to("invitations", "user_id", "users"))
            .take();
        // Rows of imported files, so that none is imported twice.
        let import_keys = bare_table("import_keys")
            .col(text("key").primary_key().take())
            .col(uuid("device_id"))
            .col(int("created_at"))
            .foreign_key(&mut belongs_to("import_keys", "device_id", "devices"))
            .take();
        let indexes = vec![
            index("job_items", "job_items_plan", &["job_id", "plan", "position"]),
            index("import_keys", "import_keys_device", &["device_id"]),
            index("jobs", "jobs_state", &["state"]),
            index("job_items", "job_items_outcome", &["job_id", "outcome", "position"]),
            index("job_items", "job_items_user", &["user_id"]),
        ];
        create(manager, vec![jobs, items, invitations, import_keys], indexes).await
    }
}
