//! `gatehouse backup` and `gatehouse restore` (docs/operations/backup.md).

use std::{
    ffi::OsStr,
    fs::{self, File, OpenOptions},
    io::{BufReader, BufWriter, ErrorKind, Seek as _, SeekFrom},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    process::ExitCode,
};

use domain::{
    Clock, MasterKeys,
    backup::{self, Backup, BackupError, Manifest},
};

use super::{Outcome, audit, print};
use crate::{config::Config, fault::Fault, process};

/// Writes a backup, while servers go on working.
pub(super) async fn write(config: &Config, path: &Path, replace: bool) -> Outcome {
    if !replace && path.exists() {
        return Err(is_there(path));
    }
    let key = present_keys(config)?.current;
    // The schema is left as it is, so that a new version can save what an old one has left.
    let (db, _domain) = process::open_unchanged(config).await?;
    let draft = Draft::create(path)?;
    let out = BufWriter::new(draft.file.try_clone().map_err(|error| unwritable(path, &error))?);
    let summary =
        backup::write(&db, &key, Clock::default().now(), out).await.map_err(|error| explain(&error))?;
    draft.put_in_place(path, replace)?;
    print::line(&format!("Backup written: {} rows of {} tables.", summary.rows, summary.tables));
    print::note(
        "It opens with the master key alone. Keep a copy of the key, in another place than the backup.",
    );
    Ok(ExitCode::SUCCESS)
}

/// Says whether a backup is whole, without a database.
pub(super) fn check(config: &Config, path: &Path) -> Outcome {
    let backup = open(config, path)?;
    let manifest = backup.manifest().clone();
    let summary = backup.verify().map_err(|error| explain(&error))?;
    print::line(&format!(
        "The backup is whole: {} rows of {} tables, made by Gatehouse {} on {}.",
        summary.rows, summary.tables, manifest.version, manifest.created_at
    ));
    Ok(ExitCode::SUCCESS)
}

/// Reads a backup into an empty database, brings it up to date and checks its audit log.
pub(super) async fn restore(config: &Config, path: &Path) -> Outcome {
    config.prepare_data_dir()?;
    // Read to its end first: of a damaged file not even the tables are made.
    open(config, path)?.verify().map_err(|error| explain(&error))?;
    let backup = open(config, path)?;
    let db = process::open_database(config).await?;
    prepare(config, &db, backup.manifest()).await?;
    let summary = backup::restore(&db, backup).await.map_err(|error| explain(&error))?;
    let steps = process::migrate(&db, &config.data_dir).await?;
    print::line(&format!("Restored: {} rows of {} tables.", summary.rows, summary.tables));
    if steps > 0 {
        print::line(&format!("The database was brought up to date; steps taken: {steps}."));
    }
    audit::verify(config).await
}

/// Gives the empty database the schema that the backup was made of.
async fn prepare(config: &Config, db: &domain::Db, manifest: &Manifest) -> Result<(), Fault> {
    let schema = process::schema(db).await?;
    let known: Vec<String> = process::steps();
    let wanted = known.get(..manifest.migrations.len()).map(<[String]>::to_vec).map(|mut steps| {
        steps.sort();
        steps
    });
    if wanted.as_ref() != Some(&manifest.migrations) {
        return Err(Fault::new(
            format!(
                "The backup was made by another version, Gatehouse {}, whose tables this one does not know",
                manifest.version
            ),
            "Restore it with that version, or a newer one. Nothing was changed.",
        ));
    }
    let applied = known.len() - schema.pending.len();
    match applied {
        0 => process::migrate_to(db, &config.data_dir, manifest.migrations.len()).await.map(drop),
        applied if applied == manifest.migrations.len() && schema.unknown.is_empty() => Ok(()),
        _ => Err(not_empty("The database is in use")),
    }
}

fn open(config: &Config, path: &Path) -> Result<Backup<BufReader<File>>, Fault> {
    let file = File::open(path).map_err(|error| {
        Fault::new(
            format!("{} cannot be read: {error}", path.display()),
            "Look at the path, and whether this user may read it.",
        )
    })?;
    let MasterKeys { current, previous } = present_keys(config)?;
    // A backup from before the key was changed opens with the previous one.
    if let Some(previous) = previous {
        let reader = file.try_clone().map(BufReader::new);
        if let Some(backup) = reader.ok().and_then(|file| Backup::open(file, &previous).ok()) {
            return Ok(backup);
        }
        let start = (&file).seek(SeekFrom::Start(0));
        start.map_err(|error| {
            Fault::new(format!("{} cannot be read: {error}", path.display()), "Look at the disk.")
        })?;
    }
    Backup::open(BufReader::new(file), &current).map_err(|error| explain(&error))
}

