//! Who somebody is to a script of their own, and the tokens by which it comes.

use serde::{Deserialize, Serialize};

use crate::{
    access::Preferences,
    ids::{TokenId, UserId},
    permission::{Permission, Scope},
    registration::DeviceLimit,
    time::Timestamp,
    user::Source,
};

/// A token by which somebody sees to their own things. Holds no secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnToken {
    /// The token.
    pub id: TokenId,
    /// Its name.
    pub name: String,
    /// What it may be used for.
    pub scopes: Vec<Scope>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was used last, to the minute.
    pub last_used_at: Option<Timestamp>,
}

impl OwnToken {
    /// Most tokens that a person has at once.
    pub const MOST: u64 = 10;
    /// Longest name, in characters.
    pub const MAX_NAME: usize = 80;
}

/// The person behind a token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnProfile {
    /// The person.
    pub user_id: UserId,
    /// The name to sign in with.
    pub username: String,
    /// The name to show.
    pub display_name: String,
    /// E-mail address, if there is one.
    pub email: Option<String>,
    /// E.164, if there is one.
    pub phone_number: Option<String>,
    /// Where the record comes from.
    pub source: Source,
    /// What they chose for themselves.
    pub preferences: Preferences,
    /// What may be done now, by this token.
    pub permissions: Vec<Permission>,
    /// How many devices they may have, and have.
    pub limit: DeviceLimit,
    /// The version for `If-Match`.
    pub version: i64,
}
