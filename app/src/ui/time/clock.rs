//! The time that a page counts from.

use std::time::Duration;

use leptos::prelude::*;
use types::{Offset, Timestamp};

use super::Moment;
use crate::shell::page_info;

/// How often relative times are written anew.
const TICK: Duration = Duration::from_secs(10);

/// The clock of a page. It starts at the server's time and goes on by the browser's, so that a
/// wrong clock on the device does not matter.
#[derive(Clone, Copy)]
pub(crate) struct Clock {
    now: RwSignal<Timestamp>,
    /// Server time minus browser time, in milliseconds.
    ahead_ms: StoredValue<i64>,
    /// Whether the zone of the browser may be used.
    local: RwSignal<bool>,
    /// The zone that the person chose, if they did.
    offsets: StoredValue<Vec<Offset>>,
}

/// Starts the clock of a face; called once, after the page's facts are known.
pub(crate) fn provide_clock() {
    let clock = Clock::fixed(page_info().now);
    provide_context(clock);
    Effect::new(move |_| {
        let Some(browser) = crate::browser::now() else { return };
        let server = clock.now.get_untracked();
        clock.ahead_ms.set_value(server.as_millis() - browser.as_millis());
        clock.local.set(true);
        let ticking = set_interval(move || clock.now.set(clock.exact()), TICK);
        on_cleanup(move || {
            if let Ok(ticking) = ticking {
                ticking.clear();
            }
        });
    });
}

impl Clock {
    /// A clock that stands still until somebody ticks it.
    pub(super) fn fixed(now: Timestamp) -> Self {
        Self {
            now: RwSignal::new(now),
            ahead_ms: StoredValue::new(0),
            local: RwSignal::new(false),
            offsets: StoredValue::new(page_info().offsets),
        }
    }

    /// The clock of the page; on public pages one that stands at the time of rendering.
    pub(crate) fn current() -> Self {
        use_context().unwrap_or_else(|| Self::fixed(page_info().now))
    }

    /// The time of the last tick; tracks it.
    pub(crate) fn now(self) -> Timestamp {
        self.now.get()
    }

    /// The time of the last tick, untracked.
    pub(crate) fn last(self) -> Timestamp {
        self.now.get_untracked()
    }

    /// The time at this instant in the browser, the time of rendering on the server.
    pub(crate) fn exact(self) -> Timestamp {
        match crate::browser::now() {
            Some(browser) => Timestamp::from_millis(browser.as_millis() + self.ahead_ms.get_value()),
            None => self.now.get_untracked(),
        }
    }

    /// A point in time in the zone that the page writes in.
    pub(super) fn moment(self, at: Timestamp) -> Moment {
        let chosen = self.offsets.with_value(|offsets| offset_at(offsets, at).cloned());
        match chosen {
            Some(offset) => Moment::at_offset(at, &offset),
            None if self.local.get() => Moment::local(at),
            None => Moment::utc(at),
        }
    }

    /// "13:43 CET", "tomorrow at 13:43 CET", "22 Nov at 13:43 CET".
    pub(crate) fn deadline(self, at: Timestamp) -> String {
        self.moment(at).clock(&self.moment(self.now()))
    }
}

/// What the clocks of a zone showed then: from the last change before it, or as before the first one
/// that is known.
fn offset_at(offsets: &[Offset], at: Timestamp) -> Option<&Offset> {
    let before = offsets.iter().rev().find(|offset| offset.from <= at.as_secs());
    before.or_else(|| offsets.first())
}
