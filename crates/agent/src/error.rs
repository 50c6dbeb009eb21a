//! What can end the agent, as a person reads it and as a script sees it.

use std::path::Path;

/// A reason to stop. Each text says what happened and what to do; none holds a PIN, a token or a key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum AgentError {
    /// The command line, or the moment, is wrong for what was asked.
    #[error("{0}")]
    Usage(String),
    /// The server does not accept this registration, device or request.
    #[error("{0}")]
    Refused(String),
    /// The person has no place for another device, or there were too many tries.
    #[error("{0}")]
    Limit(String),
    /// The server could not be reached, or does not answer as one.
    #[error("{0}")]
    Network(String),
    /// The device was retired or wiped.
    #[error("{0}")]
    Gone(String),
    /// Something on this computer: a folder, a file.
    #[error("{0}")]
    Local(String),
}

impl AgentError {
    /// A fault of a file or folder, with its path.
    pub(crate) fn file(doing: &str, path: &Path, error: &std::io::Error) -> Self {
        Self::Local(format!(
            "{doing} {} failed: {error}. Check the folder, or choose another with --state-dir.",
            path.display()
        ))
    }

    /// The exit code of the process: 2 usage, 3 refused, 4 limit, 5 network, 6 gone, 1 a fault of this computer.
    pub(crate) fn exit_code(&self) -> u8 {
        match self {
            Self::Local(_) => 1,
            Self::Usage(_) => 2,
            Self::Refused(_) => 3,
            Self::Limit(_) => 4,
            Self::Network(_) => 5,
            Self::Gone(_) => 6,
        }
    }

    /// The same as a word, for `--json`.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Local(_) => "local",
            Self::Usage(_) => "usage",
            Self::Refused(_) => "refused",
            Self::Limit(_) => "limit",
            Self::Network(_) => "network",
            Self::Gone(_) => "gone",
        }
    }
}
