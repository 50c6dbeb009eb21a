//! One of the things that a job does, with its result.

use sea_orm::entity::prelude::*;

/// One of the things that a job does, with its result.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "job_items")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub job_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i64,
    pub user_id: Option<Uuid>,
    /// What to do, as JSON of the kind of job.
    #[sea_orm(column_type = "Text", nullable)]
    pub input: Option<String>,
    /// What a draft would do, in a word of the kind.
    #[sea_orm(column_type = "Text", nullable)]
    pub plan: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub outcome: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub reason: Option<String>,
    pub message_id: Option<Uuid>,
    pub device_id: Option<Uuid>,
    pub at: Option<i64>,
}

/// Relations are followed by hand, in the stores of the rooms.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
