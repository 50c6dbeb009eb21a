//! Apple TVs: in by Apple Configurator, set up, retired.

use std::time::Duration;

use testkit::{
    TestApp,
    apple::{machine_info, text_of},
    both_engines,
};
use types::{Action, CreateTvEnrolment, LabelId, Permission, RegistrationSettings, TvEnrolment};

use super::{
    configurations::{built_in, wifi},
    *,
};

fn rooms(user: &UserDetail, uses: u32) -> CreateTvEnrolment {
    CreateTvEnrolment {
        user_id: user.row.id,
        name: "Meeting rooms".into(),
        uses,
        lifetime_h: 48,
        ownership: None,
    }
}

async fn make(app: &TestApp, user: &UserDetail, uses: u32) -> TvEnrolment {
    app.domain.mdm().create_tv_enrolment(&app.admin(), &rooms(user, uses)).await.unwrap()
}

/// The token in the address for Apple Configurator.
async fn token(app: &TestApp, enrolment: &TvEnrolment) -> String {
    let access = app.domain.mdm().open_tv_enrolment(&app.admin(), enrolment.id).await.unwrap();
    access.server_url.split_once("?id=").unwrap().1.to_owned()
}

/// What an Apple TV takes that asks the server itself.
async fn asks(app: &TestApp, token: &str, product: &str) -> Result<Taken, ErrorCode> {
    let message = machine_info(product, "TV0001");
    let profile =
        app.domain.mdm().answer_tv(&app.anonymous(), token, &message).await.map_err(|error| error.code())?;
    // Signed: what is inside stands there as it is.
    let (start, end) = (find(&profile, b"<?xml"), find(&profile, b"</plist>"));
    Ok(Taken::read(&profile[start..end + 8]).ok().unwrap())
}

fn find(bytes: &[u8], what: &[u8]) -> usize {
    bytes.windows(what.len()).position(|window| window == what).unwrap()
}

async fn comes_in(app: &TestApp, taken: &Taken, serial: &str) -> Option<AppleDevice> {
    let mut tv = AppleDevice::new("AppleTV11,1", serial);
    if !certify(app, &mut tv, taken).await {
        return None;
    }
    check_in(app, &tv.authenticate()).await.unwrap();
    check_in(app, &tv.token_update(false)).await.unwrap();
    Some(tv)
}

async fn used(app: &TestApp, enrolment: &TvEnrolment) -> u32 {
    let all = app.domain.mdm().list_tv_enrolments(&app.admin()).await.unwrap();
    all.into_iter().find(|one| one.id == enrolment.id).unwrap().used
}

async fn tvs(app: &TestApp, user: &UserDetail) -> Vec<DeviceId> {
    let query = types::DeviceQuery { user_id: Some(user.row.id), ..types::DeviceQuery::default() };
    app.domain
        .devices()
        .list(&app.admin(), &query)
        .await
        .unwrap()
        .items
        .into_iter()
        .map(|row| row.id)
        .collect()
}

