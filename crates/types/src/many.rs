//! One change to many people at once.

use serde::{Deserialize, Serialize};

use crate::{
    error::{FieldCode, FieldError},
    ids::{GroupId, UserId},
    user::{PortalRight, check_rights},
    validate::Validate,
};

/// What is done to each of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ManyChange {
    /// They join a local group.
    JoinGroup(GroupId),
    /// They may do this in the portal by name, and nothing else.
    SetRights(Vec<PortalRight>),
    /// They can do nothing any more.
    Disable,
    /// They can do again what they could.
    Enable,
}

/// Changes many people; each stands for themselves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeUsers {
    /// 1 to 100 people.
    pub users: Vec<UserId>,
    /// What is done.
    pub change: ManyChange,
}

impl ChangeUsers {
    /// Most people at once.
    pub const MAX: usize = 100;
}

impl Validate for ChangeUsers {
    fn check(&self, errors: &mut Vec<FieldError>) {
        if self.users.is_empty() {
            errors.push(FieldError::new("users", FieldCode::Required));
        }
        if self.users.len() > Self::MAX {
            errors.push(FieldError::new("users", FieldCode::TooLong));
        }
        if let ManyChange::SetRights(rights) = &self.change {
            check_rights(Some(rights), errors);
        }
    }
}
