//! Enrolments of Apple's devices.

use sea_orm::entity::prelude::*;

/// An enrolment of one of Apple's devices: how it is known and reached.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "apple_enrolments")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub device_id: Uuid,
    /// The certificate that it signs with.
    pub certificate_id: Uuid,
    /// The UDID, or the id of an enrolment by account.
    #[sea_orm(column_type = "Text")]
    pub enrolment_id: String,
    /// Its address at the push service.
    pub push_token: Option<Vec<u8>>,
    /// What a push must say, in an envelope.
    pub push_magic: Option<Vec<u8>>,
    /// What takes its passcode away, in an envelope.
    pub unlock_token: Option<Vec<u8>>,
    /// A Mac's token for later, in an envelope.
    pub bootstrap_token: Option<Vec<u8>>,
    /// When it told last how it is reached.
    pub token_at: Option<i64>,
    /// When it was asked last about itself.
    pub asked_at: Option<i64>,
    /// What the device tells about itself, as JSON.
    #[sea_orm(column_type = "Text", nullable)]
    pub facts: Option<String>,
    pub created_at: i64,
    /// The topic of its profile, which never changes.
    #[sea_orm(column_type = "Text")]
    pub topic: String,
    /// When it is to be called next.
    pub push_at: Option<i64>,
    /// How often it was to be called, so that a call in the middle of another is not taken for it.
    pub push_calls: i64,
    /// How often it was called for the same thing.
    pub push_tries: i64,
    /// What the push service says of it.
    #[sea_orm(column_type = "Text")]
    pub push_state: String,
    /// Its words.
    #[sea_orm(column_type = "Text", nullable)]
    pub push_detail: Option<String>,
    /// When it was called last.
    pub pushed_at: Option<i64>,
}

/// Relations are followed by hand, in the stores of the rooms.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
