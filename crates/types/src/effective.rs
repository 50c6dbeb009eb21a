//! What a person may do in the end, and where each part of it comes from.

use serde::{Deserialize, Serialize};

use crate::{ids::GroupId, permission::Permission, role::RoleKey, user::PortalRight};

/// How a right or role came to somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum GrantSource {
    /// Given to them by name.
    Name,
    /// Given to a group they are in.
    Group {
        /// The group.
        id: GroupId,
        /// Its name.
        name: String,
    },
}

/// What a person may do, with the sources.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Effective {
    /// Whether any of it counts at the moment: not for somebody who is disabled.
    pub active: bool,
    /// Portal rights, in their own order.
    pub rights: Vec<EffectiveRight>,
    /// Administrator roles: built-in ones first, then by name.
    pub roles: Vec<EffectiveRole>,
    /// What the roles allow together, in its own order.
    pub permissions: Vec<EffectivePermission>,
}

/// A portal right and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EffectiveRight {
    /// The right.
    pub right: PortalRight,
    /// One or more: by name first, then groups by name.
    pub sources: Vec<GrantSource>,
}

/// A role and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EffectiveRole {
    /// The role.
    pub role: RoleKey,
    /// Its name; that of a built-in one is English here.
    pub name: String,
    /// One or more: by name first, then groups by name.
    pub sources: Vec<GrantSource>,
}

/// A permission and the roles that give it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EffectivePermission {
    /// The permission.
    pub permission: Permission,
    /// One or more of the roles above.
    pub roles: Vec<RoleKey>,
}