/// The master keys that are here; none is made, since a new one opens nothing.
pub(super) fn present_keys(config: &Config) -> Result<MasterKeys, Fault> {
    let found = config.master_key()?;
    let Some(created) = found.created else { return Ok(found.keys) };
    let _ = fs::remove_file(created);
    Err(Fault::new(
        "There is no master key here",
        "Put master.key into the data folder, or set GATEHOUSE_MASTER_KEY to its content.",
    ))
}

/// A file that becomes the backup when it is whole.
struct Draft {
    path: PathBuf,
    file: File,
}

impl Draft {
    fn create(target: &Path) -> Result<Self, Fault> {
        let mut name = target.file_name().unwrap_or_default().to_owned();
        name.push(format!(".part-{}", std::process::id()));
        let path = target.with_file_name(name);
        remove_stale(target);
        let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path);
        let file = file.map_err(|error| unwritable(target, &error))?;
        Ok(Self { path, file })
    }

    /// Nobody ever finds half a backup under its name.
    fn put_in_place(&self, target: &Path, replace: bool) -> Result<(), Fault> {
        self.file.sync_all().map_err(|error| unwritable(target, &error))?;
        let placed = match replace {
            true => fs::rename(&self.path, target),
            false => fs::hard_link(&self.path, target).or_else(|error| match error.kind() {
                ErrorKind::AlreadyExists => Err(error),
                // A file system without links. Whoever puts a file there in this very moment loses it.
                _ if !target.exists() => fs::rename(&self.path, target),
                _ => Err(ErrorKind::AlreadyExists.into()),
            }),
        };
        placed.map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => is_there(target),
            _ => unwritable(target, &error),
        })?;
        let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = File::open(folder.unwrap_or(Path::new(".")));
        folder.and_then(|folder| folder.sync_all()).map_err(|error| unwritable(target, &error))
    }
}

/// Removes what backups to the same place have left that were killed.
fn remove_stale(target: &Path) {
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty());
    let Ok(entries) = fs::read_dir(folder.unwrap_or(Path::new("."))) else { return };
    let Some(name) = target.file_name().and_then(OsStr::to_str) else { return };
    for entry in entries.flatten() {
        let left = entry.file_name();
        let process = left.to_str().and_then(|left| left.strip_prefix(name)?.strip_prefix(".part-"));
        let Some(process) = process.and_then(|process| process.parse::<u32>().ok()) else { continue };
        let runs = process != std::process::id() && Path::new("/proc").join(process.to_string()).exists();
        if !runs {
            let _ = fs::remove_file(entry.path());
        }
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

fn is_there(path: &Path) -> Fault {
    Fault::new(format!("{} is there already", path.display()), "Choose another name, or say --replace.")
}

fn unwritable(path: &Path, error: &std::io::Error) -> Fault {
    Fault::new(
        format!("{} cannot be written: {error}", path.display()),
        "Look whether the folder is there, this user may write in it, and there is free space.",
    )
}

fn not_empty(what: impl Into<String>) -> Fault {
    Fault::new(
        what,
        "Restore into an empty one: another data folder, or a new database in GATEHOUSE_DATABASE_URL. Nothing was changed.",
    )
}

fn explain(error: &BackupError) -> Fault {
    let what = format!("This did not work: {error}");
    match error {
        BackupError::NotEmpty(_) => not_empty(what),
        BackupError::Sealed => Fault::new(
            what,
            "Use the master key that was in use when it was made, or an older backup. Nothing was changed.",
        ),
        BackupError::Unknown => {
            Fault::new(what, "Give the file that `gatehouse backup` has written. Nothing was changed.")
        }
        BackupError::Schema => Fault::new(what, "Restore into an empty database. Nothing was changed."),
        BackupError::File(_) => Fault::new(what, "Look whether there is free space, and try again."),
        BackupError::Database(_) | BackupError::Internal(_) | BackupError::TooLarge => {
            Fault::new(what, "`gatehouse doctor` looks at the database.")
        }
    }
}
