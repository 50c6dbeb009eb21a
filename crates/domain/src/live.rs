//! What happens, told to those who wait: live pages and devices in a long poll. Inside one process;
//! nothing is lost by missing an event, since everybody reads the database again.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, Weak},
};

use serde::Serialize;
use tokio::sync::{Notify, broadcast};
use types::{DeviceId, GroupId, SessionId, UserId};
use uuid::Uuid;

/// What kind of thing changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    /// A device, its registration or one of its commands; the id is the device's.
    Device,
    /// A person or their rights.
    User,
    /// A message in the outbox.
    Message,
    /// A group, or who is in it.
    Group,
    /// Settings.
    Settings,
    /// A role, or who holds it.
    Role,
    /// Long work.
    Job,
    /// An invitation; the id is the person's.
    Invitation,
    /// A label or a configuration.
    Configurations,
}

/// Something that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LiveEvent {
    /// A record changed.
    Changed {
        /// What kind.
        topic: Topic,
        /// Which one.
        id: Uuid,
        /// Whose it is; their portal hears of it, the console hears of everything.
        owner: Option<UserId>,
    },
    /// A device has something to fetch.
    DeviceCalled(DeviceId),
    /// A session ended.
    SessionEnded(SessionId),
    /// All sessions of a person ended, but for the one named.
    SessionsEnded {
        /// The person.
        user_id: UserId,
        /// The session that stays, if any.
        except: Option<SessionId>,
    },
}

impl LiveEvent {
    /// A device of this person changed.
    pub fn device(id: DeviceId, owner: UserId) -> Self {
        Self::Changed { topic: Topic::Device, id: id.0, owner: Some(owner) }
    }

    /// A group changed, or who is in it.
    pub fn group(id: GroupId) -> Self {
        Self::Changed { topic: Topic::Group, id: id.0, owner: None }
    }

    /// Something of this kind changed.
    pub fn topic(topic: Topic) -> Self {
        Self::Changed { topic, id: Uuid::nil(), owner: None }
    }

    /// A role changed, or who holds it.
    pub fn role() -> Self {
        Self::topic(Topic::Role)
    }

    /// A person changed.
    pub fn user(id: UserId) -> Self {
        Self::Changed { topic: Topic::User, id: id.0, owner: Some(id) }
    }
}

type Waiters = HashMap<DeviceId, Weak<Notify>>;

/// Where events are published and heard. Clones share one hub.
#[derive(Debug, Clone)]
pub struct Hub {
    events: broadcast::Sender<LiveEvent>,
    waiters: Arc<Mutex<Waiters>>,
}

impl Default for Hub {
    fn default() -> Self {
        Self { events: broadcast::Sender::new(1024), waiters: Arc::default() }
    }
}

impl Hub {
    /// Tells everybody who listens.
    pub fn publish(&self, event: LiveEvent) {
        if let LiveEvent::DeviceCalled(device) = &event {
            let mut waiters = self.waiters.lock().unwrap_or_else(PoisonError::into_inner);
            match waiters.get(device).map(Weak::upgrade) {
                Some(Some(waiter)) => waiter.notify_waiters(),
                Some(None) => drop(waiters.remove(device)),
                None => {}
            }
        }
        // It may be about any of those who wait; each looks for itself.
        if matches!(event, LiveEvent::Changed { topic: Topic::Configurations, .. }) {
            let waiters = self.waiters.lock().unwrap_or_else(PoisonError::into_inner);
            waiters.values().filter_map(Weak::upgrade).for_each(|waiter| waiter.notify_waiters());
        }
        // Nobody listening is no fault.
        let _ = self.events.send(event);
    }

    /// Hears all events from now on. A slow listener that misses some reads everything again.
    pub fn listen(&self) -> broadcast::Receiver<LiveEvent> {
        self.events.subscribe()
    }

    /// What a device waits on. Ask for it, create the `notified()` future and enable it before
    /// looking for work, so that nothing slips between.
    pub fn device_waiter(&self, device: DeviceId) -> Arc<Notify> {
        let mut waiters = self.waiters.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(waiter) = waiters.get(&device).and_then(Weak::upgrade) {
            return waiter;
        }
        if waiters.len() > 1024 {
            waiters.retain(|_, waiter| waiter.strong_count() > 0);
        }
        let waiter = Arc::new(Notify::new());
        waiters.insert(device, Arc::downgrade(&waiter));
        waiter
    }
}
