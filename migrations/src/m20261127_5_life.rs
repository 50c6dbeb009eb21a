//! Devices that come back: what their serial number is compared by; and those without the management
//! profile that their platform needs.

use sea_orm_migration::prelude::*;

/// Devices that come back, and those without their management profile.
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
        Ok(())
    }
}

const STATEMENTS: &[&str] = &[
    // The serial number in capitals; nothing for one that says nothing about which device it is.
    "ALTER TABLE devices ADD COLUMN serial_key text",
    // Placeholders of makers are sorted out when such a device checks in with its facts again.
    "UPDATE devices SET serial_key = upper(trim(serial_number)) WHERE length(trim(serial_number)) >= 4",
    "CREATE INDEX devices_serial_key ON devices (serial_key)",
    // When a management profile arrived, and when its absence was told to the person.
    "ALTER TABLE devices ADD COLUMN profile_at bigint",
    "ALTER TABLE devices ADD COLUMN profile_missing_at bigint",
    // Ended records, oldest first, for the rule that deletes them.
    "CREATE INDEX devices_ended ON devices (state, updated_at)",
];
