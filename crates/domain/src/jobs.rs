//! Periodic work, done by one process at a time; and long work that somebody asked for, in [`work`].
//!
//! All processes of a Gatehouse may run this; one holds the lease and works, the others wait. When the
//! holder stops it gives the lease back; when it dies, another takes over within 30 seconds.

mod lease;
mod pace;
mod task;
pub mod work;

use std::{future::Future, time::Duration};

use futures::future::join_all;

use crate::{Domain, error::Error};
use lease::Lease;
use task::Task;

/// How often a process that waits looks whether the lease is free.
const LOOK: Duration = Duration::from_secs(2);

impl Domain {
    /// Runs all periodic work until `shutdown` ends: linking the audit log, sending messages, ending
    /// what ran out, removing what no longer counts. `holder` names this process and must differ from
    /// every other one's. No failure ends it: a task that fails is tried again, more slowly while the
    /// database is away.
    pub async fn run_jobs(&self, holder: &str, shutdown: impl Future<Output = ()>) {
        let devices = self.devices();
        tokio::select! {
            biased;
            () = shutdown => {}
            () = self.work(holder) => {}
            // Each process writes what it has seen itself.
            () = devices.write_seen_behind() => {}
            // Keyed hashes are made without a look at the keys; sealing looks itself.
            () = self.follow_keys() => {}
        }
        if let Err(error) = devices.write_seen().await {
            tracing::warn!(error = describe(&error), "when devices were last seen could not be written");
        }
        if let Err(error) = Lease::give_back(self, holder).await {
            tracing::warn!(error = describe(&error), "the lease of the jobs could not be given back");
        }
    }

    /// Works whenever the lease can be had.
    async fn work(&self, holder: &str) {
        loop {
            self.work_while_holding(holder).await;
            tokio::time::sleep(LOOK).await;
        }
    }

    /// Returns when the lease is somebody else's. Tasks in the middle of something are dropped then:
    /// their transactions leave nothing behind, and messages are sent again when their claim runs out.
    async fn work_while_holding(&self, holder: &str) {
        match Lease::take(self, holder).await {
            Ok(Some(lease)) => {
                tracing::info!(holder, "this process runs the jobs");
                tokio::select! {
                    () = lease.keep(self) => tracing::warn!(holder, "another process runs the jobs now"),
                    _ = join_all(Task::ALL.iter().map(|task| task.repeat(self))) => {}
                }
            }
            Ok(None) => {}
            Err(error) => {
                tracing::warn!(error = describe(&error), "the lease of the jobs could not be asked for")
            }
        }
    }
}

/// The cause, for the log. Database errors name tables and addresses, never values.
fn describe(error: &Error) -> String {
    match error {
        Error::Db(cause) => cause.to_string(),
        error => error.to_string(),
    }
}
