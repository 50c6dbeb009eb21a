//! Where PostgreSQL's programs are and under whom they run.

use anyhow::{Context, Result, bail};
use std::fs;
use std::os::unix::fs::chown;
use std::path::{Path, PathBuf};
use tokio::process::Command;

/// Debian keeps the server's programs by major version and off the search path.
const DEBIAN: &str = "/usr/lib/postgresql";

/// The folder with `initdb`, `postgres` and `pg_isready`: Debian's newest version, else the search path.
pub(crate) fn programs_folder() -> Result<PathBuf> {
    let mut versions: Vec<(u32, PathBuf)> = fs::read_dir(DEBIAN)
        .into_iter()
        .flatten()
        .filter_map(|entry| {
            let entry = entry.ok()?;
            let version = entry.file_name().to_str()?.parse().ok()?;
            Some((version, entry.path().join("bin")))
        })
        .collect();
    versions.sort();
    let debian = versions.into_iter().rev().map(|(_, bin)| bin);
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut candidates = debian.chain(std::env::split_paths(&path));
    candidates.find(|bin| ["initdb", "postgres"].iter().all(|program| bin.join(program).is_file())).context(
        "PostgreSQL's server programs are not here: run `make setup`, or `apt-get install postgresql`",
    )
}

/// Who owns a cluster: this user, or for root an unprivileged one.
#[derive(Debug)]
pub(crate) enum Owner {
    Myself,
    Other { uid: u32, gid: u32 },
}

impl Owner {
    pub(crate) fn of_clusters() -> Result<Self> {
        if !rustix::process::geteuid().is_root() {
            return Ok(Self::Myself);
        }
        let accounts = fs::read_to_string("/etc/passwd").context("reading /etc/passwd")?;
        match ["postgres", "nobody"].iter().find_map(|name| account(&accounts, name)) {
            Some((uid, gid)) => Ok(Self::Other { uid, gid }),
            None => bail!("root may not run PostgreSQL, and there is neither a user postgres nor nobody"),
        }
    }

    /// Hands a file or folder over to the owner.
    pub(crate) fn take(&self, path: &Path) -> Result<()> {
        match self {
            Self::Myself => Ok(()),
            Self::Other { uid, gid } => Ok(chown(path, Some(*uid), Some(*gid))?),
        }
    }

    /// A command under the owner that is told to end (a fast shutdown) when its parent dies.
    pub(crate) fn command(&self, program: &Path) -> Command {
        let mut command = command(Path::new("setpriv"));
        command.args(["--pdeathsig", "INT"]);
        if let Self::Other { uid, gid } = self {
            command.args([format!("--reuid={uid}"), format!("--regid={gid}"), "--clear-groups".to_owned()]);
        }
        command.arg("--").arg(program);
        command
    }
}

fn account(accounts: &str, name: &str) -> Option<(u32, u32)> {
    let line = accounts.lines().find(|line| line.split(':').next() == Some(name))?;
    let mut fields = line.split(':').skip(2);
    Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
}

#[expect(
    clippy::disallowed_methods,
    reason = "the test kit starts PostgreSQL; the product starts no process"
)]
pub(crate) fn command(program: &Path) -> Command {
    Command::from(std::process::Command::new(program))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_found_by_its_whole_name() {
        let accounts =
            "root:x:0:0::/root:/bin/sh\npostgres-old:x:7:8::/:/bin/sh\npostgres:x:105:114::/:/bin/sh\n";
        assert_eq!(account(accounts, "postgres"), Some((105, 114)));
        assert_eq!(account(accounts, "nobody"), None);
    }
}
