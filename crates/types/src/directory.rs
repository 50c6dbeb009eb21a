//! Directories that people and groups are read from by LDAP: how they are reached, what is read, and
//! what came of it.

mod report;
mod settings;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use report::{
    CertificateFacts, DirectoryFault, MembersFound, Skip, SkipReason, SyncCounts, SyncReport, SyncRow,
    SyncState, TestReport, TestServer, TestStep, TestStepKind,
};
pub use settings::{
    DirectoryAttributes, DirectoryPreset, DirectorySecurity, DirectorySettings, Membership, PeopleScope,
    is_loopback_host,
};

use crate::{
    error::{FieldCode, FieldError},
    ids::{DirectoryId, GroupId},
    platform::words,
    time::Timestamp,
    validate::{Validate, check_line},
};

/// A password on its way in: never shown, not even when debugging.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct BindPassword(pub String);

impl BindPassword {
    /// Longest password, in characters.
    pub const MAX: usize = 256;
}

impl fmt::Debug for BindPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BindPassword(…)")
    }
}

/// Connects a directory, or changes how it is connected as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DirectoryInput {
    /// 1 to 80 characters, unique.
    pub name: String,
    /// Whether it is read on schedule and its people can sign in.
    #[serde(default = "yes")]
    pub enabled: bool,
    /// How it is reached and what is read.
    pub settings: DirectorySettings,
    /// The password that Gatehouse itself signs in with. Left out on a change it stays as it is, unless
    /// server, security or bind DN change too: then it must be given again.
    #[serde(default)]
    pub bind_password: Option<BindPassword>,
}

fn yes() -> bool {
    true
}

impl Validate for DirectoryInput {
    fn check(&self, errors: &mut Vec<FieldError>) {
        check_line("name", &self.name, 1, 80, errors);
        self.settings.check(errors);
        if let Some(BindPassword(password)) = &self.bind_password {
            if password.is_empty() {
                errors.push(FieldError::new("bind_password", FieldCode::Required));
            } else if password.chars().count() > BindPassword::MAX {
                errors.push(FieldError::new("bind_password", FieldCode::TooLong));
            }
        }
    }
}

words! {
    /// How it stands with a directory.
    DirectoryState {
        /// Switched off: not read, and its people cannot sign in.
        Disabled = "disabled",
        /// Not read yet.
        New = "new",
        /// Being read now.
        Reading = "reading",
        /// The last reading was complete.
        Fine = "fine",
        /// The last reading was complete and would have taken many people away; that waits.
        Held = "held",
        /// The last reading failed; what was read before stays.
        Failing = "failing",
    }
}

/// A directory in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DirectoryRow {
    /// The directory.
    pub id: DirectoryId,
    /// Its name.
    pub name: String,
    /// Its main server.
    pub url: String,
    /// How it stands.
    pub state: DirectoryState,
    /// People from it that are not gone.
    pub people: u64,
    /// People from it that it held no more when it was last read.
    pub gone: u64,
    /// Groups chosen from it.
    pub groups: u64,
    /// The last complete reading.
    pub last_read_at: Option<Timestamp>,
    /// The next one on schedule.
    pub next_sync_at: Option<Timestamp>,
    /// The latest reading, however it ended.
    pub last_sync: Option<SyncRow>,
}

/// A directory with everything that its page shows; never its password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DirectoryDetail {
    /// As in the list.
    #[serde(flatten)]
    pub row: DirectoryRow,
    /// Whether it is read on schedule and its people can sign in.
    pub enabled: bool,
    /// How it is reached and what is read.
    pub settings: DirectorySettings,
    /// Whether a bind password is kept.
    pub has_password: bool,
    /// Counts up with each change; also the ETag.
    pub version: i64,
    /// Last change.
    pub updated_at: Timestamp,
}

/// A group in a directory, found by a search there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FoundGroup {
    /// Its lasting key in the directory.
    pub key: String,
    /// Its name there.
    pub name: String,
    /// Where it stands there.
    pub dn: String,
    /// What is said about it there.
    pub description: String,
    /// Whether it is chosen already.
    pub chosen: bool,
}

/// The answer to a search for groups.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FoundGroups {
    /// The first ones, by name.
    pub items: Vec<FoundGroup>,
    /// Whether there are more than these.
    pub more: bool,
    /// Why nothing could be looked for, if so.
    pub fault: Option<DirectoryFault>,
}

/// Which groups to look for in a directory.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FindGroups {
    /// A part of the name; all groups without it.
    #[serde(default)]
    pub q: Option<String>,
}

/// A group that was chosen from a directory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChosenGroup {
    /// The group.
    pub id: GroupId,
    /// Its lasting key in the directory.
    pub key: String,
    /// Its name there.
    pub name: String,
    /// Where it stands there.
    pub dn: String,
    /// People in it.
    pub members: u64,
    /// Portal rights that it gives.
    pub rights: u32,
    /// Administrator roles that it gives.
    pub roles: u32,
    /// Since when the directory holds it no more.
    pub gone_at: Option<Timestamp>,
}

/// Chooses groups by their keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ChooseGroups {
    /// 1 to 100 keys, as the search gave them.
    pub keys: Vec<String>,
}

impl Validate for ChooseGroups {
    fn check(&self, errors: &mut Vec<FieldError>) {
        if !(1..=100).contains(&self.keys.len()) {
            errors.push(FieldError::new("keys", FieldCode::OutOfRange));
        }
        for (index, key) in self.keys.iter().enumerate() {
            check_line(&format!("keys[{index}]"), key, 1, 64, errors);
        }
    }
}

/// Asks for a reading now.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SyncInput {
    /// Let people go even if the directory holds less than half of them: after somebody has looked why.
    #[serde(default)]
    pub accept_losses: bool,
}
