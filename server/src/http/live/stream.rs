//! The events that one session hears.

use std::{convert::Infallible, time::Duration};

use axum::response::sse::Event;
use domain::{
    ctx::SignedIn,
    live::{LiveEvent, Topic},
};
use futures::{Stream, stream};
use serde::Serialize;
use tokio::{
    sync::broadcast::{Receiver, error::RecvError},
    time::{Instant, Interval, MissedTickBehavior, interval_at},
};
use types::{Face, UserId};
use uuid::Uuid;

use crate::AppState;

/// How often a silent stream looks whether its session still counts.
const CHECK: Duration = Duration::from_secs(20);

struct Listening {
    state: AppState,
    listener: SignedIn,
    events: Receiver<LiveEvent>,
    check: Interval,
    ended: bool,
}

#[derive(Serialize)]
struct Changed {
    topic: Topic,
    id: Uuid,
}

/// What an event means for the listener.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    /// The pages are told.
    Tell,
    /// It is about the listener's own account: does the session still count?
    LookAndTell,
    /// It may have changed what the listener may do.
    Look,
    /// The session is over.
    End,
    /// It is not for this listener.
    Nothing,
}

/// What a look at the listener's session finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// It counts, and the person may do what they could.
    Same,
    /// It counts, and the person may do something else.
    Other,
    /// It is over.
    Over,
}

/// The events, until the session or the process ends. The last event of a session is `end`; after a
/// mere break the browser comes back by itself.
pub(super) fn events(state: AppState, listener: SignedIn) -> impl Stream<Item = Result<Event, Infallible>> {
    let mut check = interval_at(Instant::now() + CHECK, CHECK);
    check.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let events = state.domain().hub().listen();
    let listening = Listening { state, listener, events, check, ended: false };
    stream::unfold(listening, async |mut listening| {
        let event = listening.next().await?;
        Some((Ok(event), listening))
    })
}

impl Listening {
    async fn next(&mut self) -> Option<Event> {
        while !self.ended {
            let event = tokio::select! {
                () = self.state.shutdown().cancelled() => return None,
                _ = self.check.tick() => None,
                event = self.events.recv() => Some(event),
            };
            let meaning = match &event {
                None => Meaning::Look,
                Some(Ok(event)) => meaning(&self.listener, event),
                Some(Err(RecvError::Lagged(_))) => return Some(Event::default().event("missed").data("{}")),
                Some(Err(RecvError::Closed)) => return None,
            };
            let standing = match meaning {
                Meaning::Look | Meaning::LookAndTell => self.look().await,
                Meaning::End => Standing::Over,
                Meaning::Tell | Meaning::Nothing => Standing::Same,
            };
            let changed = match (standing, event, meaning) {
                (Standing::Over, ..) => {
                    self.ended = true;
                    return Some(Event::default().event("end").data("{}"));
                }
                (_, Some(Ok(LiveEvent::Changed { topic, id, .. })), Meaning::Tell | Meaning::LookAndTell) => {
                    Changed { topic, id }
                }
                (Standing::Other, ..) => Changed { topic: Topic::User, id: self.listener.user_id.0 },
                _ => continue,
            };
            return Event::default().json_data(changed).ok();
        }
        None
    }

    async fn look(&mut self) -> Standing {
        let access = self.state.domain().access();
        // By its id: the token changes when somebody confirms that it is them.
        match access.session_permissions(self.listener.face, self.listener.session_id).await {
            Ok(None) => Standing::Over,
            Ok(Some(now)) if now != self.listener.permissions => {
                self.listener.permissions = now;
                Standing::Other
            }
            // A database that is away for a moment ends no session.
            Ok(Some(_)) | Err(_) => Standing::Same,
        }
    }
}

/// The console hears of everything, the portal of what is its person's own.
fn meaning(me: &SignedIn, event: &LiveEvent) -> Meaning {
    match event {
        LiveEvent::Changed { topic: Topic::User, id, .. } if UserId(*id) == me.user_id => {
            Meaning::LookAndTell
        }
        LiveEvent::Changed { owner, .. } if me.face == Face::Console || *owner == Some(me.user_id) => {
            Meaning::Tell
        }
        // Rights come from groups, too.
        LiveEvent::Changed { topic: Topic::Group | Topic::User, owner: None, .. } => Meaning::Look,
        LiveEvent::SessionEnded(id) if *id == me.session_id => Meaning::End,
        LiveEvent::SessionsEnded { user_id, except }
            if *user_id == me.user_id && *except != Some(me.session_id) =>
        {
            Meaning::End
        }
        _ => Meaning::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use types::{DeviceId, SessionId};

    use super::*;

    fn listener(face: Face) -> SignedIn {
        SignedIn {
            user_id: UserId(Uuid::now_v7()),
            session_id: SessionId(Uuid::now_v7()),
            face,
            username: "amira".into(),
            display_name: "Amira".into(),
            permissions: types::PermissionSet::EMPTY,
            authenticated_at: types::Timestamp::from_millis(0),
        }
    }

    #[test]
    fn the_portal_hears_of_its_own_devices_alone() {
        let me = listener(Face::Portal);
        let device = DeviceId(Uuid::now_v7());
        assert_eq!(meaning(&me, &LiveEvent::device(device, me.user_id)), Meaning::Tell);
        assert_eq!(meaning(&me, &LiveEvent::device(device, UserId(Uuid::now_v7()))), Meaning::Nothing);
        let settings = LiveEvent::Changed { topic: Topic::Settings, id: Uuid::nil(), owner: None };
        assert_eq!(meaning(&me, &settings), Meaning::Nothing);
        assert_eq!(meaning(&listener(Face::Console), &settings), Meaning::Tell);
        assert_eq!(meaning(&me, &LiveEvent::group(types::GroupId(Uuid::now_v7()))), Meaning::Look);
    }

    #[test]
    fn a_stream_ends_with_its_session_and_not_with_another() {
        let me = listener(Face::Portal);
        let other = SessionId(Uuid::now_v7());
        assert_eq!(meaning(&me, &LiveEvent::SessionEnded(me.session_id)), Meaning::End);
        assert_eq!(meaning(&me, &LiveEvent::SessionEnded(other)), Meaning::Nothing);
        let all_but = |except| LiveEvent::SessionsEnded { user_id: me.user_id, except };
        assert_eq!(meaning(&me, &all_but(None)), Meaning::End);
        assert_eq!(meaning(&me, &all_but(Some(other))), Meaning::End);
        assert_eq!(meaning(&me, &all_but(Some(me.session_id))), Meaning::Nothing);
    }
}
