//! The audit log as it is read.

use serde::{Deserialize, Serialize};

use crate::{
    error::FieldError,
    ids::AuditEventId,
    page::PageQuery,
    platform::words,
    time::Timestamp,
    validate::{Validate, check_line},
};

words! {
    /// How an audited operation ended.
    Outcome {
        /// It was done.
        Done = "done",
        /// It was refused or failed.
        Refused = "refused",
    }
}

words! {
    /// What of one's own history to look at.
    HistoryKind {
        /// What devices were told, did and said.
        Devices = "devices",
        /// How devices were registered.
        Registration = "registration",
        /// One's account and sessions.
        Account = "account",
    }
}

/// One entry of the audit log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditRow {
    /// The entry.
    pub id: AuditEventId,
    /// Its number in the chain, once it is chained (within a second).
    pub seq: Option<i64>,
    /// When it happened.
    pub at: Timestamp,
    /// `user`, `token`, `device`, `system` or `anonymous`.
    pub actor_kind: String,
    /// The actor's name at that time.
    pub actor_name: String,
    /// From where.
    pub address: Option<String>,
    /// What was done: `device.lock_requested`, `user.created` and so on.
    pub action: String,
    /// On what kind of object: `device`, `user`, `registration`, `settings` and so on.
    pub target_kind: String,
    /// The object's id.
    pub target_id: Option<String>,
    /// The object's name at that time.
    pub target_name: Option<String>,
    /// How it ended.
    pub outcome: Outcome,
    /// Why, where somebody or the system said so.
    pub reason: Option<String>,
    /// What was there before; never a secret.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
    pub before: Option<serde_json::Value>,
    /// What is there now; never a secret.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
    pub after: Option<serde_json::Value>,
}

/// Which entries to list, newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditQuery {
    /// Part of an actor's or object's name, or of an action.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// Only entries about this object.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_id: Option<String>,
    /// Which part of the list.
    #[serde(flatten)]
    pub page: PageQuery,
}

impl Validate for AuditQuery {
    fn check(&self, errors: &mut Vec<FieldError>) {
        check_line("q", self.q.as_deref().unwrap_or_default(), 0, 200, errors);
        check_line("target_id", self.target_id.as_deref().unwrap_or_default(), 0, 64, errors);
        self.page.check(errors);
    }
}

/// Which of one's own events to list, newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryQuery {
    /// Only events of this kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<HistoryKind>,
    /// Which part of the list.
    #[serde(flatten)]
    pub page: PageQuery,
}
