//! Invitations: the message that takes people to the portal (product.md 3.3, R1).

use serde::{Deserialize, Serialize};

use crate::{
    error::FieldError,
    ids::{MessageId, UserId},
    message::MessageState,
    page::PageQuery,
    platform::words,
    selection::Selection,
    time::Timestamp,
    user::UserRow,
    validate::{Validate, check_line},
};

words! {
    /// Why somebody cannot be invited.
    CannotInvite {
        /// They are disabled, or gone from their directory.
        Disabled = "disabled",
        /// They have no e-mail address.
        NoAddress = "no_address",
        /// They may not register devices in the portal.
        NoRight = "no_right",
        /// They have as many devices as they may have.
        AtLimit = "at_limit",
        /// They have no password yet and may do more than who invites them.
        MorePower = "more_power",
        /// They are not there any more.
        Gone = "gone",
    }
}

words! {
    /// What somebody has done since they were invited.
    Reaction {
        /// Nothing.
        Nothing = "nothing",
        /// Signed in.
        SignedIn = "signed_in",
        /// Began to register a device.
        Began = "began",
        /// Registered a device.
        Registered = "registered",
        /// The invitation was withdrawn.
        Withdrawn = "withdrawn",
    }
}

/// Whom to invite.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Invite {
    /// The people.
    pub selection: Selection,
}

impl Validate for Invite {
    fn check(&self, errors: &mut Vec<FieldError>) {
        self.selection.check(errors);
    }
}

/// What an invitation of these people would do.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InvitationPreview {
    /// How many people are meant.
    pub total: u64,
    /// How many would get a message, by language, most first.
    pub languages: Vec<LanguageShare>,
    /// How many would not, by reason.
    pub refused: Vec<RefusedShare>,
}

impl InvitationPreview {
    /// How many would get a message.
    #[must_use]
    pub fn invited(&self) -> u64 {
        self.languages.iter().map(|share| share.count).sum()
    }
}

/// How many would get a message in a language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LanguageShare {
    /// The language that the message is written in (BCP 47).
    pub language: String,
    /// How many.
    pub count: u64,
    /// One of them.
    pub example: UserId,
    /// Their name.
    pub example_name: String,
}

/// How many would not get a message for a reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RefusedShare {
    /// Why not.
    pub reason: CannotInvite,
    /// How many.
    pub count: u64,
}

/// Somebody who might be invited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// The person.
    pub user: UserRow,
    /// The first of their groups by name.
    pub group: Option<String>,
    /// How many devices they may have; nothing for any number.
    pub limit: Option<u32>,
    /// When they were last invited.
    pub invited_at: Option<Timestamp>,
    /// Why they cannot be invited, if they cannot.
    pub refused: Option<CannotInvite>,
}

/// The latest invitation of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InvitationRow {
    /// Who was invited.
    pub user_id: UserId,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: Option<String>,
    /// When the first message was written.
    pub invited_at: Timestamp,
    /// When the latest message was written.
    pub written_at: Timestamp,
    /// How many messages there were.
    pub times: u32,
    /// The latest message.
    pub message_id: Option<MessageId>,
    /// Where that stands.
    pub message_state: Option<MessageState>,
    /// Why its last try failed, in the mail server's words.
    pub last_error: Option<String>,
    /// What they have done since.
    pub reaction: Reaction,
    /// When they did.
    pub reacted_at: Option<Timestamp>,
}

/// Which invitations to list, newest person first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationQuery {
    /// Part of user name, display name or e-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// Only those with this reaction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reaction: Option<Reaction>,
    /// Which part of the list.
    #[serde(flatten)]
    pub page: PageQuery,
}

impl Validate for InvitationQuery {
    fn check(&self, errors: &mut Vec<FieldError>) {
        check_line("q", self.q.as_deref().unwrap_or_default(), 0, 200, errors);
        self.page.check(errors);
    }
}

/// Invitations that are withdrawn or sent again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Withdraw {
    /// Whose; 1 to 100.
    pub people: Vec<UserId>,
}

impl Withdraw {
    /// Most people at once.
    pub const MAX: usize = 100;
}

impl Validate for Withdraw {
    fn check(&self, errors: &mut Vec<FieldError>) {
        use crate::error::FieldCode;
        if self.people.is_empty() {
            errors.push(FieldError::new("people", FieldCode::Required));
        }
        if self.people.len() > Self::MAX {
            errors.push(FieldError::new("people", FieldCode::TooLong));
        }
    }
}

/// A message as a person would get it, without anything that works.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageSample {
    /// Who it goes to.
    pub to: String,
    /// Its subject line.
    pub subject: String,
    /// The whole HTML document with its images as `data:` URLs.
    pub html: String,
    /// The plain-text part.
    pub text: String,
}
