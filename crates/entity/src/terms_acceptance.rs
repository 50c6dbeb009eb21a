//! Who has accepted which version of the terms of use.

use sea_orm::entity::prelude::*;

/// That somebody accepted a version of the terms of use while registering a device.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "terms_acceptances")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub terms_id: Uuid,
    /// Kept when the registration is gone.
    pub registration_id: Uuid,
    /// Kept when the record is gone.
    pub device_id: Uuid,
    pub user_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub platform: String,
    pub accepted_at: i64,
    #[sea_orm(column_type = "Text", nullable)]
    pub address: Option<String>,
}

/// Relations are followed by hand, in the stores of the rooms.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
