//! Enrolments of Apple TVs.

use sea_orm::entity::prelude::*;

/// By which Apple TVs of one person come in.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "tv_enrolments")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub user_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub name: String,
    #[sea_orm(column_type = "Text")]
    pub ownership: String,
    pub token_hash: Vec<u8>,
    /// The token, in an envelope, while it works.
    pub token: Option<Vec<u8>>,
    pub uses: i64,
    pub used: i64,
    pub expires_at: i64,
    #[sea_orm(column_type = "Text")]
    pub created_by: String,
    pub created_at: i64,
}

/// Relations are followed by hand, in the stores of the rooms.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
