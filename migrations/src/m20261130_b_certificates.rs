//! Certificates of devices, the challenges by which they are asked for, and the enrolments of Apple's devices.

use sea_orm_migration::prelude::*;

use crate::columns::*;

/// Certificates of devices, and the challenges by which they are asked for.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let certificates = table("device_certificates")
            .col(uuid("registration_id"))
            .col(int("registration_issued_at"))
            .col(bytes("serial"))
            .col(bytes("fingerprint"))
            .col(bytes("public_key_hash"))
            .col(bytes("certificate"))
            .col(int("issued_at"))
            .col(int("expires_at"))
            .col(int_null("revoked_at"))
            .foreign_key(&mut belongs_to("device_certificates", "registration_id", "registrations"))
            .take();
        let challenges = table("certificate_challenges")
            .col(bytes("challenge_hash"))
            .col(uuid("registration_id"))
            .col(int("registration_issued_at"))
            .col(int("created_at"))
            .col(int("expires_at"))
            .col(uuid_null("certificate_id"))
            .foreign_key(&mut belongs_to("certificate_challenges", "registration_id", "registrations"))
            .take();
        let enrolments = table("apple_enrolments")
            .col(uuid("device_id"))
            .col(uuid("certificate_id"))
            .col(text("enrolment_id"))
            .col(bytes_null("push_token"))
            .col(bytes_null("push_magic"))
            .col(bytes_null("unlock_token"))
            .col(bytes_null("bootstrap_token"))
            .col(int_null("token_at"))
            .col(int_null("asked_at"))
            .col(int("created_at"))
            .foreign_key(&mut belongs_to("apple_enrolments", "device_id", "devices"))
            .foreign_key(&mut belongs_to("apple_enrolments", "certificate_id", "device_certificates"))
            .take();
        create(
            manager,
            vec![certificates, challenges, enrolments],
            vec![
                unique("apple_enrolments", "apple_enrolments_device", &["device_id"]),
                unique("apple_enrolments", "apple_enrolments_certificate", &["certificate_id"]),
                unique("apple_enrolments", "apple_enrolments_enrolment", &["enrolment_id"]),
                unique("device_certificates", "device_certificates_fingerprint", &["fingerprint"]),
                unique("device_certificates", "device_certificates_serial", &["serial"]),
                index("device_certificates", "device_certificates_registration", &["registration_id"]),
                unique("certificate_challenges", "certificate_challenges_hash", &["challenge_hash"]),
                index("certificate_challenges", "certificate_challenges_registration", &["registration_id"]),
            ],
        )
        .await
    }
}
