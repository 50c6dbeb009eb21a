//! The stream itself: which tab listens, when it is open, and how it comes back.

use std::{cell::RefCell, rc::Rc, time::Duration};

use gloo_events::EventListener;
use js_sys::{Function, Promise, Reflect};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use web_sys::{BroadcastChannel, EventSource, MessageEvent, VisibilityState};

use super::Live;

/// The other tabs are told in these words, or in the event itself.
const END: &str = "end";
const MISSED: &str = "missed";

/// After this time it is known whether another tab leads, in milliseconds.
const SETTLED_MS: u64 = 300;

/// Longest pause before trying again, in milliseconds.
const LONGEST_PAUSE_MS: u32 = 30_000;

type Shared = Rc<RefCell<Stream>>;

struct Stream {
    url: &'static str,
    live: Live,
    others: Option<BroadcastChannel>,
    open: Option<Open>,
    /// Lets go of the lock.
    release: Option<Function>,
    /// The lock was asked for and not given yet.
    asking: bool,
    /// Failures since the stream was last open.
    failures: u32,
}

/// An open stream with its listeners.
struct Open {
    source: EventSource,
    _listeners: Vec<EventListener>,
}

impl Drop for Open {
    fn drop(&mut self) {
        self.source.close();
    }
}

/// Follows the stream while the document is visible.
pub(super) fn follow(url: &'static str, live: Live) {
    let others = BroadcastChannel::new(&format!("gatehouse{url}")).ok();
    let stream = Rc::new(RefCell::new(Stream {
        url,
        live,
        others: others.clone(),
        open: None,
        release: None,
        asking: false,
        failures: 0,
    }));
    if let Some(others) = others {
        EventListener::new(&others, "message", move |event| {
            if is_visible()
                && let Some(word) = data(event)
            {
                take(live, &word);
            }
        })
        .forget();
    }
    let watched = Rc::clone(&stream);
    EventListener::new(&document(), "visibilitychange", move |_| {
        if is_visible() {
            live.missed();
            lead(&watched);
        } else {
            let mut stream = watched.borrow_mut();
            stream.open = None;
            if let Some(release) = stream.release.take() {
                _ = release.call0(&JsValue::NULL);
            }
        }
    })
    .forget();
    lead(&stream);
    // Where another tab leads, no stream opens here that would say so.
    _ = set_timeout(
        move || {
            if stream.borrow().open.is_none() {
                live.missed();
            }
        },
        Duration::from_millis(SETTLED_MS),
    );
}

fn is_visible() -> bool {
    document().visibility_state() == VisibilityState::Visible
}

/// Asks to be the tab that listens. Without Web Locks every tab does.
fn lead(stream: &Shared) {
    if !is_visible() || stream.borrow().asking || stream.borrow().open.is_some() {
        return;
    }
    let locks = Reflect::get(&window().navigator(), &"locks".into()).unwrap_or_default();
    let request = Reflect::get(&locks, &"request".into()).ok().and_then(|f| f.dyn_into::<Function>().ok());
    let Some(request) = request else { return open(stream) };
    stream.borrow_mut().asking = true;
    let name = format!("gatehouse{}", stream.borrow().url);
    let asking = Rc::clone(stream);
    let granted = Closure::once_into_js(move |_lock: JsValue| -> Promise {
        Promise::new(&mut |release, _| {
            asking.borrow_mut().asking = false;
            if is_visible() {
                asking.borrow_mut().release = Some(release);
                open(&asking);
            } else {
                _ = release.call0(&JsValue::NULL);
            }
        })
    });
    _ = request.call2(&locks, &name.into(), &granted);
}

fn open(stream: &Shared) {
    let Ok(source) = EventSource::new(stream.borrow().url) else { return };
    let on = |name: &'static str, act: fn(&Shared, &web_sys::Event)| {
        let stream = Rc::clone(stream);
        EventListener::new(&source, name, move |event| act(&stream, event))
    };
    let listeners = vec![
        // What changed between the rendering of the page and this moment was told to nobody here.
        on("open", |stream, _| {
            stream.borrow_mut().failures = 0;
            tell(stream, MISSED);
        }),
        on("message", |stream, event| {
            if let Some(data) = data(event) {
                tell(stream, &data);
            }
        }),
        on(MISSED, |stream, _| tell(stream, MISSED)),
        on(END, |stream, _| tell(stream, END)),
        on("error", |stream, _| try_again_later(stream)),
    ];
    stream.borrow_mut().open = Some(Open { source, _listeners: listeners });
}

/// Takes a word in and passes it on to the other tabs.
fn tell(stream: &Shared, word: &str) {
    let (live, others) = (stream.borrow().live, stream.borrow().others.clone());
    if let Some(others) = others {
        _ = others.post_message(&word.into());
    }
    take(live, word);
}

fn take(live: Live, word: &str) {
    match word {
        // The session's own script looks whether it is over and keeps what was typed.
        END => {
            if let Ok(event) = web_sys::Event::new("session-end") {
                _ = document().dispatch_event(&event);
            }
        }
        MISSED => live.missed(),
        event => live.take(event),
    }
}

/// Closes the stream and opens it again after a pause that doubles each time, with some chance in
/// it, so that a server that comes back is not met by everybody at once.
fn try_again_later(stream: &Shared) {
    let failures = {
        let mut stream = stream.borrow_mut();
        stream.failures = stream.failures.saturating_add(1);
        stream.failures
    };
    let longest = 1000_u32.saturating_mul(1 << failures.min(5)).min(LONGEST_PAUSE_MS);
    let pause_ms = f64::from(longest) * (0.5 + js_sys::Math::random() / 2.0);
    let waiting = Rc::clone(stream);
    let retry = move || {
        // The listener that runs now belongs to the stream that is being dropped.
        waiting.borrow_mut().open = None;
        let leads = waiting.borrow().release.is_some();
        if leads && is_visible() {
            open(&waiting);
        } else {
            lead(&waiting);
        }
    };
    if let Some(open) = &stream.borrow().open {
        open.source.close();
    }
    _ = set_timeout(retry, Duration::from_millis(pause_ms as u64));
}

fn data(event: &web_sys::Event) -> Option<String> {
    event.dyn_ref::<MessageEvent>()?.data().as_string()
}
