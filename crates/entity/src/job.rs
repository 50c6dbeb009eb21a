//! Long work that somebody asked for.

use sea_orm::entity::prelude::*;

/// Long work that somebody asked for.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "jobs")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    #[sea_orm(column_type = "Text")]
    pub state: String,
    /// What was asked for, as JSON of its kind.
    #[sea_orm(column_type = "Text")]
    pub input: String,
    pub total: i64,
    pub done: i64,
    pub skipped: i64,
    pub failed: i64,
    pub started_by: Option<Uuid>,
    #[sea_orm(column_type = "Text")]
    pub started_by_name: String,
    /// What who began it could do then, as a role keeps permissions.
    #[sea_orm(column_type = "Text")]
    pub permissions: String,
    pub created_at: i64,
    pub started_at: Option<i64>,
    pub finished_at: Option<i64>,
}

/// Relations are followed by hand, in the stores of the rooms.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
