//! Browsers and networks from which people signed in not long ago, by keyed hash.

use sea_orm::entity::prelude::*;

/// Browsers and networks from which people signed in not long ago, by keyed hash.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "familiar_browsers")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub mark: Vec<u8>,
    pub last_seen_at: i64,
}

/// Relations are followed by hand, in the stores of the rooms.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
