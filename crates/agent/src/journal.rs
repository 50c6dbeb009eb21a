//! Finished commands whose result the server has not acknowledged yet, one file each. A crash between doing and reporting
//! repeats the report and never the action.

use std::fs;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use types::ResultState;

use crate::error::AgentError;
use crate::files;

/// What became of a command: the body of its report.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Outcome {
    pub(crate) state: ResultState,
    /// The agent's own words, up to 500 characters.
    pub(crate) detail: String,
    /// What the server alone may know: a new PIN.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) secret: Option<String>,
}

/// Without the secret.
impl std::fmt::Debug for Outcome {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Outcome")
            .field("state", &self.state)
            .field("detail", &self.detail)
            .finish_non_exhaustive()
    }
}

/// The folder of outcomes.
#[derive(Debug, Clone)]
pub(crate) struct Journal {
    path: PathBuf,
}

impl Journal {
    pub(crate) fn open(path: PathBuf) -> Result<Self, AgentError> {
        files::create_private_dir(&path).map_err(|error| AgentError::file("Creating", &path, &error))?;
        Ok(Self { path })
    }

    /// Whether an id can name a command, and so a file: 36 characters of a lower-case UUID.
    pub(crate) fn is_id(id: &str) -> bool {
        id.len() == 36 && id.bytes().all(|b| b == b'-' || b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
    }

    /// Keeps an outcome until [`Journal::acknowledge`].
    pub(crate) fn keep(&self, id: &str, outcome: &Outcome) -> Result<(), AgentError> {
        let path = self.file(id);
        let bytes = serde_json::to_vec(outcome).map_err(|error| AgentError::Local(error.to_string()))?;
        files::write_private(&path, &bytes).map_err(|error| AgentError::file("Writing", &path, &error))
    }

    /// The kept outcome of a command.
    pub(crate) fn find(&self, id: &str) -> Result<Option<Outcome>, AgentError> {
        let path = self.file(id);
        let bytes = files::read(&path).map_err(|error| AgentError::file("Reading", &path, &error))?;
        Ok(bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()))
    }

    /// Drops an outcome that the server has.
    pub(crate) fn acknowledge(&self, id: &str) -> Result<(), AgentError> {
        let path = self.file(id);
        files::remove(&path).map_err(|error| AgentError::file("Removing", &path, &error))
    }

    /// The ids of all kept outcomes, in order.
    pub(crate) fn ids(&self) -> Result<Vec<String>, AgentError> {
        let fault = |error| AgentError::file("Reading", &self.path, &error);
        let mut ids = Vec::new();
        for entry in fs::read_dir(&self.path).map_err(fault)? {
            let name = entry.map_err(fault)?.file_name();
            let id = name.to_str().and_then(|name| name.strip_suffix(".json"));
            if let Some(id) = id.filter(|id| Self::is_id(id)) {
                ids.push(id.to_owned());
            }
        }
        ids.sort();
        Ok(ids)
    }

    fn file(&self, id: &str) -> PathBuf {
        self.path.join(format!("{id}.json"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "0198f3a2-7c1e-7d44-9a55-2f0c1b9e6a77";

    #[test]
    fn an_outcome_is_kept_until_it_is_acknowledged() {
        let folder = tempfile::tempdir().unwrap();
        let journal = Journal::open(folder.path().join("results")).unwrap();
        assert_eq!(journal.find(ID).unwrap(), None);
        let outcome = Outcome { state: ResultState::Done, detail: "Locked.".into(), secret: None };
        journal.keep(ID, &outcome).unwrap();
        let reopened = Journal::open(folder.path().join("results")).unwrap();
        assert_eq!(reopened.ids().unwrap(), [ID]);
        assert_eq!(reopened.find(ID).unwrap(), Some(outcome));
        reopened.acknowledge(ID).unwrap();
        reopened.acknowledge(ID).unwrap();
        assert!(reopened.ids().unwrap().is_empty());
    }

    #[test]
    fn only_a_uuid_names_a_file() {
        assert!(Journal::is_id(ID));
        for id in ["", "../../../../../../../../../etc/passwd", &ID.to_uppercase(), &format!("{ID}0")] {
            assert!(!Journal::is_id(id), "{id}");
        }
        assert!(!Journal::is_id("0198f3a2/7c1e-7d44-9a55-2f0c1b9e6a77"));
    }
}
