//! Opening files: a bounded number at a time, and of one person only so many a minute.

use std::{fmt, num::NonZeroU32, sync::Arc, time::Duration};

use governor::{RateLimiter, middleware::NoOpMiddleware, nanos::Nanos, state::keyed::HashMapStateStore};
use pkcs12::{Fault, Limits};
use tokio::sync::Semaphore;
use types::{FieldCode, UserId};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::{
    Clock,
    access::{GovernorClock, quota},
    error::{Error, Result},
};

/// Files that are opened at the same time.
const AT_ONCE: usize = 4;
/// Files that one person may have opened at once; then one every twelve seconds.
const BURST: NonZeroU32 = match NonZeroU32::new(5) {
    Some(burst) => burst,
    None => NonZeroU32::MIN,
};
const REFILL: Duration = Duration::from_secs(12);

type ByPerson = RateLimiter<Uuid, HashMapStateStore<Uuid>, GovernorClock, NoOpMiddleware<Nanos>>;

/// Opens files.
pub(crate) struct Opener {
    permits: Arc<Semaphore>,
    by_person: ByPerson,
    clock: GovernorClock,
}

impl fmt::Debug for Opener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Opener").finish_non_exhaustive()
    }
}

impl Opener {
    pub(crate) fn new(clock: &Clock) -> Self {
        let clock = GovernorClock(clock.clone());
        let by_person = RateLimiter::new(quota(REFILL, BURST), HashMapStateStore::default(), clock.clone());
        Self { permits: Arc::new(Semaphore::new(AT_ONCE)), by_person, clock }
    }

    /// Counts a try of somebody.
    ///
    /// # Errors
    /// `too_many_requests`.
    pub(super) fn take(&self, person: UserId) -> Result<()> {
        let taken = self.by_person.check_key(&person.0).map_err(|refused| self.clock.wait(&refused));
        // Whoever has the whole burst again needs no place.
        self.by_person.retain_recent();
        taken
    }

    /// Opens a file, away from the threads that answer.
    pub(super) async fn open(
        &self,
        file: Vec<u8>,
        password: Zeroizing<String>,
    ) -> Result<std::result::Result<Vec<pkcs12::Identity>, Fault>> {
        let permit = Arc::clone(&self.permits).acquire_owned().await.map_err(Error::internal)?;
        let work = move || {
            let _permit = permit;
            pkcs12::open(&file, &password, &Limits::default())
        };
        tokio::task::spawn_blocking(work).await.map_err(|_| Error::internal("reading a certificate failed"))
    }
}

/// What is wrong with which field.
pub(super) fn refusal(fault: Fault) -> (&'static str, FieldCode) {
    match fault {
        Fault::Malformed => ("file", FieldCode::Malformed),
        Fault::WrongPassword => ("password", FieldCode::WrongPassword),
        Fault::TooCostly => ("file", FieldCode::TooCostly),
        Fault::TooMuch => ("file", FieldCode::TooMany),
        Fault::UnknownProtection | Fault::UnknownKey => ("file", FieldCode::NotSupported),
        Fault::NoPrivateKey => ("file", FieldCode::NoPrivateKey),
        Fault::NoCertificate => ("file", FieldCode::NoCertificate),
    }
}
