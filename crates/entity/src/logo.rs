//! The organisation's logos, one for each theme.

use sea_orm::entity::prelude::*;

/// The organisation's logos, one for each theme.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "logos")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub theme: String,
    pub content: Vec<u8>,
    #[sea_orm(column_type = "Text")]
    pub hash: String,
    pub width: i64,
    pub height: i64,
    pub size: i64,
    pub updated_at: i64,
    #[sea_orm(column_type = "Text")]
    pub updated_by: String,
}

/// Relations are followed by hand, in the stores of the rooms.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
