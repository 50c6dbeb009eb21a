//! `with-postgres [--durable] [--] COMMAND…`: runs COMMAND beside a private PostgreSQL cluster.
//!
//! COMMAND finds the cluster in `TEST_DATABASE_URL`. When that is set already, the cluster it names is used and none
//! is started. The exit code is COMMAND's; an interrupt or a termination is passed on to it, and the cluster goes in
//! every case.

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process};
use std::io::IsTerminal;
use std::os::unix::process::ExitStatusExt;
use std::process::{ExitCode, ExitStatus};
use testkit::cluster::{Cluster, Durability, client, given_url};
use tokio::process::Child;
use tokio::signal::unix::{self, SignalKind};

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run().await {
        Ok(code) => code,
        Err(error) => {
            eprintln!("with-postgres: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<ExitCode> {
    let (durability, command) = arguments(std::env::args().skip(1).collect())?;
    let Some((program, arguments)) = command.split_first() else {
        bail!("name a command: with-postgres [--durable] [--] COMMAND…");
    };
    // From here on a signal waits until the command runs, so that a cluster half made is still removed.
    let mut signals = Signals::catch()?;
    let cluster = match given_url() {
        Some(_) => None,
        None => Some(Cluster::start(durability).await?),
    };
    let outcome = match client(program, arguments, cluster.as_ref().map(Cluster::url)).spawn() {
        Ok(child) => signals.pass_on_to(child).await,
        Err(error) => Err(error).with_context(|| format!("starting {program}")),
    };
    if let Some(cluster) = cluster {
        cluster.stop().await?;
    }
    outcome.map(code_of)
}

fn arguments(mut given: Vec<String>) -> Result<(Durability, Vec<String>)> {
    let mut durability = Durability::None;
    while given.first().is_some_and(|first| first.starts_with('-')) {
        match given.remove(0).as_str() {
            "--durable" => durability = Durability::Full,
            "--" => break,
            other => bail!("unknown option {other}; usage: with-postgres [--durable] [--] COMMAND…"),
        }
    }
    Ok((durability, given))
}

struct Signals {
    interrupt: unix::Signal,
    terminate: unix::Signal,
    hang_up: unix::Signal,
}

impl Signals {
    fn catch() -> Result<Self> {
        Ok(Self {
            interrupt: unix::signal(SignalKind::interrupt())?,
            terminate: unix::signal(SignalKind::terminate())?,
            hang_up: unix::signal(SignalKind::hangup())?,
        })
    }

    /// Waits for the command and passes signals on to it.
    async fn pass_on_to(&mut self, mut child: Child) -> Result<ExitStatus> {
        // An interrupt typed at a terminal reaches the command without us.
        let typed = std::io::stdin().is_terminal();
        loop {
            let signal = tokio::select! {
                status = child.wait() => return Ok(status?),
                _ = self.interrupt.recv() => Signal::INT,
                _ = self.terminate.recv() => Signal::TERM,
                _ = self.hang_up.recv() => Signal::HUP,
            };
            if typed && signal == Signal::INT {
                continue;
            }
            if let Some(pid) = child.id().and_then(|id| Pid::from_raw(id.cast_signed())) {
                let _ = kill_process(pid, signal);
            }
        }
    }
}

/// The command's exit code, or by the shell's custom 128 and the signal that ended it.
fn code_of(status: ExitStatus) -> ExitCode {
    let code = status.code().or_else(|| status.signal().map(|signal| 128 + signal)).unwrap_or(1);
    ExitCode::from(u8::try_from(code).unwrap_or(1))
}
