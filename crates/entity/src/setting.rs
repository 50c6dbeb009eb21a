//! Settings, one JSON value per key.

use sea_orm::entity::prelude::*;

/// Settings, one JSON value per key.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "settings")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    #[sea_orm(column_type = "Text")]
    pub value: String,
    pub version: i64,
    pub updated_at: i64,
    #[sea_orm(column_type = "Text", nullable)]
    pub updated_by: Option<String>,
}

/// Relations are followed by hand, in the stores of the rooms.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
