//! A private PostgreSQL cluster in a temporary folder, for as long as a test run lasts.
//!
//! PostgreSQL refuses to run as root, so root starts it under an unprivileged user. It listens on 127.0.0.1 alone, on
//! a port of its own, and asks for a password that was drawn for this run.

pub(crate) mod layout;

use crate::engine::environment;
use anyhow::{Context, Result, bail, ensure};
use layout::{Owner, programs_folder};
use rustix::process::{Pid, Signal, kill_process};
use std::fs::{self, File};
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;
use tempfile::TempDir;
use tokio::process::{Child, Command};
use tokio::time::{Instant, sleep, timeout_at};
use uuid::Uuid;

const USER: &str = "gatehouse";
const START_LIMIT: Duration = Duration::from_secs(60);
const STOP_LIMIT: Duration = Duration::from_secs(20);

/// How much a cluster cares for its data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// Nothing is forced to disk: a test's data may be lost with the machine.
    None,
    /// PostgreSQL's own defaults, for measuring.
    Full,
}

/// A running cluster. [`stop`](Self::stop) ends it; when this program dies, it ends by itself.
#[derive(Debug)]
pub struct Cluster {
    server: Child,
    url: String,
    folder: TempDir,
}

impl Cluster {
    /// Makes a cluster and waits until it answers.
    ///
    /// # Errors
    /// PostgreSQL is not installed, or does not start; the message holds what it said.
    pub async fn start(durability: Durability) -> Result<Self> {
        let programs = programs_folder()?;
        let owner = Owner::of_clusters()?;
        let folder = TempDir::with_prefix("gatehouse-postgres-")?;
        owner.take(folder.path())?;
        let password = Uuid::new_v4().simple().to_string();
        let data = initialise(&programs, &owner, folder.path(), &password).await?;
        let port = free_port()?;
        let log = folder.path().join("log");
        let mut server = serve(&programs, &owner, &data, folder.path(), &log, port, durability)?;
        if let Err(error) = ready(&programs, &mut server, port).await {
            let _ = server.kill().await;
            return Err(error.context(fs::read_to_string(&log).unwrap_or_default()));
        }
        let url = format!("postgres://{USER}:{password}@127.0.0.1:{port}/postgres");
        Ok(Self { server, url, folder })
    }

    /// The address of its maintenance database, with a user who may create others.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Ends the cluster and removes its folder.
    ///
    /// # Errors
    /// The folder cannot be removed.
    pub async fn stop(mut self) -> Result<()> {
        // SIGINT asks for a fast shutdown: sessions end, nothing is waited for.
        if let Some(pid) = self.server.id().and_then(|id| Pid::from_raw(id.cast_signed())) {
            let _ = kill_process(pid, Signal::INT);
        }
        if timeout_at(Instant::now() + STOP_LIMIT, self.server.wait()).await.is_err() {
            self.server.kill().await?;
        }
        self.folder.close().context("removing the cluster's folder")
    }
}

/// Runs `initdb`; gives the data folder.
async fn initialise(programs: &Path, owner: &Owner, folder: &Path, password: &str) -> Result<PathBuf> {
    let data = folder.join("data");
    let password_file = folder.join("password");
    fs::write(&password_file, password)?;
    owner.take(&password_file)?;
    let mut initdb = owner.command(&programs.join("initdb"));
    initdb.arg("--pgdata").arg(&data).arg("--pwfile").arg(&password_file);
    // md5 is weak and quick; each test opens several connections, and nobody else reaches them.
    initdb.args(["--username", USER, "--auth", "md5"]);
    initdb.args(["--encoding", "UTF8", "--locale", "C", "--no-sync", "--no-instructions"]);
    let output = initdb.current_dir(folder).output().await.context("starting initdb")?;
    ensure!(output.status.success(), "initdb failed: {}", String::from_utf8_lossy(&output.stderr));
    Ok(data)
}

fn serve(
    programs: &Path,
    owner: &Owner,
    data: &Path,
    folder: &Path,
    log: &Path,
    port: u16,
    durability: Durability,
) -> Result<Child> {
    let mut settings = vec![
        "listen_addresses=127.0.0.1".to_owned(),
        format!("port={port}"),
        format!("unix_socket_directories={}", folder.display()),
        "max_connections=300".to_owned(),
        "shared_buffers=128MB".to_owned(),
    ];
    if durability == Durability::None {
        settings.extend(["fsync=off", "synchronous_commit=off", "full_page_writes=off"].map(str::to_owned));
    }
    let mut postgres = owner.command(&programs.join("postgres"));
    postgres.arg("-D").arg(data);
    for setting in settings {
        postgres.arg("-c").arg(setting);
    }
    let log = File::create(log)?;
    // A group of its own: an interrupt typed at the terminal is ours to pass on, after the tests have ended.
    postgres.process_group(0).current_dir(folder).kill_on_drop(true);
    postgres.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
    postgres.spawn().context("starting postgres")
}

async fn ready(programs: &Path, server: &mut Child, port: u16) -> Result<()> {
    let deadline = Instant::now() + START_LIMIT;
    loop {
        if let Some(status) = server.try_wait()? {
            bail!("postgres ended at once ({status})");
        }
        let mut ask = layout::command(&programs.join("pg_isready"));
        ask.args(["--quiet", "--host", "127.0.0.1", "--port", &port.to_string()]);
        if ask.status().await?.success() {
            return Ok(());
        }
        ensure!(Instant::now() < deadline, "postgres did not answer within {} s", START_LIMIT.as_secs());
        sleep(Duration::from_millis(50)).await;
    }
}

/// A port that was free a moment ago.
fn free_port() -> Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

/// The cluster that the caller has named already, if any.
#[must_use]
pub fn given_url() -> Option<String> {
    environment("TEST_DATABASE_URL")
}

/// A command of the caller's, which finds the cluster of `url`, else the one it would find anyway.
#[must_use]
pub fn client(program: &str, arguments: &[String], url: Option<&str>) -> Command {
    let mut command = layout::command(Path::new(program));
    command.args(arguments);
    if let Some(url) = url {
        command.env("TEST_DATABASE_URL", url);
    }
    command
}
