//! The master key: from the environment, or from `master.key` in the data folder. While it is being changed there are
//! two: the current one and the one before it.

use std::{
    fs,
    io::{ErrorKind, Write as _},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    time::Duration,
};

use domain::{MasterKey, MasterKeys};

use crate::fault::Fault;

const FILE: &str = "master.key";

/// The key, and whether this call has made its file.
#[derive(Debug)]
pub struct Found {
    /// The keys.
    pub keys: MasterKeys,
    /// The file that was made just now; a fresh key cannot belong to an older database.
    pub created: Option<PathBuf>,
}

pub(super) fn find(given: Option<&str>, folder: &Path) -> Result<Found, Fault> {
    if let Some(text) = given {
        let keys = MasterKeys::parse(text).ok_or_else(|| {
            Fault::new(
                "GATEHOUSE_MASTER_KEY is not a master key",
                "It is 43 characters of URL-safe base64, as in the file master.key of a data folder; with the previous \
                 one behind a comma while the key is changed.",
            )
        })?;
        return Ok(Found { keys, created: None });
    }
    let path = folder.join(FILE);
    match fs::read_to_string(&path) {
        Ok(text) => {
            let keys = MasterKeys::parse(&text).ok_or_else(|| {
                Fault::new(
                    format!("{} does not hold a master key", path.display()),
                    "Restore the file from your backup. Without it the secrets in the database cannot be read.",
                )
            })?;
            Ok(Found { keys, created: None })
        }
        Err(error) if error.kind() == ErrorKind::NotFound => create(folder, &path),
        Err(error) => Err(Fault::new(
            format!("{} cannot be read: {error}", path.display()),
            "Give this user the right to read the file.",
        )),
    }
}

/// How long ago the file was written; nothing where that cannot be said.
pub(super) fn age(folder: &Path) -> Option<Duration> {
    fs::metadata(folder.join(FILE)).ok()?.modified().ok()?.elapsed().ok()
}

/// The keys in the file as they are now; nothing while they cannot be read.
pub(super) fn read_again(folder: &Path) -> Option<MasterKeys> {
    MasterKeys::parse(&fs::read_to_string(folder.join(FILE)).ok()?)
}

/// Writes a new key under another name and links it into place, so that nobody reads half a key and
/// of two processes that start at once one wins.
fn create(folder: &Path, path: &Path) -> Result<Found, Fault> {
    let key = MasterKey::generate().map_err(|_| {
        Fault::new("The operating system gives no random numbers", "Start again a little later.")
    })?;
    let placed = draft(folder, &key.to_text(), |draft| fs::hard_link(draft, path));
    match placed {
        Ok(()) => Ok(Found { keys: key.into(), created: Some(path.to_owned()) }),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => find(None, folder),
        Err(error) => Err(unwritable(path, &error)),
    }
}

/// Writes the keys in the place of those that are there: readers see the ones or the others, whole.
pub(super) fn replace(folder: &Path, keys: &MasterKeys) -> Result<(), Fault> {
    let path = folder.join(FILE);
    let placed = draft(folder, keys.to_text().trim_end(), |draft| fs::rename(draft, &path));
    // The name itself is on the disk before anything is sealed under the new key.
    let synced = placed.and_then(|()| fs::File::open(folder)?.sync_all());
    synced.map_err(|error| unwritable(&path, &error))
}

/// Writes a text under another name, to the disk, and puts it in its place.
fn draft(folder: &Path, text: &str, place: impl FnOnce(&Path) -> std::io::Result<()>) -> std::io::Result<()> {
    let draft = folder.join(format!(".{FILE}-{}", std::process::id()));
    let _ = fs::remove_file(&draft);
    let written = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&draft)
        .and_then(|mut file| writeln!(file, "{text}").and_then(|()| file.sync_all()));
    let placed = written.and_then(|()| place(&draft));
    let _ = fs::remove_file(&draft);
    placed
}

fn unwritable(path: &Path, error: &std::io::Error) -> Fault {
    Fault::new(
        format!("{} cannot be written: {error}", path.display()),
        "Give this user the right to write there, or set GATEHOUSE_MASTER_KEY.",
    )
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn the_first_start_makes_the_key_and_the_second_reads_it() {
        let home = tempfile::tempdir().unwrap();
        let first = find(None, home.path()).unwrap();
        let path = first.created.unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        let second = find(None, home.path()).unwrap();
        assert_eq!(second.created, None);
        assert_eq!(second.keys, first.keys);
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_damaged_key_is_never_replaced() {
        let home = tempfile::tempdir().unwrap();
        fs::write(home.path().join(FILE), "half a k").unwrap();
        let fault = find(None, home.path()).unwrap_err();
        assert!(fault.mend.contains("backup"), "{fault}");
        assert_eq!(fs::read_to_string(home.path().join(FILE)).unwrap(), "half a k");
    }

    #[test]
    fn the_environment_wins_over_the_file() {
        let home = tempfile::tempdir().unwrap();
        let given = MasterKey::generate().unwrap();
        assert_eq!(find(Some(&given.to_text()), home.path()).unwrap().keys.current, given);
        assert!(find(Some("short"), home.path()).is_err());
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0);
    }

    #[test]
    fn keys_are_replaced_as_a_whole_and_for_their_owner_alone() {
        let home = tempfile::tempdir().unwrap();
        let first = find(None, home.path()).unwrap().keys;
        let renewed = first.clone().renewed().unwrap();
        replace(home.path(), &renewed).unwrap();
        let found = find(None, home.path()).unwrap().keys;
        assert_eq!((&found, found.previous.as_ref()), (&renewed, Some(&first.current)));
        assert_eq!(read_again(home.path()), Some(renewed));
        let path = home.path().join(FILE);
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1);
    }
}
