//! Stands between a server and the library that speaks with it. Each message is looked at before it is
//! passed on, and no more is on its way than fits into a little memory: whoever sends faster than is read
//! waits.

use std::{
    collections::VecDeque,
    os::unix::net::UnixStream as StdStream,
    sync::{Mutex, MutexGuard, OnceLock, PoisonError},
};

use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::UnixStream,
    sync::Semaphore,
    task::JoinSet,
};
use types::DirectoryFault;

use super::frame;
use crate::directories::fault::{Answer, Fault};

/// What may be on its way, in bytes and what they need when taken apart.
const WINDOW: usize = 32 * 1024 * 1024;
const _: () = assert!(frame::MAX_COST <= WINDOW, "the dearest message must pass");

/// A connection to a server, encrypted or not.
pub(super) trait Wire: AsyncRead + AsyncWrite + Unpin + Send + 'static {}

impl<T: AsyncRead + AsyncWrite + Unpin + Send + 'static> Wire for T {}

/// What has passed and was not read yet, and why the rest was refused if it was.
#[derive(Debug)]
pub(super) struct Guard {
    room: Semaphore,
    passed: Mutex<VecDeque<usize>>,
    refused: OnceLock<Fault>,
}

impl Guard {
    pub(super) fn new() -> Self {
        Self { room: Semaphore::new(WINDOW), passed: Mutex::default(), refused: OnceLock::new() }
    }

    /// One message was read: how dear it was.
    pub(super) fn read_one(&self) -> usize {
        let cost = self.passed().pop_front().unwrap_or_default();
        self.room.add_permits(cost);
        cost
    }

    /// Everything was read that has passed.
    pub(super) fn read_all(&self) {
        let cost = self.passed().drain(..).sum();
        self.room.add_permits(cost);
    }

    /// What is behind a fault: that a message was refused, or itself.
    pub(super) fn explain(&self, fault: Fault) -> Fault {
        self.refused.get().cloned().unwrap_or(fault)
    }

    fn passed(&self) -> MutexGuard<'_, VecDeque<usize>> {
        self.passed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn let_in(&self, server: impl AsyncRead + Unpin, mut library: impl AsyncWrite + Unpin) {
        // The library hears of the end when its side is dropped: not before the reason is known.
        if let Err(fault) = self.pass_messages(server, &mut library).await {
            tracing::debug!(?fault, "an answer of a directory was refused");
            let _ = self.refused.set(fault);
        }
    }

    async fn pass_messages(
        &self,
        mut server: impl AsyncRead + Unpin,
        mut library: impl AsyncWrite + Unpin,
    ) -> Answer<()> {
        let ended = |error: std::io::Error| Fault::told(DirectoryFault::Unreachable, &error.to_string());
        let mut bytes = Vec::new();
        loop {
            let mut done = 0;
            while let Some(length) = frame::length(bytes.get(done..).unwrap_or_default())? {
                let Some(message) = bytes.get(done..done + length) else { break };
                let cost = frame::cost(message)?;
                let permits = u32::try_from(cost).unwrap_or(u32::MAX);
                let Ok(room) = self.room.acquire_many(permits).await else { return Ok(()) };
                room.forget();
                self.passed().push_back(cost);
                library.write_all(message).await.map_err(ended)?;
                done += length;
            }
            bytes.drain(..done);
            if server.read_buf(&mut bytes).await.map_err(ended)? == 0 {
                return Ok(());
            }
        }
    }
}

/// Begins to pass messages on; gives the end for the library. It ends with `tasks`.
pub(super) fn stand_before(
    wire: impl Wire,
    guard: &std::sync::Arc<Guard>,
    tasks: &mut JoinSet<()>,
) -> std::io::Result<StdStream> {
    let (ours, theirs) = UnixStream::pair()?;
    let (mut from_library, to_library) = ours.into_split();
    let (from_server, mut to_server) = tokio::io::split(wire);
    let guard = guard.clone();
    tasks.spawn(async move { guard.let_in(from_server, to_library).await });
    tasks.spawn(async move {
        // A server that hears nothing more says so by itself.
        let _ = tokio::io::copy(&mut from_library, &mut to_server).await;
        let _ = to_server.shutdown().await;
    });
    theirs.into_std()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How much is on its way once nothing goes on any more.
    async fn settled(guard: &Guard, passing: &mut (impl Future<Output = Answer<()>> + Unpin)) -> usize {
        let (mut before, mut still) = (0, 0);
        while still < 1_000 {
            assert!(futures::poll!(&mut *passing).is_pending(), "it goes on for as long as the server sends");
            tokio::task::yield_now().await;
            let now = guard.passed().iter().sum();
            still = if now == before { still + 1 } else { 0 };
            before = now;
        }
        before
    }

    #[tokio::test]
    async fn who_sends_faster_than_is_read_waits() {
        let content = vec![0x04, 0x83, 0x0f, 0xff, 0xfb];
        let message = [vec![0x30, 0x83, 0x10, 0x00, 0x00], content, vec![0; 0x0f_fffb]].concat();
        let cost = frame::cost(&message).unwrap();
        let guard = Guard::new();
        let endless = again(message);
        let mut passing = Box::pin(guard.pass_messages(endless, tokio::io::sink()));
        let full = WINDOW / cost * cost;
        assert_eq!(settled(&guard, &mut passing).await, full);
        assert_eq!(guard.read_one(), cost);
        assert_eq!(guard.passed().iter().sum::<usize>(), full - cost);
        assert_eq!(settled(&guard, &mut passing).await, full, "one more has room now");
        guard.read_all();
        assert_eq!(settled(&guard, &mut passing).await, full);
    }

    /// The same bytes again and again.
    fn again(bytes: Vec<u8>) -> impl AsyncRead + Unpin {
        struct Again(Vec<u8>, usize);
        impl AsyncRead for Again {
            fn poll_read(
                mut self: std::pin::Pin<&mut Self>,
                _: &mut std::task::Context<'_>,
                buf: &mut tokio::io::ReadBuf<'_>,
            ) -> std::task::Poll<std::io::Result<()>> {
                let at = self.1;
                let some = buf.remaining().min(self.0.len() - at);
                buf.put_slice(&self.0[at..at + some]);
                self.1 = (at + some) % self.0.len();
                std::task::Poll::Ready(Ok(()))
            }
        }
        Again(bytes, 0)
    }
}
