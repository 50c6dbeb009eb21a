//! Labels.

use sea_orm::entity::prelude::*;

/// A named set of devices.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "labels")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// The name as it is compared.
    #[sea_orm(column_type = "Text")]
    pub name_key: String,
    #[sea_orm(column_type = "Text")]
    pub description: String,
    /// Which of those it is that are always there.
    #[sea_orm(column_type = "Text", nullable)]
    pub built_in: Option<String>,
    /// As JSON; nothing where devices are chosen by hand.
    #[sea_orm(column_type = "Text", nullable)]
    pub rule: Option<String>,
    pub version: i64,
    pub created_at: i64,
    pub updated_at: i64,
}

/// Relations are followed by hand, in the stores of the rooms.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
