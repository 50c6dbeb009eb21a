//! What certificates of people are for.

use sea_orm::entity::prelude::*;

/// A certificate of a person for one setting.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "user_certificate_uses")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub certificate_id: Uuid,
    pub user_id: Uuid,
    pub configuration_id: Uuid,
    /// What the setting was called when this began.
    #[sea_orm(column_type = "Text")]
    pub configuration_name: String,
    /// Which issue of the configuration it is on devices; no other person has the same.
    pub issue: i64,
    pub created_at: i64,
    pub ended_at: Option<i64>,
    /// 1 when another certificate took its place.
    pub replaced: Option<i64>,
}

/// Relations are followed by hand, in the stores of the rooms.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
