//! What came of a test or a reading of a directory.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{platform::words, time::Timestamp};

words! {
    /// What went wrong with a directory.
    DirectoryFault {
        /// The name of the server cannot be resolved.
        Unresolvable = "unresolvable",
        /// The address is one that Gatehouse never connects to.
        ForbiddenAddress = "forbidden_address",
        /// The connection was refused or broke.
        Unreachable = "unreachable",
        /// No answer in time.
        TimedOut = "timed_out",
        /// The server refuses StartTLS.
        StartTlsRefused = "start_tls_refused",
        /// The certificate comes from an authority that is not trusted.
        UnknownIssuer = "unknown_issuer",
        /// The certificate ran out.
        CertificateExpired = "certificate_expired",
        /// The certificate is not valid yet.
        CertificateNotYetValid = "certificate_not_yet_valid",
        /// The certificate is for another name.
        CertificateWrongName = "certificate_wrong_name",
        /// TLS failed in another way.
        TlsFailed = "tls_failed",
        /// The stored certificates of authorities cannot be read.
        BadAuthorities = "bad_authorities",
        /// User name and password of the reading account are refused.
        BindRefused = "bind_refused",
        /// A base does not exist or may not be seen.
        BaseNotFound = "base_not_found",
        /// A filter cannot be read.
        BadFilter = "bad_filter",
        /// The reading account may not see this.
        NotAllowed = "not_allowed",
        /// The server cut its answer off.
        CutOff = "cut_off",
        /// The answer is larger than Gatehouse reads.
        TooLarge = "too_large",
        /// The server wants another server to be asked; that is never done.
        Referred = "referred",
        /// The server is not able to answer now.
        Busy = "busy",
        /// The server said something that is no LDAP.
        Protocol = "protocol",
        /// No group is chosen, so nobody would be read.
        NoGroups = "no_groups",
        /// The answer holds nobody, although people were read before.
        Empty = "empty",
        /// None of the chosen groups is there.
        GroupsMissing = "groups_missing",
        /// It was cancelled.
        Cancelled = "cancelled",
        /// The process that read it stopped.
        Interrupted = "interrupted",
        /// Gatehouse itself failed; details are in its log.
        Internal = "internal",
    }
}

words! {
    /// How a reading stands.
    SyncState {
        /// Waits to be begun.
        Waiting = "waiting",
        /// Going on.
        Running = "running",
        /// Complete.
        Done = "done",
        /// Complete; people that are missing are kept until somebody agrees.
        Held = "held",
        /// Failed; nothing was taken away.
        Failed = "failed",
        /// Cancelled; nothing was taken away.
        Cancelled = "cancelled",
    }
}

words! {
    /// Why an entry was not taken over.
    SkipReason {
        /// It has no lasting key.
        NoKey = "no_key",
        /// It has no user name.
        NoUsername = "no_username",
        /// Its user name is none that Gatehouse takes.
        BadUsername = "bad_username",
        /// A value is too long.
        TooLong = "too_long",
        /// Its name is no UTF-8.
        BadDn = "bad_dn",
        /// A local person has this user name.
        LocalName = "local_name",
        /// A person from another directory has this user name.
        OtherDirectory = "other_directory",
        /// Another person of this directory has this user name.
        SameName = "same_name",
        /// Another entry has the same key.
        SameKey = "same_key",
        /// The last administrator who may do everything stays, though the directory holds them no more.
        LastAdministrator = "last_administrator",
        /// The e-mail address is none; the person comes without.
        BadEmail = "bad_email",
        /// A part of the tree is on another server and was not read.
        ElsewhereReferred = "elsewhere_referred",
        /// Groups go in a circle; each was read once.
        CircularGroups = "circular_groups",
    }
}

/// An entry that was not taken over as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Skip {
    /// Which one: its user name, else where it stands.
    pub entry: String,
    /// Why.
    pub reason: SkipReason,
}

/// What changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SyncCounts {
    /// People read.
    pub read: u64,
    /// New people.
    pub added: u64,
    /// People with another name, address or place.
    pub changed: u64,
    /// People who came back.
    pub returned: u64,
    /// People whom the directory holds no more.
    pub gone: u64,
    /// People who are missing and were kept, because so many are.
    pub held: u64,
    /// Groups whom the directory holds no more.
    pub groups_gone: u64,
    /// People put into groups.
    pub memberships_added: u64,
    /// People taken out of groups.
    pub memberships_ended: u64,
    /// Entries not taken over.
    pub skipped: u64,
}

/// What came of a reading.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct SyncReport {
    /// Why it failed, if it did.
    pub fault: Option<DirectoryFault>,
    /// What the server said about it.
    pub detail: Option<String>,
    /// Which server answered.
    pub server: Option<String>,
    /// What changed, so far while it runs.
    pub counts: SyncCounts,
    /// The first 200 entries that were not taken over as they are.
    pub skips: Vec<Skip>,
    /// The first 200 people who are gone or would be.
    pub gone: Vec<String>,
}

impl SyncReport {
    /// How many lines of a kind a report keeps.
    pub const MAX_LINES: usize = 200;
}

/// A reading in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SyncRow {
    /// The reading.
    pub id: Uuid,
    /// How it stands.
    pub state: SyncState,
    /// Who asked for it.
    pub asked_by: String,
    /// Since when it waits or goes on.
    pub started_at: Timestamp,
    /// Since when it is over.
    pub finished_at: Option<Timestamp>,
    /// What came of it.
    pub report: SyncReport,
}

words! {
    /// A step of a test.
    TestStepKind {
        /// The name is looked up.
        Resolve = "resolve",
        /// A connection is made.
        Connect = "connect",
        /// TLS begins and the certificate is looked at.
        Tls = "tls",
        /// The reading account signs in.
        Bind = "bind",
        /// People are looked for.
        People = "people",
        /// Groups are looked for.
        Groups = "groups",
    }
}

/// What a search found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MembersFound {
    /// How many.
    pub count: u32,
    /// Whether counting stopped there.
    pub more: bool,
    /// The names of the first few.
    pub samples: Vec<String>,
}

/// A certificate, as an administrator compares it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CertificateFacts {
    /// Whom it is for.
    pub subject: String,
    /// Names of servers in it.
    pub names: Vec<String>,
    /// Who made it.
    pub issuer: String,
    /// From when it counts.
    pub not_before: Timestamp,
    /// Until when it counts.
    pub not_after: Timestamp,
    /// SHA-256 of it, in hexadecimal.
    pub fingerprint: String,
}

/// A step of a test and how it went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TestStep {
    /// Which step.
    pub step: TestStepKind,
    /// What went wrong, if anything.
    pub fault: Option<DirectoryFault>,
    /// Addresses, who signed in, or what the server said.
    pub detail: Option<String>,
    /// What a search found.
    pub found: Option<MembersFound>,
}

/// What a server did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TestServer {
    /// Its address.
    pub url: String,
    /// The steps, up to the first that failed.
    pub steps: Vec<TestStep>,
    /// Its certificate, trusted or not.
    pub certificate: Option<CertificateFacts>,
}

/// What a test found, server by server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TestReport {
    /// The server, and the one for when it does not answer.
    pub servers: Vec<TestServer>,
}

impl TestReport {
    /// Whether every step went well.
    pub fn is_fine(&self) -> bool {
        self.servers.iter().all(|server| server.steps.iter().all(|step| step.fault.is_none()))
    }
}
