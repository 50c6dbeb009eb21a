//! Groups, roles and directories; what people have from them.

use sea_orm_migration::prelude::*;

use crate::columns::*;

/// Groups, roles and directories; what people have from them.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let directories = table("directories")
            .col(text("name"))
            .col(text("settings"))
            .col(bytes_null("bind_password"))
            .col(int("enabled"))
            .col(int("version"))
            .col(int("created_at"))
            .col(int("updated_at"))
            .col(int_null("next_sync_at"))
            .take();
        let directory_syncs = table("directory_syncs")
            .col(uuid("directory_id"))
            .col(text("state"))
            .col(text("report"))
            .col(text("asked_by"))
            .col(int("accept_losses"))
            .col(int("cancelled"))
            .col(int("started_at"))
            .col(int("alive_at"))
            .col(int_null("finished_at"))
            .foreign_key(&mut belongs_to("directory_syncs", "directory_id", "directories"))
            .take();
        let groups = table("groups")
            .col(text("name"))
            .col(text("name_key"))
            .col(text("description"))
            .col(text("rights"))
            .col(uuid_null("directory_id"))
            .col(text_null("directory_key"))
            .col(text_null("directory_dn"))
            .col(int_null("gone_at"))
            .col(int("version"))
            .col(int("created_at"))
            .col(int("updated_at"))
            .foreign_key(&mut belongs_to("groups", "directory_id", "directories"))
            .take();
        let group_members = bare_table("group_members")
            .col(uuid("group_id"))
            .col(uuid("user_id"))
            .primary_key(Index::create().col("group_id").col("user_id"))
            .foreign_key(&mut belongs_to("group_members", "group_id", "groups"))
            .foreign_key(&mut belongs_to("group_members", "user_id", "users"))
            .take();
        let roles = table("roles")
            .col(text("name"))
            .col(text("name_key"))
            .col(text("description"))
            .col(text("permissions"))
            .col(int("version"))
            .col(int("created_at"))
            .col(int("updated_at"))
            .take();
        let role_assignments = table("role_assignments")
            .col(text("role"))
            .col(uuid_null("user_id"))
            .col(uuid_null("group_id"))
            .col(int("created_at"))
            .foreign_key(&mut belongs_to("role_assignments", "user_id", "users"))
            .foreign_key(&mut belongs_to("role_assignments", "group_id", "groups"))
            .take();
        create(
            manager,
            vec![directories, directory_syncs, groups, group_members, roles, role_assignments],
            vec![
                unique("directories", "directories_name", &["name"]),
                index("directory_syncs", "directory_syncs_directory_id", &["directory_id"]),
                unique("groups", "groups_directory_key", &["directory_id", "directory_key"]),
                index("groups", "groups_name_key", &["name_key"]),
                index("group_members", "group_members_user_id", &["user_id"]),
                unique("roles", "roles_name_key", &["name_key"]),
                unique("role_assignments", "role_assignments_user", &["user_id", "role"]),
                unique("role_assignments", "role_assignments_group", &["group_id", "role"]),
            ],
        )
        .await?;
        let db = manager.get_connection();
        for statement in STATEMENTS {
            db.execute_unprepared(statement).await?;
        }
        Ok(())
    }
}

/// What both engines understand in the same words.
const STATEMENTS: &[&str] = &[
    "ALTER TABLE users ADD COLUMN first_name text",
    "ALTER TABLE users ADD COLUMN last_name text",
    "ALTER TABLE users ADD COLUMN time_zone text",
    "ALTER TABLE users ADD COLUMN directory_id uuid REFERENCES directories (id)",
    "ALTER TABLE users ADD COLUMN directory_key text",
    "ALTER TABLE users ADD COLUMN directory_dn text",
    // When the directory was first found to hold them no more; they come back without loss.
    "ALTER TABLE users ADD COLUMN gone_at bigint",
    "CREATE UNIQUE INDEX users_directory_key ON users (directory_id, directory_key)",
    // An id of its own is made from the person's: one row each, and nothing else has that id.
    "INSERT INTO role_assignments (id, role, user_id, created_at) \
     SELECT id, role, id, updated_at FROM users WHERE role IS NOT NULL",
    "ALTER TABLE users DROP COLUMN role",
    // A directory is read once at a time, whoever asks, in whichever process.
    "CREATE UNIQUE INDEX directory_syncs_open ON directory_syncs (directory_id) \
     WHERE state IN ('waiting', 'running')",
    // Two local groups never share a name; a directory may hold what it likes.
    "CREATE UNIQUE INDEX groups_local_name ON groups (name_key) WHERE directory_id IS NULL",
];
