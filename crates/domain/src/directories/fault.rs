//! What went wrong with a directory, in a word that can be told and a detail for whoever sets it up.

use std::panic::AssertUnwindSafe;

use futures::FutureExt;
use ldap3::{LdapError, LdapResult};
use types::DirectoryFault;

/// Longest text of a server that is kept, in characters.
const MAX_DETAIL: usize = 200;

/// What went wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    /// In a word.
    pub(crate) kind: DirectoryFault,
    /// What the server or the system said.
    pub(crate) detail: Option<String>,
}

/// The outcome of something that a directory was asked for.
pub(crate) type Answer<T> = Result<T, Fault>;

impl Fault {
    /// With what was said about it.
    pub(crate) fn told(kind: DirectoryFault, detail: &str) -> Self {
        Self { kind, detail: Some(readable(detail)).filter(|text| !text.is_empty()) }
    }

    /// Whether the directory could not be asked at all, so that another server of it may know better.
    pub(crate) fn is_away(&self) -> bool {
        use DirectoryFault as F;
        matches!(
            self.kind,
            F::Unresolvable
                | F::ForbiddenAddress
                | F::Unreachable
                | F::TimedOut
                | F::StartTlsRefused
                | F::UnknownIssuer
                | F::CertificateExpired
                | F::CertificateNotYetValid
                | F::CertificateWrongName
                | F::TlsFailed
                | F::BadAuthorities
                | F::Busy
                | F::Protocol
        )
    }

    /// What a result code other than success means (RFC 4511 appendix A).
    pub(crate) fn of_result(result: &LdapResult) -> Self {
        use DirectoryFault as F;
        let kind = match result.rc {
            3 | 4 | 11 => F::CutOff,
            10 => F::Referred,
            8 | 13 | 48 | 49 => F::BindRefused,
            32 | 34 => F::BaseNotFound,
            50 => F::NotAllowed,
            51 | 52 => F::Busy,
            _ => F::Protocol,
        };
        Self::told(kind, &format!("{} (result code {})", result.text, result.rc))
    }
}

impl From<DirectoryFault> for Fault {
    fn from(kind: DirectoryFault) -> Self {
        Self { kind, detail: None }
    }
}

impl From<LdapError> for Fault {
    fn from(error: LdapError) -> Self {
        match error {
            LdapError::Timeout { .. } => DirectoryFault::TimedOut.into(),
            LdapError::FilterParsing => DirectoryFault::BadFilter.into(),
            LdapError::LdapResult { result } => Self::of_result(&result),
            LdapError::Io { source } => Self::told(DirectoryFault::Unreachable, &source.to_string()),
            LdapError::EndOfStream
            | LdapError::ResultRecv { .. }
            | LdapError::OpSend { .. }
            | LdapError::IdScrubSend { .. } => {
                Self::told(DirectoryFault::Unreachable, "the connection ended")
            }
            other => Self::told(DirectoryFault::Protocol, &other.to_string()),
        }
    }
}

/// One short line without anything that could act on a terminal, a log or a page.
pub(super) fn readable(text: &str) -> String {
    let plain = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    plain.take(MAX_DETAIL).collect::<String>().trim().to_owned()
}

/// Does something with a directory; should what it said break the library that reads it, that is the
/// directory's fault and ends nothing else.
pub(super) async fn guarded<T>(work: impl Future<Output = Answer<T>>) -> Answer<T> {
    let outcome = AssertUnwindSafe(work).catch_unwind().await;
    outcome.unwrap_or_else(|_| Err(Fault::told(DirectoryFault::Protocol, "the answer cannot be read")))
}
