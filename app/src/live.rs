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

/// How often each thing has changed since the page was opened.
#[derive(Clone, Debug, Default)]
struct Counts {
    /// Everything may have changed this often.
    all: u32,
    /// By topic (`device`) and by object (`device/<id>`).
    of: BTreeMap<String, u32>,
}

/// Counts changes; resources take a count as part of their source and so read again.
#[derive(Clone, Copy, Debug, Default)]
pub struct Live {
    counts: RwSignal<Counts>,
}

impl Live {
    /// Grows when anything of this kind changes: `device`, `user`, `message`, `settings`.
    #[must_use]
    pub fn topic(self, topic: &str) -> Memo<u32> {
        self.count(topic.to_owned())
    }

    /// Grows when something of one of these kinds changes.
    #[must_use]
    pub fn topics(self, topics: [&'static str; 2]) -> Memo<u32> {
        let counts = topics.map(|topic| self.topic(topic));
        Memo::new(move |_| counts.iter().fold(0, |sum: u32, count| sum.wrapping_add(count.get())))
    }

    /// Grows when this one changes. Changes of a device are also those of its registration and its
    /// commands.
    #[must_use]
    pub fn object(self, topic: &str, id: impl std::fmt::Display) -> Memo<u32> {
        self.count(format!("{topic}/{id}"))
    }

    fn count(self, key: String) -> Memo<u32> {
        Memo::new(move |_| {
            self.counts
                .with(|counts| counts.all.wrapping_add(counts.of.get(&key).copied().unwrap_or_default()))
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
        self.counts.update(|counts| {
            *counts.of.entry(format!("{topic}/{id}")).or_default() += 1;
            *counts.of.entry(topic).or_default() += 1;
        });
    }

    /// Events may have been missed: everything is read again.
    #[cfg_attr(not(any(feature = "hydrate", test)), expect(dead_code, reason = "events arrive in browsers"))]
    fn missed(self) {
        self.counts.update(|counts| counts.all += 1);
    }
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
            assert_eq!((devices.get(), first.get(), second.get()), (2, 2, 1));
        });
    }
}
