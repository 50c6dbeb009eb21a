//! Registrations: PIN and link of one device.

use sea_orm::entity::prelude::*;

/// Registrations: PIN and link of one device.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "registrations")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub device_id: Uuid,
    pub user_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub status: String,
    #[sea_orm(column_type = "Text")]
    pub language: String,
    pub pin_mac: Option<Vec<u8>>,
    pub link_hash: Vec<u8>,
    pub envelope: Option<Vec<u8>>,
    pub redeemed_key: Option<Vec<u8>>,
    pub created_at: i64,
    pub issued_at: i64,
    pub expires_at: i64,
    pub opened_at: Option<i64>,
    pub used_at: Option<i64>,
    pub pin_ended_at: Option<i64>,
    /// For how many points of the schedule somebody was reminded, of this issue.
    pub reminded: i64,
    pub reminded_issue: Option<i64>,
    /// The enrolment of Apple TVs that it came by.
    pub tv_enrolment_id: Option<Uuid>,
}

/// Relations are followed by hand, in the stores of the rooms.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
