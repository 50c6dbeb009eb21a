//! The certificate that began a session, with its chain; nothing secret.

use sea_orm::entity::prelude::*;

/// The certificate that began a session, with its chain; nothing secret.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "session_certificates")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub session_id: Uuid,
    pub chain: Vec<u8>,
}

/// Relations are followed by hand, in the stores of the rooms.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
