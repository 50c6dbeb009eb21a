//! Apple TVs come in by Apple Configurator (product.md 3.3, R8).

use serde::{Deserialize, Serialize};

use crate::{
    error::{FieldCode, FieldError},
    ids::{TvEnrolmentId, UserId},
    platform::Ownership,
    time::Timestamp,
    validate::{Validate, check_line},
};

/// Makes an enrolment by which Apple TVs of one person come in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateTvEnrolment {
    /// Whose the Apple TVs are.
    pub user_id: UserId,
    /// 1 to 80 characters, such as "Meeting rooms, floor 3".
    pub name: String,
    /// How many Apple TVs may come in, 1 to 50.
    pub uses: u32,
    /// For how long, 1 to 4,320 hours.
    pub lifetime_h: u32,
    /// Who owns them; else as the settings say.
    #[serde(default)]
    pub ownership: Option<Ownership>,
}

impl Validate for CreateTvEnrolment {
    fn check(&self, errors: &mut Vec<FieldError>) {
        check_line("name", &self.name, 1, 80, errors);
        if !(1..=50).contains(&self.uses) {
            errors.push(FieldError::new("uses", FieldCode::OutOfRange));
        }
        if !(1..=4_320).contains(&self.lifetime_h) {
            errors.push(FieldError::new("lifetime_h", FieldCode::OutOfRange));
        }
    }
}

/// An enrolment of Apple TVs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TvEnrolment {
    /// The enrolment.
    pub id: TvEnrolmentId,
    /// What it is for.
    pub name: String,
    /// Whose the Apple TVs are.
    pub user_id: UserId,
    /// Their name.
    pub user_display_name: String,
    /// Who owns them.
    pub ownership: Ownership,
    /// How many may come in.
    pub uses: u32,
    /// How many have.
    pub used: u32,
    /// Until when.
    pub expires_at: Timestamp,
    /// Whether one more may come in now.
    pub is_open: bool,
    /// Who made it.
    pub created_by: String,
    /// When.
    pub created_at: Timestamp,
}

/// What lets Apple TVs in. A secret: whoever has it lets one in.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TvAccess {
    /// The address for Apple Configurator.
    pub server_url: String,
}

/// Without its secret.
impl std::fmt::Debug for TvAccess {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TvAccess")
    }
}
