//! Configurations on devices.

use sea_orm::entity::prelude::*;

/// How a configuration stands on a device.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "device_configurations")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub device_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub configuration_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub state: String,
    /// Which issue is meant.
    pub issue: i64,
    /// Which issue the device has, as far as is known.
    pub installed_issue: Option<i64>,
    #[sea_orm(column_type = "Text", nullable)]
    pub detail: Option<String>,
    pub updated_at: i64,
}

/// Relations are followed by hand, in the stores of the rooms.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
