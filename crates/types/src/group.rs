//! Groups of people: rows, details, and the inputs that create and change them.

use serde::{Deserialize, Serialize};

use crate::{
    error::{FieldCode, FieldError},
    ids::{DirectoryId, GroupId, UserId},
    page::PageQuery,
    role::RoleKey,
    time::Timestamp,
    user::{PortalRight, Source, check_rights},
    validate::{Validate, check_line},
};

/// A group in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GroupRow {
    /// The group.
    pub id: GroupId,
    /// Its name; unique among local groups.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Where it comes from. Name and members of one from a directory are changed there.
    pub source: Source,
    /// Which directory, for those from one.
    pub directory_id: Option<DirectoryId>,
    /// The name of that directory.
    pub directory_name: Option<String>,
    /// What its members may do in the portal, beside what they may do by name.
    pub rights: Vec<PortalRight>,
    /// Administrator roles of its members.
    pub roles: Vec<RoleKey>,
    /// How many people are in it.
    pub member_count: u64,
    /// When its directory was first found to hold it no more.
    pub gone_at: Option<Timestamp>,
    /// When the record was made.
    pub created_at: Timestamp,
}

/// A group with everything that its page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GroupDetail {
    /// The row.
    #[serde(flatten)]
    pub row: GroupRow,
    /// The version for `If-Match`.
    pub version: i64,
    /// When the record was last changed.
    pub updated_at: Timestamp,
}

/// Creates a local group without members.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateGroup {
    /// 1 to 80 characters.
    pub name: String,
    /// Up to 200 characters.
    #[serde(default)]
    pub description: String,
    /// What its members may do in the portal.
    #[serde(default)]
    pub rights: Vec<PortalRight>,
}

impl Validate for CreateGroup {
    fn check(&self, errors: &mut Vec<FieldError>) {
        check_line("name", &self.name, 1, 80, errors);
        check_line("description", &self.description, 0, 200, errors);
        check_rights(Some(&self.rights), errors);
    }
}

/// Changes a group; what is not given stays. Of a group from a directory only the rights can be
/// changed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct UpdateGroup {
    /// 1 to 80 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Up to 200 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The whole new set of portal rights.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rights: Option<Vec<PortalRight>>,
}

impl Validate for UpdateGroup {
    fn check(&self, errors: &mut Vec<FieldError>) {
        if let Some(name) = &self.name {
            check_line("name", name, 1, 80, errors);
        }
        check_line("description", self.description.as_deref().unwrap_or_default(), 0, 200, errors);
        check_rights(self.rights.as_deref(), errors);
    }
}

/// Takes people into a local group and out of it, all or none. Who is there already stays; who is not
/// there is not missed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangeMembers {
    /// Who joins.
    #[serde(default)]
    pub add: Vec<UserId>,
    /// Who leaves.
    #[serde(default)]
    pub remove: Vec<UserId>,
}

impl ChangeMembers {
    /// Most people in one change.
    pub const MAX: usize = 500;
}

impl Validate for ChangeMembers {
    fn check(&self, errors: &mut Vec<FieldError>) {
        for (path, list) in [("add", &self.add), ("remove", &self.remove)] {
            if list.len() > Self::MAX {
                errors.push(FieldError::new(path, FieldCode::TooLong));
            }
        }
        if let Some(index) = self.remove.iter().position(|id| self.add.contains(id)) {
            errors.push(FieldError::new(format!("remove[{index}]"), FieldCode::Taken));
        }
    }
}

/// Which groups to list, newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupQuery {
    /// Part of the name or the description.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// Only those from there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    /// Only those that this person is in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    /// Which part of the list.
    #[serde(flatten)]
    pub page: PageQuery,
}

impl Validate for GroupQuery {
    fn check(&self, errors: &mut Vec<FieldError>) {
        check_line("q", self.q.as_deref().unwrap_or_default(), 0, 200, errors);
        self.page.check(errors);
    }
}
