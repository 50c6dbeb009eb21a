//! Configurations as files in a folder of their own, which its owner alone reads.

use std::path::{Path, PathBuf};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::Deserialize;

use crate::error::AgentError;
use crate::files;
use crate::journal::Outcome;
use types::ResultState;

/// A configuration as the server sends it.
#[derive(Deserialize)]
pub(crate) struct Configuration {
    pub(crate) id: String,
    pub(crate) version: i64,
    pub(crate) file_name: String,
    #[serde(default)]
    content: Option<String>,
    /// The content is Base64.
    #[serde(default)]
    base64: bool,
}

impl Configuration {
    /// What is to be written; nothing when the file is to go.
    fn bytes(&self) -> std::io::Result<Option<Vec<u8>>> {
        match &self.content {
            Some(content) if self.base64 => STANDARD.decode(content).map(Some).map_err(std::io::Error::other),
            content => Ok(content.as_ref().map(|text| text.clone().into_bytes())),
        }
    }
}

/// The folder with the files.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn at(path: PathBuf) -> Self {
        Self(path)
    }

    /// Writes the file, or removes it. Doing it again changes nothing.
    pub(crate) fn apply(&self, configuration: &Configuration) -> Outcome {
        let name = &configuration.file_name;
        if !is_safe(name) {
            return outcome(ResultState::Failed, "The server sent a file name that is none.".to_owned());
        }
        let path = self.0.join(name);
        let (done, what) = match configuration.bytes() {
            Ok(Some(content)) => (self.write(&path, &content), "written"),
            Ok(None) => (files::remove(&path), "removed"),
            Err(fault) => (Err(fault), "written"),
        };
        match done {
            Ok(()) => outcome(ResultState::Done, format!("{} was {what}.", path.display())),
            Err(error) => {
                outcome(ResultState::Failed, format!("{} could not be {what}: {error}", path.display()))
            }
        }
    }

    fn write(&self, path: &Path, content: &[u8]) -> std::io::Result<()> {
        files::create_private_dir(&self.0)?;
        files::write_private(path, content)
    }

    /// Removes what this agent has written: the device is managed no more.
    pub(crate) fn clear(&self) -> Result<(), AgentError> {
        let fault = |error| AgentError::file("Clearing", &self.0, &error);
        let entries = match std::fs::read_dir(&self.0) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
            entries => entries.map_err(fault)?,
        };
        for entry in entries {
            let entry = entry.map_err(fault)?;
            if entry.file_name().to_str().is_some_and(is_safe) {
                files::remove(&entry.path()).map_err(fault)?;
            }
        }
        Ok(())
    }
}

fn outcome(state: ResultState, detail: String) -> Outcome {
    Outcome { state, detail, secret: None }
}

/// A file name of the server's own making: it leads nowhere else, and nothing of somebody else's is touched.
fn is_safe(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.');
    name.starts_with("gatehouse-") && name.len() <= 100 && !name.contains("..") && name.chars().all(plain)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn configuration(file_name: &str, content: Option<&str>) -> Configuration {
        Configuration {
            id: "1".into(),
            version: 1,
            file_name: file_name.into(),
            content: content.map(str::to_owned),
            base64: false,
        }
    }

    #[test]
    fn a_file_is_written_for_its_owner_alone_and_goes_again() {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::at(dir.path().join("configurations"));
        let name = "gatehouse-0193.nmconnection";
        for _ in 0..2 {
            assert_eq!(folder.apply(&configuration(name, Some("psk=hush"))).state, ResultState::Done);
        }
        let path = dir.path().join("configurations").join(name);
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "psk=hush");
        for _ in 0..2 {
            assert_eq!(folder.apply(&configuration(name, None)).state, ResultState::Done);
        }
        assert!(!path.exists());
    }

    #[test]
    fn bytes_that_are_no_text_come_as_they_are() {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::at(dir.path().to_owned());
        let file =
            |content| Configuration { base64: true, ..configuration("gatehouse-1.p12", Some(content)) };
        assert_eq!(folder.apply(&file("MIAA/w==")).state, ResultState::Done);
        assert_eq!(std::fs::read(dir.path().join("gatehouse-1.p12")).unwrap(), [0x30, 0x80, 0, 0xff]);
        assert_eq!(folder.apply(&file("not base64!")).state, ResultState::Failed);
    }

    #[test]
    fn no_name_leads_elsewhere_and_what_is_not_ours_stays() {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::at(dir.path().to_owned());
        for name in ["../gatehouse-x", "gatehouse-../x", "gatehouse-a/b", "/etc/passwd", "other.json", ""] {
            assert_eq!(folder.apply(&configuration(name, Some("x"))).state, ResultState::Failed, "{name}");
        }
        std::fs::write(dir.path().join("mine.nmconnection"), "x").unwrap();
        folder.apply(&configuration("gatehouse-1.json", Some("{}")));
        folder.clear().unwrap();
        let left: Vec<_> = std::fs::read_dir(dir.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert_eq!(left, ["mine.nmconnection"]);
    }
}
