//! Challenges by which devices ask for their certificates.

use sea_orm::entity::prelude::*;

/// A challenge by which a device asks for its certificate.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "certificate_challenges")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub challenge_hash: Vec<u8>,
    pub registration_id: Uuid,
    /// For which issue of the registration.
    pub registration_issued_at: i64,
    pub created_at: i64,
    pub expires_at: i64,
    /// What it was used for.
    pub certificate_id: Option<Uuid>,
    /// The certificate that the one asked for will follow.
    pub renews_id: Option<Uuid>,
}

/// Relations are followed by hand, in the stores of the rooms.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
