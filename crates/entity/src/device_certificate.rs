//! Certificates that the authority of devices has issued.

use sea_orm::entity::prelude::*;

/// A certificate that the authority of devices has issued.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "device_certificates")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub registration_id: Uuid,
    /// For which issue of the registration.
    pub registration_issued_at: i64,
    pub serial: Vec<u8>,
    /// SHA-256 of the certificate.
    pub fingerprint: Vec<u8>,
    /// SHA-256 of the key, so that the same key gets the same answer again.
    pub public_key_hash: Vec<u8>,
    /// DER.
    pub certificate: Vec<u8>,
    pub issued_at: i64,
    pub expires_at: i64,
    pub revoked_at: Option<i64>,
}

/// Relations are followed by hand, in the stores of the rooms.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
