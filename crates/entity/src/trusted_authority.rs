//! Authorities whose certificates count at sign-in, with their revocation lists.

use sea_orm::entity::prelude::*;

/// Authorities whose certificates count at sign-in, with their revocation lists.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "trusted_authorities")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub certificate: Vec<u8>,
    #[sea_orm(column_type = "Text")]
    pub fingerprint: String,
    pub crl_required: i64,
    pub crl: Option<Vec<u8>>,
    pub crl_added_at: Option<i64>,
    #[sea_orm(column_type = "Text")]
    pub added_by: String,
    pub version: i64,
    pub created_at: i64,
    pub updated_at: i64,
}

/// Relations are followed by hand, in the stores of the rooms.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
