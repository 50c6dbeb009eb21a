//! The audit log: events, the chain over them, and the list of events that are not chained yet.

use sea_orm_migration::prelude::*;

use crate::columns::*;

/// The audit log: events, the chain over them, and the list of events that are not chained yet.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let events = table("audit_events")
            .col(int("at"))
            .col(text("actor_kind"))
            .col(uuid_null("actor_id"))
            .col(text("actor_name"))
            .col(text_null("address"))
            .col(text("request_id"))
            .col(text("action"))
            .col(text("target_kind"))
            .col(text_null("target_id"))
            .col(text_null("target_name"))
            .col(text("outcome"))
            .col(text_null("reason"))
            .col(text_null("before"))
            .col(text_null("after"))
            .take();
        let pending = bare_table("audit_pending").col(uuid("event_id").primary_key().take()).take();
        let chain = bare_table("audit_chain")
            .col(int("seq").primary_key().take())
            .col(uuid("event_id"))
            .col(bytes("prev_hash"))
            .col(bytes("hash"))
            .take();
        create(
            manager,
            vec![events, pending, chain],
            vec![
                index("audit_events", "audit_events_target_id", &["target_id"]),
                unique("audit_chain", "audit_chain_event_id", &["event_id"]),
            ],
        )
        .await?;
        for table in ["audit_events", "audit_chain"] {
            forbid_changes(manager, table).await?;
        }
        Ok(())
    }
}

/// The log only grows: the database itself refuses to change or delete its rows.
async fn forbid_changes(manager: &SchemaManager<'_>, table: &str) -> Result<(), DbErr> {
    let db = manager.get_connection();
    if manager.get_database_backend() == sea_orm_migration::sea_orm::DbBackend::Postgres {
        db.execute_unprepared(
            "CREATE OR REPLACE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS \
             $$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$",
        )
        .await?;
        db.execute_unprepared(&format!(
            "CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} \
             FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only()"
        ))
        .await?;
    } else {
        for verb in ["UPDATE", "DELETE"] {
            let name = verb.to_lowercase();
            db.execute_unprepared(&format!(
                "CREATE TRIGGER {table}_no_{name} BEFORE {verb} ON {table} \
                 BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END"
            ))
            .await?;
        }
    }
    Ok(())
}
