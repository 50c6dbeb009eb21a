//! The device's key pair. It is made here, before the first request, and never leaves this computer.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use signatures::SigningKey;

use crate::error::AgentError;
use crate::files;
use crate::state::StateDir;

/// Reads the key; `None` if there is none yet.
pub(crate) fn load(dir: &StateDir) -> Result<Option<SigningKey>, AgentError> {
    let path = dir.key_file();
    let fault = |error| AgentError::file("Reading", &path, &error);
    let Some(text) = files::read(&path).map_err(fault)? else { return Ok(None) };
    let mode = fs::metadata(&path).map_err(fault)?.permissions().mode();
    if mode & 0o077 != 0 {
        return Err(AgentError::Local(format!(
            "Others on this computer can read the key {0}. Run chmod 600 {0}; if somebody may have copied it, retire this device and register again.",
            path.display()
        )));
    }
    let seed = STANDARD.decode(text.trim_ascii()).ok().and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
    match seed {
        Some(seed) => Ok(Some(SigningKey::from_bytes(&seed))),
        None => Err(AgentError::Local(format!(
            "The key {} is damaged. Retire this device, delete the folder and register again.",
            path.display()
        ))),
    }
}

/// Reads the key, or makes one and puts it on the disk first.
pub(crate) fn load_or_create(dir: &StateDir) -> Result<SigningKey, AgentError> {
    if let Some(key) = load(dir)? {
        return Ok(key);
    }
    let key = SigningKey::from_bytes(&rand::random());
    let text = format!("{}\n", STANDARD.encode(key.as_bytes()));
    let path = dir.key_file();
    files::write_private(&path, text.as_bytes())
        .map_err(|error| AgentError::file("Writing", &path, &error))?;
    Ok(key)
}

/// A nonce for one signature: 128 random bits.
pub(crate) fn nonce() -> String {
    format!("{:032x}", rand::random::<u128>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_once_and_only_its_owner_can_read_it() {
        let folder = tempfile::tempdir().unwrap();
        let dir = StateDir::create(folder.path().join("a/b")).unwrap();
        assert!(load(&dir).unwrap().is_none());
        let key = load_or_create(&dir).unwrap();
        assert_eq!(load_or_create(&dir).unwrap(), key);
        let mode = |path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(dir.key_file()), 0o600);
        assert_eq!(mode(folder.path().join("a/b")), 0o700);
    }

    #[test]
    fn a_key_that_others_can_read_is_not_used() {
        let folder = tempfile::tempdir().unwrap();
        let dir = StateDir::create(folder.path().join("s")).unwrap();
        load_or_create(&dir).unwrap();
        fs::set_permissions(dir.key_file(), fs::Permissions::from_mode(0o640)).unwrap();
        assert!(load(&dir).unwrap_err().to_string().contains("chmod 600"));
    }

    #[test]
    fn a_damaged_key_is_never_silently_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let dir = StateDir::create(folder.path().join("s")).unwrap();
        files::write_private(&dir.key_file(), b"AAAA").unwrap();
        assert_eq!(load_or_create(&dir).unwrap_err().exit_code(), 1);
    }

    #[test]
    fn nonces_differ_and_fit_a_signature() {
        let (one, two) = (nonce(), nonce());
        assert_ne!(one, two);
        assert_eq!(one.len(), 32);
    }
}
