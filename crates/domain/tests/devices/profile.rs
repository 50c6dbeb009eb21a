//! A device that registered in an app, and whose management profile does not arrive.

use testkit::{TestApp, both_engines};
use types::{CheckInAnswer, MessageKind, MessageQuery, Platform, RegistrationSettings};

use super::*;
use crate::registration::events;

async fn registered(app: &TestApp, user: &UserDetail, platform: Platform, number: u16) -> Handout {
    let handout = register(app, user).await;
    let mut input = with_pin(&user.row.username, &pin_of(&handout), number);
    input.device.platform = platform;
    redeem(app, &input).await.unwrap();
    handout
}

async fn answer(app: &TestApp, user: &UserDetail, device: &Handout) -> CheckInAnswer {
    let ctx = app.device(device.device_id, user.row.id);
    app.domain.devices().check_in(&ctx, &CheckIn::default()).await.unwrap()
}

async fn letters(app: &TestApp) -> usize {
    let all = app.domain.messages().list(&app.admin(), &MessageQuery::default()).await.unwrap().items;
    all.iter().filter(|row| row.kind == MessageKind::ProfileMissing).count()
}

both_engines! {
    async fn its_person_is_told_once_and_the_app_each_time(app: TestApp) {
        let user = app.user("amira").await;
        let phone = registered(&app, &user, Platform::Ios, 1).await;
        for _ in 0..3 {
            let told = answer(&app, &user, &phone).await;
            assert_eq!(told.notices.iter().map(|one| one.code.as_str()).collect::<Vec<_>>(), ["profile_missing"]);
        }
        assert_eq!(letters(&app).await, 1);
        assert_eq!(events(&app, "device.profile_missing").await.len(), 1);
        // The agent on Linux manages by itself.
        let laptop = registered(&app, &user, Platform::Linux, 2).await;
        assert!(answer(&app, &user, &laptop).await.notices.is_empty());
        assert_eq!(letters(&app).await, 1);
    }

    async fn with_the_setting_off_nobody_is_told(app: TestApp) {
        let settings = RegistrationSettings { profile_missing_notice: false, ..RegistrationSettings::default() };
        app.domain.settings().update(&app.admin(), &settings, None).await.unwrap();
        let user = app.user("amira").await;
        let phone = registered(&app, &user, Platform::Ios, 1).await;
        assert!(answer(&app, &user, &phone).await.notices.is_empty());
        assert_eq!(letters(&app).await, 0);
    }
}
