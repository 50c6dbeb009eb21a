//! People who are found quickly, and people who have left: their rows stay nameless for the records
//! that belong to them, and names in the audit log can be taken out without breaking its chain
//! (docs/decisions/0010-names-in-the-audit-log.md).

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

/// People who are found quickly, and people who have left.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        for statement in STATEMENTS {
            db.execute_unprepared(statement).await?;
        }
        let bytes = match manager.get_database_backend() {
            DbBackend::Postgres => "bytea",
            _ => "blob",
        };
        for column in ["actor_salt", "actor_digest", "target_salt", "target_digest"] {
            let statement = format!("ALTER TABLE audit_events ADD COLUMN {column} {bytes}");
            db.execute_unprepared(&statement).await?;
        }
        for column in ["actor_erased_by", "target_erased_by"] {
            let statement = format!("ALTER TABLE audit_events ADD COLUMN {column} uuid");
            db.execute_unprepared(&statement).await?;
        }
        let statements = match manager.get_database_backend() {
            DbBackend::Postgres => POSTGRES,
            _ => SQLITE,
        };
        for statement in statements {
            db.execute_unprepared(statement).await?;
        }
        Ok(())
    }
}

/// What both engines understand in the same words.
const STATEMENTS: &[&str] = &[
    // Set when the person was deleted; the row stays, without anything that names them.
    "ALTER TABLE users ADD COLUMN deleted_at bigint",
    // User name, names and address in lower case, for searching with one comparison a row.
    "ALTER TABLE users ADD COLUMN search text NOT NULL DEFAULT ''",
    "UPDATE users SET search = lower(username || ' ' || display_name || ' ' || coalesce(email, ''))",
    "CREATE INDEX audit_events_actor_id ON audit_events (actor_id)",
];

/// Only the erasure of a part is let through: its salt goes, nothing else of the event changes.
const SQLITE: &[&str] = &[
    // All that lists ask for, so that counting and searching read no row: a third of the time.
    "CREATE INDEX users_list ON users \
     (deleted_at, id, state, directory_id, last_sign_in_at, rights, search)",
    "DROP TRIGGER audit_events_no_update",
    "CREATE TRIGGER audit_events_no_update BEFORE UPDATE ON audit_events \
     WHEN NEW.id IS NOT OLD.id OR NEW.at IS NOT OLD.at OR NEW.actor_kind IS NOT OLD.actor_kind \
       OR NEW.actor_id IS NOT OLD.actor_id OR NEW.request_id IS NOT OLD.request_id \
       OR NEW.action IS NOT OLD.action OR NEW.target_kind IS NOT OLD.target_kind \
       OR NEW.target_id IS NOT OLD.target_id OR NEW.outcome IS NOT OLD.outcome \
       OR NEW.actor_digest IS NOT OLD.actor_digest OR NEW.target_digest IS NOT OLD.target_digest \
       OR (NEW.actor_salt IS NOT OLD.actor_salt AND NEW.actor_salt IS NOT NULL) \
       OR (NEW.target_salt IS NOT OLD.target_salt AND NEW.target_salt IS NOT NULL) \
       OR (NEW.actor_salt IS OLD.actor_salt AND (NEW.actor_name IS NOT OLD.actor_name \
           OR NEW.address IS NOT OLD.address OR NEW.actor_erased_by IS NOT OLD.actor_erased_by)) \
       OR (NEW.target_salt IS OLD.target_salt AND (NEW.target_name IS NOT OLD.target_name \
           OR NEW.reason IS NOT OLD.reason OR NEW.before IS NOT OLD.before \
           OR NEW.after IS NOT OLD.after OR NEW.target_erased_by IS NOT OLD.target_erased_by)) \
     BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END",
];

/// The same in PostgreSQL's words.
const POSTGRES: &[&str] = &[
    "CREATE FUNCTION audit_erases_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
     IF ROW(NEW.id, NEW.at, NEW.actor_kind, NEW.actor_id, NEW.request_id, NEW.action, NEW.target_kind, \
            NEW.target_id, NEW.outcome, NEW.actor_digest, NEW.target_digest) \
        IS DISTINCT FROM \
        ROW(OLD.id, OLD.at, OLD.actor_kind, OLD.actor_id, OLD.request_id, OLD.action, OLD.target_kind, \
            OLD.target_id, OLD.outcome, OLD.actor_digest, OLD.target_digest) \
       OR (NEW.actor_salt IS DISTINCT FROM OLD.actor_salt AND NEW.actor_salt IS NOT NULL) \
       OR (NEW.target_salt IS DISTINCT FROM OLD.target_salt AND NEW.target_salt IS NOT NULL) \
       OR (NEW.actor_salt IS NOT DISTINCT FROM OLD.actor_salt \
           AND ROW(NEW.actor_name, NEW.address, NEW.actor_erased_by) IS DISTINCT FROM \
               ROW(OLD.actor_name, OLD.address, OLD.actor_erased_by)) \
       OR (NEW.target_salt IS NOT DISTINCT FROM OLD.target_salt \
           AND ROW(NEW.target_name, NEW.reason, NEW.before, NEW.after, NEW.target_erased_by) IS DISTINCT FROM \
               ROW(OLD.target_name, OLD.reason, OLD.before, OLD.after, OLD.target_erased_by)) \
     THEN RAISE EXCEPTION 'the audit log is append-only'; END IF; RETURN NEW; END $$",
    "DROP TRIGGER audit_events_append_only ON audit_events",
    "CREATE TRIGGER audit_events_no_delete BEFORE DELETE OR TRUNCATE ON audit_events \
     FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only()",
    "CREATE TRIGGER audit_events_append_only BEFORE UPDATE ON audit_events \
     FOR EACH ROW EXECUTE FUNCTION audit_erases_only()",
];
