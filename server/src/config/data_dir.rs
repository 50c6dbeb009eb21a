//! The data folder.

use std::{
    fs,
    io::{ErrorKind, Write as _},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt},
    path::Path,
};

use crate::fault::Fault;

/// Makes the folder when it is not there (mode 0700) and tries to write into it.
pub(super) fn prepare(folder: &Path) -> Result<(), Fault> {
    if let Err(error) = fs::DirBuilder::new().recursive(true).mode(0o700).create(folder) {
        let what = format!("The data folder {} cannot be made: {error}", folder.display());
        return Err(Fault::new(
            what,
            "Make it by hand for this user, or name another with GATEHOUSE_DATA_DIR.",
        ));
    }
    let probe = folder.join(format!(".probe-{}", std::process::id()));
    let written = fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&probe)
        .and_then(|mut file| file.write_all(b"x"));
    let removed = fs::remove_file(&probe);
    if let Err(error) = written.and(removed.or_else(|error| ignore_missing(&error, error.kind()))) {
        let what = format!("The data folder {} is not writable: {error}", folder.display());
        let mend = "Give this user the right to write there (and free space), or name another folder with \
                    GATEHOUSE_DATA_DIR.";
        return Err(Fault::new(what, mend));
    }
    Ok(())
}

fn ignore_missing(error: &std::io::Error, kind: ErrorKind) -> std::io::Result<()> {
    if kind == ErrorKind::NotFound { Ok(()) } else { Err(std::io::Error::new(kind, error.to_string())) }
}

/// Whether group or others have any right on the folder.
pub(super) fn is_open_to_others(folder: &Path) -> bool {
    fs::metadata(folder).is_ok_and(|metadata| metadata.permissions().mode() & 0o077 != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_folder_is_closed_to_others() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("a/b");
        prepare(&folder).unwrap();
        assert_eq!(fs::metadata(&folder).unwrap().permissions().mode() & 0o777, 0o700);
        assert!(!is_open_to_others(&folder));
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 0);
    }

    #[test]
    fn a_file_in_the_way_is_named() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("data");
        fs::write(&file, "").unwrap();
        let fault = prepare(&file).unwrap_err();
        assert!(fault.what.contains("data"), "{fault}");
        assert!(fault.mend.contains("GATEHOUSE_DATA_DIR"), "{fault}");
    }
}
