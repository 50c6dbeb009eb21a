//! Lists of devices.

use testkit::{TestApp, both_engines};
use types::{DeviceQuery, DeviceState, ErrorCode, FieldCode, PageQuery, Platform};

use super::*;

async fn names(app: &TestApp, query: DeviceQuery) -> Vec<String> {
    let page = app.domain.devices().list(&app.admin(), &query).await.unwrap();
    page.items.into_iter().map(|row| row.name).collect()
}

async fn named(app: &TestApp, user: &UserDetail, number: u16, name: &str) -> Handout {
    let handout = register(app, user).await;
    let mut input = with_pin(&user.row.username, &pin_of(&handout), number);
    input.device.name = Some(name.to_owned());
    input.device.serial_number = Some(format!("SN{number}"));
    redeem(app, &input).await.unwrap();
    handout
}

both_engines! {
    async fn a_list_is_read_in_pages_newest_first(app: TestApp) {
        let (amira, jon) = (app.user("amira").await, app.user("jon").await);
        for number in 0..7 {
            named(&app, if number % 2 == 0 { &amira } else { &jon }, number, &format!("d{number}")).await;
        }
        let (mut seen, mut cursor) = (Vec::new(), None);
        loop {
            let page = PageQuery { cursor, limit: Some(3), total: true };
            let page = app.domain.devices().list(&app.admin(), &DeviceQuery { page, ..DeviceQuery::default() }).await.unwrap();
            assert_eq!(page.total, Some(7));
            seen.extend(page.items.into_iter().map(|row| row.name));
            cursor = page.next_cursor;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(seen, ["d6", "d5", "d4", "d3", "d2", "d1", "d0"]);
        let page = PageQuery { cursor: Some("forged".into()), ..PageQuery::default() };
        let error = app.domain.devices().list(&app.admin(), &DeviceQuery { page, ..DeviceQuery::default() }).await.unwrap_err();
        assert_eq!(types::ApiError::from(error).field("cursor"), Some(FieldCode::Malformed));
    }

    async fn filters_are_part_of_the_query(app: TestApp) {
        let (amira, jon) = (app.user("amira").await, app.user("jon").await);
        named(&app, &amira, 1, "laptop").await;
        let desktop = named(&app, &jon, 2, "desktop").await;
        register(&app, &jon).await;
        check_in(&app, &jon, &desktop).await;
        let q = |text: &str| DeviceQuery { q: Some(text.into()), ..DeviceQuery::default() };
        assert_eq!(names(&app, q("LAPT")).await, ["laptop"]);
        assert_eq!(names(&app, q("sn2")).await, ["desktop"]);
        assert_eq!(names(&app, q("jon")).await, ["Linux of jon of Vellmere", "desktop"]);
        assert_eq!(names(&app, q("%")).await, Vec::<String>::new());
        let state = |state| DeviceQuery { state: Some(state), ..DeviceQuery::default() };
        assert_eq!(names(&app, state(DeviceState::Active)).await, ["desktop"]);
        assert_eq!(names(&app, state(DeviceState::Enrolling)).await, ["laptop"]);
        assert_eq!(names(&app, DeviceQuery { platform: Some(Platform::Ios), ..DeviceQuery::default() }).await, Vec::<String>::new());
        assert_eq!(names(&app, DeviceQuery { user_id: Some(amira.row.id), ..DeviceQuery::default() }).await, ["laptop"]);
    }

    async fn people_see_their_own_devices_alone(app: TestApp) {
        let (amira, jon) = (app.user("amira").await, app.user("jon").await);
        named(&app, &amira, 1, "laptop").await;
        let waiting = register(&app, &amira).await;
        let withdrawn = register(&app, &amira).await;
        app.domain.registration().withdraw(&app.portal(&amira), withdrawn.id).await.unwrap();
        let own = app.domain.devices().list_own(&app.portal(&amira)).await.unwrap();
        let own: Vec<_> = own.iter().map(|row| row.name.as_str()).collect();
        assert_eq!(own, ["Linux of amira of Vellmere", "laptop"]);
        assert!(app.domain.devices().list_own(&app.portal(&jon)).await.unwrap().is_empty());
        let refused = app.domain.devices().list(&app.portal(&amira), &DeviceQuery::default()).await.unwrap_err();
        assert_eq!(refused.code(), ErrorCode::Forbidden);
        let refused = app.domain.devices().list_own(&app.anonymous()).await.unwrap_err();
        assert_eq!(refused.code(), ErrorCode::Unauthenticated);
        let progress = app.domain.registration().progress_of_device(&app.portal(&amira), waiting.device_id).await.unwrap();
        assert_eq!(progress.map(|it| it.id), Some(waiting.id));
    }

    async fn the_commands_of_a_device_are_listed_newest_first(app: TestApp) {
        let user = app.user("amira").await;
        let device = active(&app, &user, 1).await;
        let mut made = Vec::new();
        for _ in 0..3 {
            made.push(lock_by_owner(&app, &user, &device).await.id);
        }
        made.reverse();
        let page = PageQuery { limit: Some(2), total: true, cursor: None };
        let first = app.domain.devices().list_commands(&app.portal(&user), device.device_id, &page).await.unwrap();
        assert_eq!(first.total, Some(3));
        let page = PageQuery { cursor: first.next_cursor, ..page };
        let second = app.domain.devices().list_commands(&app.portal(&user), device.device_id, &page).await.unwrap();
        let listed: Vec<_> = first.items.iter().chain(&second.items).map(|row| row.id).collect();
        assert_eq!((listed, second.next_cursor), (made, None));
    }
}
