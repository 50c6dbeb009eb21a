//! Files with certificates that wait for what they are for.

use sea_orm::entity::prelude::*;

/// A file that somebody has uploaded; one each.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "certificate_uploads")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub user_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub file_name: String,
    /// Bytes of the file.
    pub size: i64,
    /// What is in it, as JSON.
    #[sea_orm(column_type = "Text")]
    pub identities: String,
    /// 1 while no password has opened it that should.
    pub locked: i64,
    /// Keys, certificates and file, in an envelope.
    pub content: Vec<u8>,
    pub expires_at: i64,
}

/// Relations are followed by hand, in the stores of the rooms.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
