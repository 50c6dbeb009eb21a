//! Messages to people, as the outbox shows them.

use serde::{Deserialize, Serialize};

use crate::{
    error::FieldError,
    ids::{MessageId, UserId},
    page::PageQuery,
    platform::words,
    time::Timestamp,
    validate::{Validate, check_line},
};

words! {
    /// What a message is about.
    MessageKind {
        /// The way to the portal, where the person registers their own devices.
        Invitation = "invitation",
        /// PIN, link and QR code of a registration.
        Registration = "registration",
        /// The same once more, while it still waits.
        Reminder = "reminder",
        /// The first password of a new person.
        SetPassword = "set_password",
        /// A new password for somebody who forgot theirs.
        ResetPassword = "reset_password",
        /// Wrong tries have ended the person's PIN.
        PinEnded = "pin_ended",
        /// Somebody's password was changed.
        PasswordChanged = "password_changed",
        /// Somebody signed in from where they usually do not.
        UnfamiliarSignIn = "unfamiliar_sign_in",
        /// A device of theirs has registered without its management profile.
        ProfileMissing = "profile_missing",
        /// A certificate that they have brought ends soon.
        CertificateExpiring = "certificate_expiring",
    }
}

impl MessageKind {
    /// Whether it carries the PIN of a registration. No other may.
    pub fn carries_pin(self) -> bool {
        matches!(self, Self::Registration | Self::Reminder)
    }

    /// Whether it is about a registration, and carries its link and QR code.
    pub fn is_about_a_registration(self) -> bool {
        matches!(self, Self::Registration | Self::Reminder | Self::PinEnded)
    }

    /// Whether it can go out as a text message to a telephone.
    pub fn is_sent_as_text_message(self) -> bool {
        self.is_about_a_registration()
    }
}

words! {
    /// By which way a message goes to its receiver.
    MessageChannel {
        /// As an e-mail.
        Email = "email",
        /// As a text message to a telephone.
        Sms = "sms",
    }
}

words! {
    /// Whether messages of a channel can leave.
    DeliveryStatus {
        /// Nothing is set up that would take them; they are kept in the outbox.
        NotConfigured = "not_configured",
        /// The last try worked, or none was needed yet.
        Working = "working",
        /// The last tries failed.
        Failing = "failing",
    }
}

words! {
    /// The life of a message.
    MessageState {
        /// Kept, since nothing is set up that would take it.
        Held = "held",
        /// Waiting to be sent.
        Queued = "queued",
        /// Handed to the mail server or the text message service.
        Sent = "sent",
        /// Given up; the reason is kept.
        Failed = "failed",
        /// Overtaken before it was sent: its PIN or link was replaced, used or ran out.
        Cancelled = "cancelled",
    }
}

/// A message in the outbox. Holds no secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MessageRow {
    /// The message.
    pub id: MessageId,
    /// What it is about.
    pub kind: MessageKind,
    /// Who gets it.
    pub user_id: UserId,
    /// Their name.
    pub user_display_name: String,
    /// By which way it goes.
    pub channel: MessageChannel,
    /// The e-mail address or telephone number it goes to.
    pub to_address: String,
    /// Its subject line.
    pub subject: String,
    /// Where it stands.
    pub state: MessageState,
    /// Tries so far.
    pub attempts: u32,
    /// Why the last try failed, in the words of the server that did not take it.
    pub last_error: Option<String>,
    /// When the next try is due, while it is queued.
    pub next_attempt_at: Option<Timestamp>,
    /// When it was written.
    pub created_at: Timestamp,
    /// When it was taken.
    pub sent_at: Option<Timestamp>,
}

/// A message as its receiver sees it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageDetail {
    /// The row.
    pub row: MessageRow,
    /// The whole HTML document with its images as `data:` URLs; a text message as a telephone shows it.
    pub html: String,
    /// The plain-text part, or the text message.
    pub text: String,
    /// Whether PIN and links are left out, because the message is sent or dead or the reader may not
    /// see them.
    pub redacted: bool,
}

impl std::fmt::Debug for MessageDetail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MessageDetail").field("row", &self.row).finish_non_exhaustive()
    }
}

/// How a test of a mail server or a text message service went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeliveryTest {
    /// The address or number that a message was sent to.
    pub to: String,
    /// Why it was not taken, in the server's words; nothing when it was.
    pub failure: Option<String>,
}

/// Which messages to list, newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageQuery {
    /// Part of the address or the person's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// Only those in this state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<MessageState>,
    /// Only those of this kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<MessageKind>,
    /// Only those that go this way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<MessageChannel>,
    /// Only those to this person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    /// Only those written at this moment or later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Timestamp>,
    /// Only those written before this moment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// Which part of the list.
    #[serde(flatten)]
    pub page: PageQuery,
}

impl Validate for MessageQuery {
    fn check(&self, errors: &mut Vec<FieldError>) {
        check_line("q", self.q.as_deref().unwrap_or_default(), 0, 200, errors);
        self.page.check(errors);
    }
}
