//! Device records.

use sea_orm::entity::prelude::*;

/// Device records.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "devices")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub user_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub state: String,
    #[sea_orm(column_type = "Text")]
    pub platform: String,
    #[sea_orm(column_type = "Text")]
    pub ownership: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub name: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub model: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub os_version: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub serial_number: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub phone_number: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub country: Option<String>,
    pub battery_percent: Option<i64>,
    pub public_key: Option<Vec<u8>>,
    pub created_at: i64,
    pub updated_at: i64,
    pub registered_at: Option<i64>,
    pub active_at: Option<i64>,
    pub last_seen_at: Option<i64>,
    /// The serial number as it is compared; nothing where it says nothing.
    #[sea_orm(column_type = "Text", nullable)]
    pub serial_key: Option<String>,
    /// When its management profile arrived.
    pub profile_at: Option<i64>,
    /// When its person was told that the profile is missing.
    pub profile_missing_at: Option<i64>,
    /// The version of its system so that versions compare as texts.
    #[sea_orm(column_type = "Text", nullable)]
    pub os_key: Option<String>,
    /// Whose it is from its next check-in on.
    #[sea_orm(column_type = "Text", nullable)]
    pub ownership_wanted: Option<String>,
    /// Under which epoch it was compared with its labels and configurations.
    pub compared_at: Option<i64>,
}

/// Relations are followed by hand, in the stores of the rooms.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
