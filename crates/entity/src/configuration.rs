//! Configurations.

use sea_orm::entity::prelude::*;

/// What devices are set up with.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "configurations")]
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
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    /// As JSON, without secrets.
    #[sea_orm(column_type = "Text")]
    pub settings: String,
    /// What devices know an uploaded profile by; unique.
    #[sea_orm(column_type = "Text", nullable)]
    pub identifier: Option<String>,
    /// The password of a network or the whole of an uploaded profile, in an envelope.
    pub secret: Option<Vec<u8>>,
    /// Rises with every change of what devices get.
    pub issue: i64,
    pub version: i64,
    pub created_at: i64,
    pub updated_at: i64,
    /// It was deleted, and is still to be taken off devices.
    pub deleted_at: Option<i64>,
}

/// Relations are followed by hand, in the stores of the rooms.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
