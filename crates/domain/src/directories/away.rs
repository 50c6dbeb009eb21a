//! Which directories do not answer at the moment, as this process has seen it.
//!
//! While one does not, its people are refused at once and nobody's sign-in waits for it; whether it is
//! back is looked at beside that, at most every two seconds. And *every* refused sign-in says that a
//! directory does not answer, so that the answer tells nothing about the name that was typed.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::{sync::Semaphore, time::Instant};
use uuid::Uuid;

/// How often it is looked whether a directory is back.
const LOOK: Duration = Duration::from_secs(2);

/// How many sign-ins may wait for directories at the same time.
const AT_ONCE: usize = 16;

/// Which directories do not answer.
#[derive(Debug)]
pub(crate) struct Away {
    looked_at: Mutex<HashMap<Uuid, Instant>>,
    places: Arc<Semaphore>,
}

impl Default for Away {
    fn default() -> Self {
        Self { looked_at: Mutex::default(), places: Arc::new(Semaphore::new(AT_ONCE)) }
    }
}

impl Away {
    /// Whether any directory does not answer.
    pub(crate) fn is_any(&self) -> bool {
        !self.lock().is_empty()
    }

    /// Whether this one does not answer.
    pub(super) fn is(&self, id: Uuid) -> bool {
        self.lock().contains_key(&id)
    }

    /// Takes note that it does not answer.
    pub(super) fn note(&self, id: Uuid) {
        self.lock().insert(id, Instant::now());
    }

    /// Takes note that it answers, or is not asked any more.
    pub(super) fn clear(&self, id: Uuid) {
        self.lock().remove(&id);
    }

    /// The directories that it is time to look at again; whoever asks looks.
    pub(super) fn due(&self) -> Vec<Uuid> {
        let mut looked_at = self.lock();
        let due = looked_at.iter_mut().filter(|(_, at)| at.elapsed() >= LOOK);
        due.map(|(id, at)| {
            *at = Instant::now();
            *id
        })
        .collect()
    }

    /// Where sign-ins wait.
    pub(super) fn places(&self) -> &Semaphore {
        &self.places
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<Uuid, Instant>> {
        self.looked_at.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
