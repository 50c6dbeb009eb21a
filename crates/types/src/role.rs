//! Administrator roles: built-in bundles of permissions, and those that an organisation makes.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize, de};

use crate::{ids::RoleId, platform::words};

words! {
    /// A built-in bundle of permissions for administrators.
    AdminRole {
        /// May do everything.
        SuperAdministrator = "super_administrator",
        /// Looks after all devices and registrations.
        DeviceAdministrator = "device_administrator",
        /// Helps people in and locks lost devices.
        HelpDesk = "help_desk",
        /// Registers devices for people.
        Registrar = "registrar",
        /// Reads everything but secrets, changes nothing.
        Auditor = "auditor",
    }
}

/// Which role: a built-in one by its word, another by its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RoleKey {
    /// One that comes with Gatehouse.
    BuiltIn(AdminRole),
    /// One that the organisation has made.
    Custom(RoleId),
}

impl RoleKey {
    /// The role that may do everything. Given to people by name only, never through a group.
    pub const SUPER: Self = Self::BuiltIn(AdminRole::SuperAdministrator);
}

impl AdminRole {
    /// The English name; pages have their own.
    pub fn title(self) -> &'static str {
        match self {
            Self::SuperAdministrator => "Super administrator",
            Self::DeviceAdministrator => "Device administrator",
            Self::HelpDesk => "Help desk",
            Self::Registrar => "Registrar",
            Self::Auditor => "Auditor",
        }
    }
}

impl fmt::Display for RoleKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BuiltIn(role) => role.fmt(f),
            Self::Custom(id) => id.fmt(f),
        }
    }
}

/// The text names no role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoSuchRole;

impl fmt::Display for NoSuchRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("neither a built-in role nor the id of a role")
    }
}

impl std::error::Error for NoSuchRole {}

impl FromStr for RoleKey {
    type Err = NoSuchRole;

    fn from_str(text: &str) -> Result<Self, NoSuchRole> {
        match AdminRole::from_word(text) {
            Some(role) => Ok(Self::BuiltIn(role)),
            None => text.parse().map(Self::Custom).map_err(|_| NoSuchRole),
        }
    }
}

impl Serialize for RoleKey {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for RoleKey {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for RoleKey {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::schema::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .description(Some("The word of a built-in role, or the id of another"))
            .examples([serde_json::json!("help_desk")])
            .into()
    }
}

#[cfg(feature = "openapi")]
impl utoipa::ToSchema for RoleKey {}
