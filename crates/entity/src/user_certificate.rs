//! Certificates that people bring along.

use sea_orm::entity::prelude::*;

/// A certificate, with its private key as long as it is in use.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "user_certificates")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub user_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub file_name: String,
    /// What it says, as JSON; nothing where it could not be looked into.
    #[sea_orm(column_type = "Text", nullable)]
    pub facts: Option<String>,
    pub not_after: Option<i64>,
    /// Bytes of the file.
    pub size: i64,
    /// Key, certificates and file, in an envelope; gone when the last use has ended.
    pub content: Option<Vec<u8>>,
    pub created_at: i64,
    /// Of how many days before its end the person was told last.
    pub noticed_days: Option<i64>,
}

/// Relations are followed by hand, in the stores of the rooms.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
