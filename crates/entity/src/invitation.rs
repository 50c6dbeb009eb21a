//! The latest invitation of a person.

use sea_orm::entity::prelude::*;

/// The latest invitation of a person.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "invitations")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: Uuid,
    pub message_id: Option<Uuid>,
    /// Under which somebody without a password chooses one.
    pub link_id: Option<Uuid>,
    /// When the first message was written.
    pub invited_at: i64,
    /// When the latest message was written.
    pub written_at: i64,
    pub times: i64,
    pub withdrawn_at: Option<i64>,
}

/// Relations are followed by hand, in the stores of the rooms.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
