//! Live pages: what changed on the server, told to whoever shows it.
//!
//! One stream of server-sent events is open per browser and face, not per tab: the tabs agree by a
//! Web Lock on the one that listens, and it tells the others through a broadcast channel. The stream
//! is closed while no tab is visible; a tab that becomes visible reads everything again.
//!
//! ```ignore
//! let tick = use_live().object("device", id);       // or .topic("device")
//! let device = Resource::new(move || (id, tick.get()), |(id, _)| find_device(id));
//! ```

#[cfg(feature = "hydrate")]
mod stream;

use std::collections::BTreeMap;

use leptos::prelude::*;

use crate::address::use_address;

/// Which event was the last that changed each thing; events are numbered as they arrive.
#[derive(Clone, Debug, Default)]
struct Changes {
    /// The last event.
    newest: u32,
    /// Everything may have changed with this one.
    all: u32,
    /// By topic (`device`) and by object (`device/<id>`).
    of: BTreeMap<String, u32>,
}

/// Numbers changes; resources take a number as part of their source and so read again.
#[derive(Clone, Copy, Debug, Default)]
pub struct Live {
    changes: RwSignal<Changes>,
    /// The last event before the page was opened that is shown now.
    opened_after: RwSignal<u32>,
}

impl Live {
    /// Grows when anything of this kind changes: `device`, `user`, `message`, `settings`.
    #[must_use]
    pub fn topic(self, topic: &str) -> Memo<u32> {
        self.count(topic.to_owned())
    }

    /// Grows when something of one of these kinds changes.
    #[must_use]
    pub fn topics<const N: usize>(self, topics: [&'static str; N]) -> Memo<u32> {
        either(topics.map(|topic| self.topic(topic)))
    }

    /// Grows when this one changes. Changes of a device are also those of its registration and its
    /// commands.
    #[must_use]
    pub fn object(self, topic: &str, id: impl std::fmt::Display) -> Memo<u32> {
        self.count(format!("{topic}/{id}"))
    }

    /// The number to which a count is compared when a part of a page is shown: what grew beyond it may
    /// have changed while the part was being read.
    #[must_use]
    pub fn opened_after(self) -> u32 {
        self.opened_after.get_untracked()
    }

    fn count(self, key: String) -> Memo<u32> {
        Memo::new(move |_| {
            self.changes.with(|changes| changes.of.get(&key).copied().unwrap_or_default().max(changes.all))
        })
    }

    /// Takes in one event: `{"topic":"device","id":"…"}`.
    #[cfg_attr(not(any(feature = "hydrate", test)), expect(dead_code, reason = "events arrive in browsers"))]
    fn take(self, data: &str) {
        #[derive(serde::Deserialize)]
        struct Changed {
            topic: String,
            id: String,
        }
        let Ok(Changed { topic, id }) = serde_json::from_str(data) else { return };
        self.changes.update(|changes| {
            changes.newest += 1;
            changes.of.insert(format!("{topic}/{id}"), changes.newest);
            changes.of.insert(topic, changes.newest);
        });
    }

    /// Events may have been missed: everything is read again.
    #[cfg_attr(not(any(feature = "hydrate", test)), expect(dead_code, reason = "events arrive in browsers"))]
    fn missed(self) {
        self.changes.update(|changes| {
            changes.newest += 1;
            changes.all = changes.newest;
        });
    }

    /// Another page is opened, and begins to read.
    fn moved(self) {
        self.opened_after.set(self.changes.with_untracked(|changes| changes.newest));
    }
}

/// Grows when one of these does.
#[must_use]
pub fn either<const N: usize>(counts: [Memo<u32>; N]) -> Memo<u32> {
    Memo::new(move |_| counts.iter().map(|count| count.get()).max().unwrap_or_default())
}

/// Notes when another page is opened; called once by a face that follows links in the browser.
pub fn follow_pages() {
    let (live, address) = (use_live(), use_address());
    Effect::new(move |_| {
        address.path.track();
        live.moved();
    });
}

/// Listens to a stream for as long as the document lives; called once by each face.
pub fn provide_live(url: &'static str) {
    let live = Live::default();
    provide_context(live);
    Effect::new(move |_| {
        #[cfg(feature = "hydrate")]
        stream::follow(url, live);
        #[cfg(not(feature = "hydrate"))]
        {
            _ = url;
        }
    });
}

/// The changes that the face listens to.
#[must_use]
pub fn use_live() -> Live {
    use_context().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_counted_for_its_object_and_its_topic() {
        let owner = Owner::new();
        owner.with(|| {
            let live = Live::default();
            let (devices, first, second) =
                (live.topic("device"), live.object("device", "a"), live.object("device", "b"));
            live.take(r#"{"topic":"device","id":"a"}"#);
            live.take(r#"{"topic":"user","id":"a"}"#);
            live.take("no event");
            assert_eq!((devices.get(), first.get(), second.get()), (1, 1, 0));
            live.missed();
            assert_eq!((devices.get(), first.get(), second.get()), (3, 3, 3));
        });
    }

    #[test]
    fn what_changed_while_a_page_was_being_read_is_told_from_what_changed_before() {
        let owner = Owner::new();
        owner.with(|| {
            let live = Live::default();
            let (devices, users) = (live.topic("device"), live.topic("user"));
            let both = either([devices, users]);
            live.take(r#"{"topic":"device","id":"a"}"#);
            live.moved();
            let opened = live.opened_after();
            assert!(devices.get() <= opened && users.get() <= opened && both.get() <= opened);
            live.take(r#"{"topic":"user","id":"a"}"#);
            assert!(devices.get() <= opened && users.get() > opened && both.get() > opened);
        });
    }
}
