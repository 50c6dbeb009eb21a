//! Long work: what is done to many, one after the other, with progress, pause, stop and a result each.

use serde::{Deserialize, Serialize};

use crate::{
    error::FieldError,
    ids::{DeviceId, JobId, MessageId, UserId},
    message::MessageState,
    page::PageQuery,
    platform::words,
    time::Timestamp,
    validate::Validate,
};

words! {
    /// What a job does.
    JobKind {
        /// Sends people the message that takes them to the portal (product.md 3.3, R1).
        Invitation = "invitation",
        /// Registers the devices of a file (product.md 3.3, R3).
        Import = "import",
    }
}

words! {
    /// The life of a job.
    JobState {
        /// Looked at before it is begun; thrown away after a day.
        Draft = "draft",
        /// Begins in a moment.
        Waiting = "waiting",
        /// At work.
        Running = "running",
        /// Held by somebody; goes on when told.
        Paused = "paused",
        /// All are handled.
        Done = "done",
        /// Ended by somebody before all were handled.
        Stopped = "stopped",
        /// Ended by itself before all were handled: who began it may not do this any more.
        Failed = "failed",
    }
}

impl JobState {
    /// Whether nothing more will happen.
    #[must_use]
    pub fn is_over(self) -> bool {
        matches!(self, Self::Done | Self::Stopped | Self::Failed)
    }
}

words! {
    /// What became of one of a job's items.
    ItemOutcome {
        /// Not handled yet.
        Waiting = "waiting",
        /// Done.
        Done = "done",
        /// Left as it was, with a reason.
        Skipped = "skipped",
        /// Did not work, with a reason.
        Failed = "failed",
    }
}

/// A job with its numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JobRow {
    /// The job.
    pub id: JobId,
    /// What it does.
    pub kind: JobKind,
    /// Where it stands.
    pub state: JobState,
    /// How many items it has.
    pub total: u64,
    /// How many are done.
    pub done: u64,
    /// How many were left as they were.
    pub skipped: u64,
    /// How many did not work.
    pub failed: u64,
    /// Who began it; nobody for the command line.
    pub started_by: Option<UserId>,
    /// Their name.
    pub started_by_name: String,
    /// When somebody asked for it.
    pub created_at: Timestamp,
    /// When the first item was handled.
    pub started_at: Option<Timestamp>,
    /// When it was over.
    pub finished_at: Option<Timestamp>,
    /// What became of its messages, where it sends any.
    pub messages: MessageCounts,
}

impl JobRow {
    /// How many items have their result.
    #[must_use]
    pub fn handled(&self) -> u64 {
        self.done + self.skipped + self.failed
    }
}

/// What became of the messages of a job.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MessageCounts {
    /// Kept, since no mail server is set up.
    pub held: u64,
    /// Waiting to be sent.
    pub queued: u64,
    /// Handed to the mail server.
    pub sent: u64,
    /// Given up.
    pub failed: u64,
    /// Overtaken or withdrawn before they were sent.
    pub cancelled: u64,
}

/// One item of a job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JobItem {
    /// Its number, from 1.
    pub position: u64,
    /// Whom it is about, if that is known.
    pub user_id: Option<UserId>,
    /// Their name, or what the item calls them.
    pub name: String,
    /// What became of it.
    pub outcome: ItemOutcome,
    /// Why it was skipped or failed: a word of the job's kind, or an error code.
    pub reason: Option<String>,
    /// The message it wrote.
    pub message: Option<ItemMessage>,
    /// The device it made or found.
    pub device_id: Option<DeviceId>,
    /// When it was handled.
    pub at: Option<Timestamp>,
}

/// The message of an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ItemMessage {
    /// The message.
    pub id: MessageId,
    /// Where it stands.
    pub state: MessageState,
    /// In which language it is written (BCP 47).
    pub language: String,
    /// Why the last try failed, in the mail server's words.
    pub last_error: Option<String>,
    /// When the mail server took it.
    pub sent_at: Option<Timestamp>,
}

/// Which items of a job to list: those that did not work first, then in their order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobItemQuery {
    /// Only those with this outcome.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<ItemOutcome>,
    /// Which part of the list.
    #[serde(flatten)]
    pub page: PageQuery,
}

impl Validate for JobItemQuery {
    fn check(&self, errors: &mut Vec<FieldError>) {
        self.page.check(errors);
    }
}
