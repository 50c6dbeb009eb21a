//! Changes of message templates, one row each; the newest of a template is the one that counts.

use sea_orm::entity::prelude::*;

/// Changes of message templates, one row each; the newest of a template is the one that counts.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "message_templates")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    #[sea_orm(column_type = "Text")]
    pub language: String,
    /// Empty for all platforms, so that the unique index holds for these as well.
    #[sea_orm(column_type = "Text")]
    pub platform: String,
    pub version: i64,
    /// The texts as JSON; nothing where the built-in ones were restored.
    #[sea_orm(column_type = "Text", nullable)]
    pub texts: Option<String>,
    pub restored: Option<i64>,
    pub changed_at: i64,
    #[sea_orm(column_type = "Text")]
    pub changed_by: String,
}

/// Relations are followed by hand, in the stores of the rooms.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
