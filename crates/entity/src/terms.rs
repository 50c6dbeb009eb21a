//! Versions of the terms of use.

use sea_orm::entity::prelude::*;

/// One version of the terms of use, in one language for one country or all.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "terms")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub language: String,
    /// Empty for all countries, so that the unique index holds for these as well.
    #[sea_orm(column_type = "Text")]
    pub country: String,
    pub version: i64,
    /// Nothing where the text was withdrawn.
    #[sea_orm(column_type = "Text", nullable)]
    pub text: Option<String>,
    pub changed_at: i64,
    #[sea_orm(column_type = "Text")]
    pub changed_by: String,
}

/// Relations are followed by hand, in the stores of the rooms.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
