//! The tasks.

use std::{panic::AssertUnwindSafe, time::Duration};

use futures::FutureExt;
use tokio::sync::broadcast::{Receiver, error::RecvError};

use super::{describe, pace::Pace};
use crate::{
    Domain,
    error::{Error, Result},
    live::{LiveEvent, Topic},
};

/// Something that is done again and again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Task {
    /// Links committed audit events into the chain.
    Chain,
    /// Sends links to people who forgot their password.
    AnswerResetRequests,
    /// Hands messages to the mail server.
    Deliver,
    /// Calls Apple's devices.
    Push,
    /// Ends registrations whose time ran out.
    ExpireRegistrations,
    /// Reminds people of devices that wait for them, and of certificates that end.
    Remind,
    /// Ends commands that no device has fetched.
    ExpireCommands,
    /// Removes sessions, links, counters and drafts that no longer count.
    PurgeAccess,
    /// Removes nonces that can no longer be replayed.
    PurgeNonces,
    /// Deletes records of devices that ended long ago, where the settings say so.
    DeleteOldRecords,
    /// Does what people asked for that takes long.
    Work,
    /// Reads directories whose time has come or that somebody asked for.
    ReadDirectories,
}

impl Task {
    pub(super) const ALL: [Self; 12] = [
        Self::Chain,
        Self::AnswerResetRequests,
        Self::Deliver,
        Self::Push,
        Self::ExpireRegistrations,
        Self::Remind,
        Self::ExpireCommands,
        Self::PurgeAccess,
        Self::PurgeNonces,
        Self::DeleteOldRecords,
        Self::Work,
        Self::ReadDirectories,
    ];

    fn every(self) -> Duration {
        match self {
            Self::Chain => Duration::from_millis(500),
            Self::Deliver | Self::Push | Self::Work | Self::AnswerResetRequests => Duration::from_secs(1),
            Self::ReadDirectories => Duration::from_secs(2),
            Self::ExpireRegistrations | Self::ExpireCommands => Duration::from_secs(5),
            Self::Remind => Duration::from_mins(1),
            Self::PurgeAccess | Self::PurgeNonces | Self::DeleteOldRecords => Duration::from_mins(10),
        }
    }

    async fn run(self, domain: &Domain) -> Result<()> {
        match self {
            Self::Chain => domain.audit().chain_pending().await.map(drop),
            Self::AnswerResetRequests => domain.access().answer_reset_requests().await.map(drop),
            Self::Deliver => domain.messages().deliver_due().await.map(drop),
            Self::Push => domain.push().send_due().await.map(drop),
            Self::ExpireRegistrations => domain.registration().expire_due().await.map(drop),
            Self::Remind => {
                domain.registration().remind_due().await?;
                domain.user_certificates().announce_due().await.map(drop)
            }
            Self::ExpireCommands => domain.devices().expire_commands().await.map(drop),
            Self::PurgeAccess => {
                domain.access().purge_expired().await?;
                domain.certificates().purge_challenges().await?;
                domain.user_certificates().expire_uploads().await?;
                domain.jobs().purge_drafts().await
            }
            Self::PurgeNonces => domain.devices().purge_nonces().await.map(drop),
            Self::DeleteOldRecords => domain.devices().delete_old().await.map(drop),
            Self::Work => domain.jobs().work().await,
            Self::ReadDirectories => domain.directories().sync_due().await.map(drop),
        }
    }

    /// Does it again and again, whatever happens.
    pub(super) async fn repeat(self, domain: &Domain) {
        let mut pace = Pace::new(self.every());
        let mut events = domain.hub().listen();
        loop {
            let rest = pace.after(self.run_once(domain).await);
            let sleep = tokio::time::sleep(rest);
            if pace.is_failing() {
                sleep.await;
            } else {
                tokio::select! {
                    () = sleep => {}
                    () = self.woken(&mut events) => {}
                }
            }
        }
    }

    /// Runs it once; gives whether it worked. Not even a panic reaches the other tasks.
    async fn run_once(self, domain: &Domain) -> bool {
        let outcome = AssertUnwindSafe(self.run(domain)).catch_unwind().await;
        match outcome.unwrap_or_else(|_| Err(Error::internal("the task panicked"))) {
            Ok(()) => true,
            Err(error) => {
                tracing::error!(task = ?self, error = describe(&error), "a periodic task failed and will be tried again");
                false
            }
        }
    }

    /// Returns when something has happened that the task is for, before its time.
    async fn woken(self, events: &mut Receiver<LiveEvent>) {
        // A job goes on when messages of its have left.
        let wakes = |topic: &Topic| match self {
            Self::Deliver => *topic == Topic::Message,
            Self::Work => matches!(topic, Topic::Job | Topic::Message),
            _ => false,
        };
        if !matches!(self, Self::Deliver | Self::Work) {
            std::future::pending::<()>().await;
        }
        loop {
            match events.recv().await {
                Ok(LiveEvent::Changed { topic, .. }) if wakes(&topic) => return,
                // Missed some: one of them may have been about a message.
                Err(RecvError::Lagged(_)) => return,
                Ok(_) => {}
                Err(RecvError::Closed) => std::future::pending().await,
            }
        }
    }
}
