//! A clean end on SIGINT and SIGTERM: waits are cut short, actions under way are not.

use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use crate::error::AgentError;

/// Becomes true once.
#[derive(Debug, Clone)]
pub(crate) struct Stop(watch::Receiver<bool>);

/// The end was asked for.
#[derive(Debug)]
pub(crate) struct Stopped;

impl Stop {
    /// A stop and the switch that sets it off.
    pub(crate) fn new() -> (watch::Sender<bool>, Self) {
        let (switch, stop) = watch::channel(false);
        (switch, Self(stop))
    }

    /// A stop that SIGINT and SIGTERM set off.
    pub(crate) fn on_signals() -> Result<Self, AgentError> {
        let (switch, stop) = Self::new();
        let fault =
            |error: std::io::Error| AgentError::Local(format!("Signals cannot be listened to: {error}."));
        let mut interrupt = signal(SignalKind::interrupt()).map_err(fault)?;
        let mut terminate = signal(SignalKind::terminate()).map_err(fault)?;
        tokio::spawn(async move {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
            let _ = switch.send(true);
        });
        Ok(stop)
    }

    /// Runs `work` unless the end is asked for first; then it is dropped where it waits.
    pub(crate) async fn or<T>(&mut self, work: impl Future<Output = T>) -> Result<T, Stopped> {
        tokio::select! {
            biased;
            Ok(_) = self.0.wait_for(|stop| *stop) => Err(Stopped),
            done = work => Ok(done),
        }
    }
}
