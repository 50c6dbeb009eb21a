//! Devices at rest: nothing is written for them but when they were seen, a moment later.

use std::time::Duration;

use domain::live::{LiveEvent, Topic};
use types::{Action, Timestamp};

use super::*;

/// A phone for which nothing waits.
async fn resting(app: &TestApp, user: &UserDetail, serial: &str) -> (AppleDevice, DeviceId) {
    let (phone, id) = enrolled(app, user, serial).await;
    let mut answer = connect(app, &phone.idle()).await.unwrap();
    while let Answer::Plist(list) = answer {
        let uuid = text_of(&list, "CommandUUID").unwrap();
        answer = connect(app, &phone.report("Acknowledged", &uuid, "")).await.unwrap();
    }
    (phone, id)
}

async fn seen(app: &TestApp, id: DeviceId) -> Option<Timestamp> {
    device(app, id).await.row.last_seen_at
}

both_engines! {
    async fn when_a_phone_at_rest_was_seen_is_written_a_moment_later(app: TestApp) {
        let user = app.user("amira").await;
        let (phone, id) = resting(&app, &user, "AAAA0000AAAA").await;
        let (other, other_id) = resting(&app, &user, "BBBB0000BBBB").await;
        let before = seen(&app, id).await;
        let mut events = app.domain.hub().listen();
        app.clock.advance(Duration::from_mins(2));
        let at = app.clock.now();
        // Often, and by two connections: it is one phone.
        for phone in [&phone, &other, &phone] {
            assert_eq!(connect(&app, &phone.idle()).await, Ok(Answer::Empty));
        }
        assert_eq!(seen(&app, id).await, before, "no request waits for it");
        assert!(events.try_recv().is_err());
        assert_eq!(app.domain.devices().write_seen().await.unwrap(), 2);
        assert_eq!((seen(&app, id).await, seen(&app, other_id).await), (Some(at), Some(at)));
        let told: Vec<_> = std::iter::from_fn(|| events.try_recv().ok()).collect();
        for id in [id, other_id] {
            let shown = |event: &LiveEvent| matches!(event, LiveEvent::Changed { topic: Topic::Device, id: of, .. } if *of == id.0);
            assert!(told.iter().any(shown));
        }
        assert_eq!(app.domain.devices().write_seen().await.unwrap(), 0, "once");
        // Within the minute pages show nothing else.
        app.clock.advance(Duration::from_secs(5));
        connect(&app, &phone.idle()).await.unwrap();
        app.domain.devices().write_seen().await.unwrap();
        assert_eq!(seen(&app, id).await, Some(app.clock.now()));
        assert!(events.try_recv().is_err());
    }

    async fn what_was_seen_later_is_not_taken_back(app: TestApp) {
        let user = app.user("amira").await;
        let (phone, id) = resting(&app, &user, "AAAA0000AAAA").await;
        connect(&app, &phone.idle()).await.unwrap();
        app.clock.advance(Duration::from_secs(1));
        // A message of its own is written at once.
        connect(&app, &phone.report("NotNow", "nonsense", "")).await.unwrap();
        let later = app.clock.now();
        assert_eq!(seen(&app, id).await, Some(later));
        app.domain.devices().write_seen().await.unwrap();
        assert_eq!(seen(&app, id).await, Some(later));
    }

    async fn rest_hides_nobody(app: TestApp) {
        let user = app.user("amira").await;
        let (phone, _) = resting(&app, &user, "AAAA0000AAAA").await;
        let (mut other, other_id) = resting(&app, &user, "BBBB0000BBBB").await;
        other.udid.clone_from(&phone.udid);
        for said in [other.idle(), other.sign(""), other.sign("<plist><dict/></plist>")] {
            assert_eq!(connect(&app, &said).await, Err(ErrorCode::InvalidInput));
        }
        assert_eq!(app.domain.devices().write_seen().await.unwrap(), 0);
        // The next day it is asked again.
        app.clock.advance(Duration::from_hours(24));
        assert_eq!(command(connect(&app, &phone.idle()).await.unwrap()).0, "DeviceInformation");
        // Retired meanwhile, it is sent away.
        other.udid = format!("00008110-{}", "BBBB0000BBBB");
        let retire = CreateCommand::of(Action::Retire);
        app.domain.devices().command(&app.admin(), other_id, &retire).await.unwrap();
        assert_eq!(command(connect(&app, &other.idle()).await.unwrap()).0, "RemoveProfile");
    }
}
