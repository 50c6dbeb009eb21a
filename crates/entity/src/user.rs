//! People.

use sea_orm::entity::prelude::*;

/// People.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "users")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub username: String,
    #[sea_orm(column_type = "Text")]
    pub username_key: String,
    #[sea_orm(column_type = "Text")]
    pub display_name: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub email: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub phone_number: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub language: String,
    #[sea_orm(column_type = "Text")]
    pub state: String,
    #[sea_orm(column_type = "Text")]
    pub rights: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub password_hash: Option<String>,
    pub version: i64,
    pub created_at: i64,
    pub updated_at: i64,
    pub last_sign_in_at: Option<i64>,
    #[sea_orm(column_type = "Text", nullable)]
    pub first_name: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub last_name: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub time_zone: Option<String>,
    pub directory_id: Option<Uuid>,
    #[sea_orm(column_type = "Text", nullable)]
    pub directory_key: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub directory_dn: Option<String>,
    pub gone_at: Option<i64>,
    #[sea_orm(column_type = "Text", nullable)]
    pub theme: Option<String>,
    pub deleted_at: Option<i64>,
    #[sea_orm(column_type = "Text")]
    pub search: String,
}

/// Relations are followed by hand, in the stores of the rooms.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
