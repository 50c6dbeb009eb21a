//! What the agent remembers between runs, in one folder: `device.key`, `state.json`, `results/` and `lock`.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use types::{DeviceNotice, Platform};

use crate::configurations::Folder;
use crate::error::AgentError;
use crate::files;

/// A registration, as the server gave it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct State {
    /// Lower case; the key id of every signature.
    pub(crate) device_id: String,
    /// What every signature's target begins with, without a trailing slash.
    pub(crate) base_url: String,
    /// How often to come at least, in seconds.
    pub(crate) check_in_interval_s: u32,
    /// What to add to this computer's clock to get the server's, in seconds.
    #[serde(default)]
    pub(crate) clock_offset_s: i64,
    /// What it was registered as.
    pub(crate) platform: Platform,
    /// Registered with `--simulate`: no later run touches the computer either.
    #[serde(default)]
    pub(crate) simulated: bool,
    /// The server said that this device was retired or wiped.
    #[serde(default)]
    pub(crate) gone: bool,
    /// The last answered check-in, in seconds since 1970 by the server's clock.
    #[serde(default)]
    pub(crate) last_check_in_at: Option<i64>,
    /// What the server wanted to be told at that check-in.
    #[serde(default)]
    pub(crate) notices: Vec<DeviceNotice>,
}

/// The folder.
#[derive(Debug, Clone)]
pub(crate) struct StateDir {
    path: PathBuf,
}

impl StateDir {
    /// Points at a folder that need not exist.
    pub(crate) fn at(path: PathBuf) -> Self {
        Self { path }
    }

    /// Makes the folder if it is missing.
    pub(crate) fn create(path: PathBuf) -> Result<Self, AgentError> {
        files::create_private_dir(&path).map_err(|error| AgentError::file("Creating", &path, &error))?;
        Ok(Self { path })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn key_file(&self) -> PathBuf {
        self.path.join("device.key")
    }

    pub(crate) fn results(&self) -> PathBuf {
        self.path.join("results")
    }

    /// The folder for the files of configurations, or another one.
    pub(crate) fn configurations(&self, elsewhere: Option<&Path>) -> Folder {
        Folder::at(elsewhere.map_or_else(|| self.path.join("configurations"), Path::to_path_buf))
    }

    fn state_file(&self) -> PathBuf {
        self.path.join("state.json")
    }

    /// Keeps other agents out of this folder until the answer is dropped.
    pub(crate) fn lock(&self) -> Result<File, AgentError> {
        let path = self.path.join("lock");
        let fault = |error| AgentError::file("Locking", &path, &error);
        let file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(&path)
            .map_err(fault)?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(TryLockError::WouldBlock) => Err(AgentError::Usage(format!(
                "Another gatehouse-agent is using {}. End it first, or choose another folder with --state-dir.",
                self.path.display()
            ))),
            Err(TryLockError::Error(error)) => Err(fault(error)),
        }
    }

    /// The registration; `None` if there is none.
    pub(crate) fn load(&self) -> Result<Option<State>, AgentError> {
        let path = self.state_file();
        let bytes = files::read(&path).map_err(|error| AgentError::file("Reading", &path, &error))?;
        let Some(bytes) = bytes else { return Ok(None) };
        serde_json::from_slice(&bytes).map(Some).map_err(|error| {
            AgentError::Local(format!(
                "{} is damaged ({error}). Retire this device, delete the folder and register again.",
                path.display()
            ))
        })
    }

    /// Writes the registration.
    pub(crate) fn save(&self, state: &State) -> Result<(), AgentError> {
        let path = self.state_file();
        let mut bytes =
            serde_json::to_vec_pretty(state).map_err(|error| AgentError::Local(error.to_string()))?;
        bytes.push(b'\n');
        files::write_private(&path, &bytes).map_err(|error| AgentError::file("Writing", &path, &error))
    }

    /// Forgets a registration that has ended, and its key.
    pub(crate) fn forget(&self) -> Result<(), AgentError> {
        for path in [self.state_file(), self.key_file()] {
            files::remove(&path).map_err(|error| AgentError::file("Removing", &path, &error))?;
        }
        let results = self.results();
        match fs::remove_dir_all(&results) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(AgentError::file("Removing", &results, &error))
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    pub(crate) fn state() -> State {
        State {
            device_id: "0198f3a2-7c1e-7d44-9a55-2f0c1b9e6a77".into(),
            base_url: "https://gatehouse.example".into(),
            check_in_interval_s: 60,
            clock_offset_s: 0,
            platform: Platform::Linux,
            simulated: false,
            gone: false,
            last_check_in_at: None,
            notices: Vec::new(),
        }
    }

    #[test]
    fn a_state_comes_back_as_it_was_saved() {
        let folder = tempfile::tempdir().unwrap();
        let dir = StateDir::create(folder.path().join("s")).unwrap();
        assert_eq!(dir.load().unwrap(), None);
        dir.save(&state()).unwrap();
        let changed = State { clock_offset_s: -4000, last_check_in_at: Some(1), ..state() };
        dir.save(&changed).unwrap();
        assert_eq!(dir.load().unwrap(), Some(changed));
        let mode = fs::metadata(dir.state_file()).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn what_a_crash_left_half_written_is_passed_over() {
        let folder = tempfile::tempdir().unwrap();
        let dir = StateDir::create(folder.path().join("s")).unwrap();
        dir.save(&state()).unwrap();
        fs::write(dir.path().join("state.new"), b"{\"dev").unwrap();
        assert_eq!(dir.load().unwrap(), Some(state()));
        dir.save(&State { gone: true, ..state() }).unwrap();
        assert!(dir.load().unwrap().unwrap().gone);
    }

    #[test]
    fn a_damaged_state_is_said_and_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let dir = StateDir::create(folder.path().join("s")).unwrap();
        fs::write(dir.state_file(), b"{}").unwrap();
        assert_eq!(dir.load().unwrap_err().exit_code(), 1);
    }

    #[test]
    fn two_agents_do_not_share_a_folder() {
        let folder = tempfile::tempdir().unwrap();
        let dir = StateDir::create(folder.path().join("s")).unwrap();
        let held = dir.lock().unwrap();
        assert_eq!(dir.lock().unwrap_err().exit_code(), 2);
        drop(held);
        assert!(dir.lock().is_ok());
    }

    #[test]
    fn forgetting_takes_key_state_and_results() {
        let folder = tempfile::tempdir().unwrap();
        let dir = StateDir::create(folder.path().join("s")).unwrap();
        dir.save(&state()).unwrap();
        crate::keys::load_or_create(&dir).unwrap();
        fs::create_dir(dir.results()).unwrap();
        dir.forget().unwrap();
        assert_eq!(dir.load().unwrap(), None);
        assert!(crate::keys::load(&dir).unwrap().is_none() && !dir.results().exists());
        dir.forget().unwrap();
    }

    #[test]
    fn a_folder_that_cannot_be_made_is_named() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("file"), b"").unwrap();
        let error = StateDir::create(folder.path().join("file/s")).unwrap_err();
        assert_eq!(error.exit_code(), 1);
        assert!(error.to_string().contains("file/s"));
    }
}
