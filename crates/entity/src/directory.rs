//! Directories that people are read from.

use sea_orm::entity::prelude::*;

/// Directories that people are read from.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "directories")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub name: String,
    #[sea_orm(column_type = "Text")]
    pub settings: String,
    pub bind_password: Option<Vec<u8>>,
    pub enabled: i64,
    pub version: i64,
    pub created_at: i64,
    pub updated_at: i64,
    pub next_sync_at: Option<i64>,
}

/// Relations are followed by hand, in the stores of the rooms.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
