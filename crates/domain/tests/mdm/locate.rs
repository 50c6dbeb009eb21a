//! Locating: into lost mode, where is it, out of lost mode, as one command.

use std::time::Duration;

use types::{Action, CommandRow, DeleteUser, DeviceFate, NoAction, Permission, PermissionSet};

use super::{
    actions::{answer_questions, given, order_of, why_not},
    *,
};

const BERLIN: &str = "<key>Latitude</key><real>52.51628</real><key>Longitude</key><real>13.37771</real>\
                      <key>HorizontalAccuracy</key><real>12.5</real>";

/// A supervised phone that has answered its questions.
async fn supervised(app: &TestApp) -> (AppleDevice, DeviceId) {
    let user = app.user("amira").await;
    let (phone, id) = enrolled(app, &user, "C39XK0ABCDEF").await;
    assert_eq!(why_not(app, id, Action::Locate).await, Some(NoAction::NeedsSupervision));
    answer_questions(app, &phone, true).await;
    assert_eq!(why_not(app, id, Action::Locate).await, None);
    (phone, id)
}

async fn located(app: &TestApp, id: DeviceId) -> CommandRow {
    order_of(app, id, &CreateCommand::of(Action::Locate)).await
}

/// What the phone is told next, of which kind.
async fn step(app: &TestApp, said: &Signed) -> Option<(String, String)> {
    match connect(app, said).await.unwrap() {
        Answer::Plist(list) => {
            Some((text_of(&list, "RequestType").unwrap(), text_of(&list, "CommandUUID").unwrap()))
        }
        _ => None,
    }
}

async fn state(app: &TestApp, asked: &CommandRow) -> (CommandState, Option<String>) {
    let command = app.domain.devices().find_command(&app.admin(), asked.id).await.unwrap();
    (command.state, command.detail)
}

