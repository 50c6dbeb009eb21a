//! Sign-ins by certificate on their way from the listener that saw the certificate to the main one.

use sea_orm::entity::prelude::*;

/// Sign-ins by certificate on their way from the listener that saw the certificate to the main one.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "certificate_handovers")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub token_hash: Vec<u8>,
    pub browser_hash: Vec<u8>,
    #[sea_orm(column_type = "Text")]
    pub face: String,
    pub user_id: Uuid,
    pub chain: Vec<u8>,
    pub expires_at: i64,
}

/// Relations are followed by hand, in the stores of the rooms.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
