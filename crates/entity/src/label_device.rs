//! Devices that carry a label by hand.

use sea_orm::entity::prelude::*;

/// A device that carries a label by hand.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "label_devices")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub label_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub device_id: Uuid,
}

/// Relations are followed by hand, in the stores of the rooms.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