both_engines! {
    async fn a_supervised_phone_tells_where_it_is_and_leaves_lost_mode(app: TestApp) {
        let (phone, id) = supervised(&app).await;
        let asked = located(&app, id).await;
        let list = given(&app, &phone).await;
        assert_eq!(text_of(&list, "RequestType").as_deref(), Some("EnableLostMode"));
        assert!(text_of(&list, "Message").unwrap().contains("is looking for this device"));
        let uuid = text_of(&list, "CommandUUID").unwrap();
        // A lost answer: the same step comes again.
        assert_eq!(step(&app, &phone.idle()).await.unwrap(), ("EnableLostMode".to_owned(), uuid.clone()));
        let (kind, tell) = step(&app, &phone.report("Acknowledged", &uuid, "")).await.unwrap();
        assert_eq!(kind, "DeviceLocation");
        // It puts it off; the next session goes on there, and a late answer to the first step changes nothing.
        assert_eq!(step(&app, &phone.report("NotNow", &tell, "")).await, None);
        assert_eq!(state(&app, &asked).await.0, CommandState::NotNow);
        assert_eq!(step(&app, &phone.report("Acknowledged", &uuid, "")).await.unwrap().0, "DeviceLocation");
        let (kind, leave) = step(&app, &phone.report("Acknowledged", &tell, BERLIN)).await.unwrap();
        assert_eq!(kind, "DisableLostMode");
        assert_eq!(state(&app, &asked).await.0, CommandState::Sent);
        assert_eq!(step(&app, &phone.report("Acknowledged", &leave, "")).await, None);
        assert_eq!(state(&app, &asked).await, (CommandState::Done, None));
        let place = device(&app, id).await.location.unwrap();
        assert_eq!((place.coordinates().as_str(), place.accuracy_m), ("52.51628, 13.37771", Some(12.5)));
        // Told to those alone who may locate it.
        let reader = app.admin_with(PermissionSet::from_iter([Permission::DeviceRead]));
        assert_eq!(app.domain.devices().find(&reader, id).await.unwrap().location, None);
        let refused = app.domain.devices().command(&reader, id, &CreateCommand::of(Action::Locate)).await;
        assert_eq!(refused.unwrap_err().code(), ErrorCode::Forbidden);
        let events = app.domain.audit().list(&app.admin(), &AuditQuery::default()).await.unwrap().items;
        for action in [AuditAction::DeviceLocateRequested, AuditAction::DeviceLocateDone] {
            assert!(events.iter().any(|event| event.action == action.as_str()), "{action}");
        }
        assert!(!format!("{events:?}").contains("52.5"), "where it is stands in no log");
        // A later one takes the place of the earlier.
        located(&app, id).await;
        let (_, uuid) = step(&app, &phone.idle()).await.unwrap();
        let (_, tell) = step(&app, &phone.report("Acknowledged", &uuid, "")).await.unwrap();
        let paris = BERLIN.replace("52.51628", "48.85837").replace("13.37771", "2.29448");
        step(&app, &phone.report("Acknowledged", &tell, &paris)).await.unwrap();
        let found = device(&app, id).await;
        assert_eq!(found.location.unwrap().coordinates(), "48.85837, 2.29448");
        // Whoever gets the device learns nothing of where it was before.
        let heir = app.user("bela").await.row.id;
        let hand_over =
            DeleteUser { username: found.username, devices: Some(DeviceFate::HandOver), hand_over_to: Some(heir) };
        app.domain.people().delete(&app.admin(), found.row.user_id, &hand_over).await.unwrap();
        let found = device(&app, id).await;
        assert_eq!((found.row.user_id, found.location), (heir, None));
    }

    async fn whatever_fails_the_phone_leaves_lost_mode(app: TestApp) {
        let (phone, id) = supervised(&app).await;
        let error = "<key>ErrorChain</key><array><dict><key>ErrorCode</key><integer>12067</integer>\
                     <key>ErrorDomain</key><string>MCMDMErrorDomain</string><key>USEnglishDescription</key>\
                     <string>Location services are off</string></dict></array>";
        // It cannot tell.
        let asked = located(&app, id).await;
        let (_, uuid) = step(&app, &phone.idle()).await.unwrap();
        let (_, tell) = step(&app, &phone.report("Acknowledged", &uuid, "")).await.unwrap();
        // Time runs out in between; it is led out all the same.
        app.pass(Duration::from_hours(100 * 24));
        app.domain.devices().expire_commands().await.unwrap();
        let (kind, leave) = step(&app, &phone.report("Error", &tell, error)).await.unwrap();
        assert_eq!(kind, "DisableLostMode");
        assert_eq!(state(&app, &asked).await.0, CommandState::Sent);
        step(&app, &phone.report("Acknowledged", &leave, "")).await;
        let (end, words) = state(&app, &asked).await;
        assert_eq!((end, words.unwrap().contains("Location services are off")), (CommandState::Failed, true));
        assert_eq!(device(&app, id).await.location, None);
        // It answers without a place, and then does not leave.
        let asked = located(&app, id).await;
        let (_, uuid) = step(&app, &phone.idle()).await.unwrap();
        let (_, tell) = step(&app, &phone.report("Acknowledged", &uuid, "")).await.unwrap();
        let (_, leave) = step(&app, &phone.report("Acknowledged", &tell, "<key>Latitude</key><real>400</real>")).await.unwrap();
        step(&app, &phone.report("Error", &leave, error)).await;
        let (end, words) = state(&app, &asked).await;
        assert_eq!((end, words.as_deref()), (CommandState::Failed, Some("It does not know where it is")));
        // It does not even go into it.
        let asked = located(&app, id).await;
        let (_, uuid) = step(&app, &phone.idle()).await.unwrap();
        let (kind, leave) = step(&app, &phone.report("Error", &uuid, error)).await.unwrap();
        assert_eq!(kind, "DisableLostMode");
        step(&app, &phone.report("Acknowledged", &leave, "")).await;
        assert_eq!(state(&app, &asked).await.0, CommandState::Failed);
    }

    async fn a_question_is_taken_back_until_it_was_fetched(app: TestApp) {
        let (phone, id) = supervised(&app).await;
        let asked = located(&app, id).await;
        app.domain.devices().cancel_command(&app.admin(), asked.id).await.unwrap();
        assert_eq!(step(&app, &phone.idle()).await, None);
        let asked = located(&app, id).await;
        step(&app, &phone.idle()).await.unwrap();
        let late = app.domain.devices().cancel_command(&app.admin(), asked.id).await;
        assert_eq!(late.unwrap_err().code(), ErrorCode::CommandAlreadySent);
    }
}
