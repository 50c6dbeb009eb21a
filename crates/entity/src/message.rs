//! The outbox.

use sea_orm::entity::prelude::*;

/// The outbox.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "messages")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    pub user_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub channel: String,
    #[sea_orm(column_type = "Text")]
    pub to_address: String,
    #[sea_orm(column_type = "Text")]
    pub language: String,
    #[sea_orm(column_type = "Text")]
    pub subject: String,
    #[sea_orm(column_type = "Text")]
    pub state: String,
    pub registration_id: Option<Uuid>,
    pub registration_issued_at: Option<i64>,
    pub link_id: Option<Uuid>,
    pub attempts: i64,
    #[sea_orm(column_type = "Text", nullable)]
    pub last_error: Option<String>,
    pub next_attempt_at: Option<i64>,
    pub locked_until: Option<i64>,
    pub created_at: i64,
    /// Since when it waits for the mail server; the tries end a day later.
    pub queued_at: i64,
    /// When the last try ended.
    pub attempted_at: Option<i64>,
    pub sent_at: Option<i64>,
    #[sea_orm(column_type = "Text", nullable)]
    pub notice: Option<String>,
    /// The texts that this message tries, as JSON; it carries sample data.
    #[sea_orm(column_type = "Text", nullable)]
    pub trial: Option<String>,
}

/// Relations are followed by hand, in the stores of the rooms.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