both_engines! {
    async fn an_apple_tv_comes_in_gets_its_network_and_is_retired(app: TestApp) {
        let user = app.user("facilities").await;
        let all: LabelId = built_in(&app, "tvos").await;
        app.domain.configurations().create(&app.admin(), &wifi("Rooms", &[all])).await.unwrap();
        let enrolment = make(&app, &user, 1).await;
        let signed = app.domain.mdm().tv_profile(&app.admin(), enrolment.id).await.unwrap();
        assert_eq!(signed[0], 0x30, "signed");
        let taken = asks(&app, &token(&app, &enrolment).await, "AppleTV11,1").await.unwrap();
        let tv = comes_in(&app, &taken, "TV0001").await.unwrap();
        let id = tvs(&app, &user).await[0];
        let found = device(&app, id).await;
        assert_eq!((found.row.state, found.row.platform), (DeviceState::Active, Platform::Tvos));
        let (kind, uuid) = command(connect(&app, &tv.idle()).await.unwrap());
        assert_eq!(kind, "InstallProfile");
        connect(&app, &tv.report("Acknowledged", &uuid, "")).await.unwrap();
        let setup = app.domain.configurations().of_device(&app.admin(), id).await.unwrap();
        assert_eq!(setup.configurations[0].state, types::ConfigurationState::Installed);
        // What an Apple TV cannot do.
        let lock = app.domain.devices().command(&app.admin(), id, &CreateCommand::lock(&LockParams::default())).await;
        assert_eq!(lock.unwrap_err().code(), ErrorCode::ActionNotSupported);
        let retire = app.domain.devices().command(&app.admin(), id, &CreateCommand::of(Action::Retire)).await.unwrap();
        let Answer::Plist(list) = connect(&app, &tv.idle()).await.unwrap() else { panic!("no command") };
        assert_eq!(text_of(&list, "RequestType").as_deref(), Some("RemoveProfile"));
        connect(&app, &tv.report("Acknowledged", &retire.id.to_string(), "")).await.unwrap();
        check_in(&app, &tv.check_out()).await.unwrap();
        assert_eq!(device(&app, id).await.row.state, DeviceState::Retired);
        let events = app.domain.audit().list(&app.admin(), &AuditQuery::default()).await.unwrap().items;
        for action in ["tv_enrolment.created", "tv_enrolment.read", "device.activated", "device.retired"] {
            assert!(events.iter().any(|event| event.action == action), "{action}");
        }
        assert!(!format!("{events:?}").contains(&taken.challenge));
    }

    async fn as_many_come_in_as_was_said(app: TestApp) {
        let user = app.user("facilities").await;
        let enrolment = make(&app, &user, 2).await;
        let taken = asks(&app, &token(&app, &enrolment).await, "AppleTV11,1").await.unwrap();
        let mut first = AppleDevice::new("AppleTV11,1", "TV0001");
        assert!(certify(&app, &mut first, &taken).await);
        let certificate = first.certificate().to_vec();
        assert!(certify(&app, &mut first, &taken).await, "a lost answer comes again");
        assert_eq!((first.certificate(), used(&app, &enrolment).await), (certificate.as_slice(), 1));
        // Five at the same time for the one place that is left.
        let others = (2..7).map(|number| comes_in_quietly(&app, &taken, number));
        let came = futures::future::join_all(others).await.into_iter().filter(|came| *came).count();
        assert_eq!((came, used(&app, &enrolment).await), (1, 2));
        assert_eq!(tvs(&app, &user).await.len(), 2);
        let late = app.domain.mdm().open_tv_enrolment(&app.admin(), enrolment.id).await;
        assert_eq!(late.unwrap_err().code(), ErrorCode::WrongState);
    }

    async fn nothing_else_comes_in_and_nothing_after_its_time(app: TestApp) {
        let user = app.user("facilities").await;
        let enrolment = make(&app, &user, 5).await;
        let secret = token(&app, &enrolment).await;
        for (token, product) in [("nonsense", "AppleTV11,1"), ("", "AppleTV11,1"), (secret.as_str(), "iPhone14,2")] {
            assert_eq!(asks(&app, token, product).await.err(), Some(ErrorCode::RegistrationRefused));
        }
        let garbage = app.domain.mdm().answer_tv(&app.anonymous(), &secret, b"<plist/>").await;
        assert_eq!(garbage.unwrap_err().code(), ErrorCode::RegistrationRefused);
        let taken = asks(&app, &secret, "AppleTV11,1").await.unwrap();
        // A phone with the profile of an Apple TV.
        let mut phone = AppleDevice::new("iPhone14,2", "C39XK0ABCDEF");
        assert!(certify(&app, &mut phone, &taken).await);
        assert_eq!(check_in(&app, &phone.authenticate()).await, Err(ErrorCode::RegistrationRefused));
        app.clock.advance(Duration::from_hours(49));
        assert!(comes_in(&app, &taken, "TV0001").await.is_none());
        assert_eq!(asks(&app, &secret, "AppleTV11,1").await.err(), Some(ErrorCode::RegistrationRefused));
    }

    async fn the_limit_counts_and_what_is_ended_lets_nobody_in(app: TestApp) {
        let user = app.user("facilities").await;
        let settings = app.domain.settings();
        let one = RegistrationSettings { standard_device_limit: Some(1), ..settings.registration().await.unwrap() };
        settings.update(&app.admin(), &one, None).await.unwrap();
        let enrolment = make(&app, &user, 3).await;
        let taken = asks(&app, &token(&app, &enrolment).await, "AppleTV11,1").await.unwrap();
        assert!(comes_in(&app, &taken, "TV0001").await.is_some());
        assert!(comes_in(&app, &taken, "TV0002").await.is_none());
        assert_eq!(used(&app, &enrolment).await, 1, "what was refused took no use");
        let weak = app.admin_with([Permission::DeviceRead].into_iter().collect());
        let room = app.domain.mdm();
        for refused in [
            room.list_tv_enrolments(&weak).await.map(drop),
            room.open_tv_enrolment(&weak, enrolment.id).await.map(drop),
            room.tv_profile(&weak, enrolment.id).await.map(drop),
            room.delete_tv_enrolment(&weak, enrolment.id).await,
        ] {
            assert_eq!(refused.unwrap_err().code(), ErrorCode::Forbidden);
        }
        room.delete_tv_enrolment(&app.admin(), enrolment.id).await.unwrap();
        assert!(comes_in(&app, &taken, "TV0003").await.is_none());
        for wrong in [CreateTvEnrolment { uses: 0, ..rooms(&user, 1) }, CreateTvEnrolment { lifetime_h: 4_321, ..rooms(&user, 1) }] {
            let refused = room.create_tv_enrolment(&app.admin(), &wrong).await;
            assert_eq!(refused.unwrap_err().code(), ErrorCode::InvalidInput);
        }
    }
}

async fn comes_in_quietly(app: &TestApp, taken: &Taken, number: u16) -> bool {
    let mut tv = AppleDevice::new("AppleTV11,1", &format!("TV{number:04}"));
    certify(app, &mut tv, taken).await
}
