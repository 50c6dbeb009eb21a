//! A new PIN for signing in to a device: the device makes it, and it is told once.

use testkit::{TestApp, both_engines};
use types::{
    Action, AuditQuery, CheckIn, CommandId, CreateCommand, CreateRegistration, DeviceFacts, DeviceId,
    ErrorCode, NewPin, PageQuery, Platform, PortalRight, RegisterDevice, ResultState, UserDetail,
    command::CommandResult,
};

use super::active;
use crate::registration::{laptop, linux_for, redeem, with_link};

async fn person(app: &TestApp, name: &str) -> UserDetail {
    let mut user = app.user(name).await;
    user.row.rights = vec![PortalRight::SignIn, PortalRight::Lock, PortalRight::ResetPinPassword];
    user
}

async fn pc(app: &TestApp, user: &UserDetail) -> DeviceId {
    let input = CreateRegistration { platform: Platform::Windows, ..linux_for(user.row.id) };
    let handout = app.domain.registration().create(&app.admin(), &input).await.unwrap();
    let facts = DeviceFacts { platform: Platform::Windows, ..laptop() };
    redeem(app, &RegisterDevice { device: facts, ..with_link(&handout, 1) }).await.unwrap();
    comes(app, user, handout.device_id).await;
    handout.device_id
}

async fn comes(app: &TestApp, user: &UserDetail, id: DeviceId) {
    app.domain.devices().check_in(&app.device(id, user.row.id), &CheckIn::default()).await.unwrap();
}

async fn says(app: &TestApp, user: &UserDetail, id: DeviceId, command: CommandId, secret: &str) {
    let result = CommandResult { secret: Some(secret.into()), ..CommandResult::new(ResultState::Done, None) };
    app.domain.devices().report_result(&app.device(id, user.row.id), command, &result).await.unwrap();
}

async fn reveal(app: &TestApp, user: &UserDetail, command: CommandId) -> Result<NewPin, ErrorCode> {
    app.domain.devices().reveal(&app.portal(user), command).await.map_err(|error| error.code())
}

both_engines! {
    async fn the_new_pin_is_told_once_to_whoever_may_reset_it(app: TestApp) {
        let (amira, bela) = (person(&app, "amira").await, person(&app, "bela").await);
        let device = pc(&app, &amira).await;
        let reset = CreateCommand::of(Action::ResetPinPassword);
        let asked = app.domain.devices().command(&app.portal(&amira), device, &reset).await.unwrap();
        assert_eq!(reveal(&app, &amira, asked.id).await, Err(ErrorCode::WrongState), "there is none yet");
        comes(&app, &amira, device).await;
        says(&app, &amira, device, asked.id, "483920").await;
        let rows = app.domain.devices().list_commands(&app.portal(&amira), device, &PageQuery::default()).await.unwrap();
        assert!(rows.items[0].has_secret && rows.items[0].pin.is_none());
        assert!(!format!("{rows:?}").contains("483920"));
        // The same answer once more changes nothing, and nobody else is told.
        says(&app, &amira, device, asked.id, "483920").await;
        assert_eq!(reveal(&app, &bela, asked.id).await, Err(ErrorCode::NotFound));
        let mut without = amira.clone();
        without.row.rights.retain(|right| *right != PortalRight::ResetPinPassword);
        assert_eq!(reveal(&app, &without, asked.id).await, Err(ErrorCode::Forbidden));
        // Two at the same moment: one is told.
        let (one, other) = tokio::join!(reveal(&app, &amira, asked.id), reveal(&app, &amira, asked.id));
        let told: Vec<NewPin> = [&one, &other].into_iter().flatten().cloned().collect();
        assert_eq!(told, [NewPin { pin: "483920".into() }], "{one:?} {other:?}");
        assert_eq!(reveal(&app, &amira, asked.id).await, Err(ErrorCode::WrongState));
        says(&app, &amira, device, asked.id, "483920").await;
        assert_eq!(reveal(&app, &amira, asked.id).await, Err(ErrorCode::WrongState));
        let events = app.domain.audit().list(&app.admin(), &AuditQuery::default()).await.unwrap();
        let said = format!("{events:?}");
        assert!(said.contains("device.pin_password_read") && !said.contains("483920"));
    }

    async fn what_has_no_such_pin_says_so_and_keeps_no_secret(app: TestApp) {
        let amira = person(&app, "amira").await;
        let linux = active(&app, &amira, 2).await.device_id;
        let reset = CreateCommand::of(Action::ResetPinPassword);
        let refused = app.domain.devices().command(&app.portal(&amira), linux, &reset).await.unwrap_err();
        assert_eq!(refused.code(), ErrorCode::ActionNotSupported);
        let lock = app.domain.devices().command(&app.portal(&amira), linux, &CreateCommand::of(Action::Lock)).await.unwrap();
        comes(&app, &amira, linux).await;
        says(&app, &amira, linux, lock.id, "483920").await;
        let rows = app.domain.devices().list_commands(&app.portal(&amira), linux, &PageQuery::default()).await.unwrap();
        assert!(!rows.items[0].has_secret && rows.items[0].pin.is_none());
        assert_eq!(reveal(&app, &amira, lock.id).await, Err(ErrorCode::NotFound));
    }
}
