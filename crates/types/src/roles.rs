//! Roles as lists and pages show them, who holds them, and the inputs that make, change, give and take
//! them.

use serde::{Deserialize, Serialize};

use crate::{
    error::{ErrorCode, FieldCode, FieldError},
    ids::{GroupId, UserId},
    page::PageQuery,
    permission::Permission,
    platform::words,
    role::RoleKey,
    time::Timestamp,
    validate::{Validate, check_line},
};

/// A role in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RoleRow {
    /// The role.
    pub id: RoleKey,
    /// Its name; that of a built-in one is English here.
    pub name: String,
    /// What it is for; empty for built-in ones.
    pub description: String,
    /// Whether it comes with Gatehouse and cannot be changed.
    pub built_in: bool,
    /// What it allows.
    pub permissions: Vec<Permission>,
    /// How many people have it by name.
    pub users: u64,
    /// How many groups give it to their members.
    pub groups: u64,
}

/// A role with everything that its page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RoleDetail {
    /// The row.
    #[serde(flatten)]
    pub row: RoleRow,
    /// The version for `If-Match`; 0 for built-in ones.
    pub version: i64,
    /// When it was last changed; nothing for built-in ones.
    pub updated_at: Option<Timestamp>,
}

/// Somebody or a group that has a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum RoleHolder {
    /// A person, by name.
    User {
        /// The person.
        id: UserId,
        /// The name to show.
        name: String,
        /// The name to sign in with.
        username: String,
    },
    /// All members of a group.
    Group {
        /// The group.
        id: GroupId,
        /// Its name.
        name: String,
        /// How many people are in it.
        members: u64,
    },
}

/// Which part of the list of those who hold a role, newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HolderQuery {
    /// Which part of the list.
    #[serde(flatten)]
    pub page: PageQuery,
}

impl Validate for HolderQuery {
    fn check(&self, errors: &mut Vec<FieldError>) {
        self.page.check(errors);
    }
}

/// Makes a role.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateRole {
    /// 1 to 60 characters, unique without regard to case.
    pub name: String,
    /// Up to 200 characters.
    #[serde(default)]
    pub description: String,
    /// One or more; none of those about one's own things.
    pub permissions: Vec<Permission>,
}

impl Validate for CreateRole {
    fn check(&self, errors: &mut Vec<FieldError>) {
        check_line("name", &self.name, 1, 60, errors);
        check_line("description", &self.description, 0, 200, errors);
        check_permissions(&self.permissions, errors);
    }
}

/// Changes a role; what is not given stays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct UpdateRole {
    /// 1 to 60 characters, unique without regard to case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Up to 200 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The whole new set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permissions: Option<Vec<Permission>>,
}

impl Validate for UpdateRole {
    fn check(&self, errors: &mut Vec<FieldError>) {
        if let Some(name) = &self.name {
            check_line("name", name, 1, 60, errors);
        }
        check_line("description", self.description.as_deref().unwrap_or_default(), 0, 200, errors);
        if let Some(permissions) = &self.permissions {
            check_permissions(permissions, errors);
        }
    }
}

fn check_permissions(permissions: &[Permission], errors: &mut Vec<FieldError>) {
    if permissions.is_empty() {
        errors.push(FieldError::new("permissions", FieldCode::Required));
    }
    for (index, permission) in permissions.iter().enumerate() {
        let path = || format!("permissions[{index}]");
        if permission.is_own() {
            errors.push(FieldError::new(path(), FieldCode::UnknownValue));
        } else if permissions.iter().take(index).any(|earlier| earlier == permission) {
            errors.push(FieldError::new(path(), FieldCode::Taken));
        }
    }
}

/// The whole set of roles of a person or a group, by name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RoleSet {
    /// The roles, each once.
    pub roles: Vec<RoleKey>,
}

impl RoleSet {
    /// Most roles of one person or group.
    pub const MAX: usize = 50;
}

impl Validate for RoleSet {
    fn check(&self, errors: &mut Vec<FieldError>) {
        if self.roles.len() > Self::MAX {
            errors.push(FieldError::new("roles", FieldCode::TooLong));
        }
        for (index, role) in self.roles.iter().enumerate() {
            if self.roles.iter().take(index).any(|earlier| earlier == role) {
                errors.push(FieldError::new(format!("roles[{index}]"), FieldCode::Taken));
            }
        }
    }
}

words! {
    /// Whether roles are given or taken.
    RoleChange {
        /// Give.
        Grant = "grant",
        /// Take.
        Revoke = "revoke",
    }
}

/// Gives one role to many people, or takes it from them. Each stands for itself: one who is refused
/// does not stop the others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AssignRole {
    /// The role.
    pub role: RoleKey,
    /// Give or take.
    pub change: RoleChange,
    /// 1 to 500 people, each once.
    pub users: Vec<UserId>,
}

impl AssignRole {
    /// Most people in one request.
    pub const MAX: usize = 500;
}

impl Validate for AssignRole {
    fn check(&self, errors: &mut Vec<FieldError>) {
        if self.users.is_empty() {
            errors.push(FieldError::new("users", FieldCode::Required));
        } else if self.users.len() > Self::MAX {
            errors.push(FieldError::new("users", FieldCode::TooLong));
        } else {
            let mut seen = std::collections::BTreeSet::new();
            for (index, user) in self.users.iter().enumerate() {
                if !seen.insert(user) {
                    errors.push(FieldError::new(format!("users[{index}]"), FieldCode::Taken));
                }
            }
        }
    }
}

/// What became of each person, in the order in which they were named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AssignedRole {
    /// One for each person.
    pub results: Vec<AssignResult>,
}

/// What became of one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AssignResult {
    /// The person.
    pub user_id: UserId,
    /// Whether anything changed; not for those who had the role, or had it not, before.
    pub changed: bool,
    /// Why it was refused, if it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<ErrorCode>,
}
