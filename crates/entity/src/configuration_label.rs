//! Labels that a configuration is assigned to.

use sea_orm::entity::prelude::*;

/// A label that a configuration is assigned to.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "configuration_labels")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub configuration_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub label_id: Uuid,
}

/// Relations are followed by hand, in the stores of the rooms.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
