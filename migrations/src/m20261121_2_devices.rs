//! Devices: records, places under the limit, registrations, commands and used nonces.

use sea_orm_migration::prelude::*;

use crate::columns::*;

/// Devices: records, places under the limit, registrations, commands and used nonces.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let devices = table("devices")
            .col(uuid("user_id"))
            .col(text("state"))
            .col(text("platform"))
            .col(text("ownership"))
            .col(text_null("name"))
            .col(text_null("model"))
            .col(text_null("os_version"))
            .col(text_null("serial_number"))
            .col(text_null("phone_number"))
            .col(text_null("country"))
            .col(int_null("battery_percent"))
            .col(bytes_null("public_key"))
            .col(int("created_at"))
            .col(int("updated_at"))
            .col(int_null("registered_at"))
            .col(int_null("active_at"))
            .col(int_null("last_seen_at"))
            .foreign_key(&mut belongs_to("devices", "user_id", "users"))
            .take();
        let device_slots = bare_table("device_slots")
            .col(uuid("user_id"))
            .col(int("slot"))
            .col(uuid("device_id"))
            .primary_key(Index::create().col("user_id").col("slot"))
            .foreign_key(&mut belongs_to("device_slots", "user_id", "users"))
            .foreign_key(&mut belongs_to("device_slots", "device_id", "devices"))
            .take();
        let registrations = table("registrations")
            .col(uuid("device_id"))
            .col(uuid("user_id"))
            .col(text("status"))
            .col(text("language"))
            .col(bytes_null("pin_mac"))
            .col(bytes("link_hash"))
            .col(bytes_null("envelope"))
            .col(bytes_null("redeemed_key"))
            .col(int("created_at"))
            .col(int("issued_at"))
            .col(int("expires_at"))
            .col(int_null("opened_at"))
            .col(int_null("used_at"))
            .col(int_null("pin_ended_at"))
            .foreign_key(&mut belongs_to("registrations", "device_id", "devices"))
            .foreign_key(&mut belongs_to("registrations", "user_id", "users"))
            .take();
        let commands = table("commands")
            .col(uuid("device_id"))
            .col(text("action"))
            .col(text("params"))
            .col(text("state"))
            .col(uuid_null("requested_by_id"))
            .col(text("requested_by"))
            .col(text_null("detail"))
            .col(int("created_at"))
            .col(int("expires_at"))
            .col(int_null("sent_at"))
            .col(int_null("finished_at"))
            .foreign_key(&mut belongs_to("commands", "device_id", "devices"))
            .take();
        let device_nonces = bare_table("device_nonces")
            .col(uuid("device_id"))
            .col(text("nonce"))
            .col(int("expires_at"))
            .primary_key(Index::create().col("device_id").col("nonce"))
            .foreign_key(&mut belongs_to("device_nonces", "device_id", "devices"))
            .take();
        create(
            manager,
            vec![devices, device_slots, registrations, commands, device_nonces],
            vec![
                index("devices", "devices_user_id", &["user_id"]),
                index("devices", "devices_state", &["state"]),
                unique("device_slots", "device_slots_device_id", &["device_id"]),
                unique("registrations", "registrations_link_hash", &["link_hash"]),
                index("registrations", "registrations_user_id", &["user_id", "status"]),
                index("registrations", "registrations_device_id", &["device_id"]),
                index("registrations", "registrations_due", &["status", "expires_at"]),
                index("commands", "commands_device_id", &["device_id", "state"]),
                index("commands", "commands_due", &["state", "expires_at"]),
                index("device_nonces", "device_nonces_expires_at", &["expires_at"]),
            ],
        )
        .await
    }
}
