//! The device limit holds exactly, however many come at once.

use testkit::{TestApp, both_engines};
use types::{
    ChangeMembers, CreateGroup, ErrorCode, GroupLimit, LimitOverride, Permission, Platform,
    RegisterOwnDevice, RegistrationSettings,
};

use super::*;

async fn set_limit(app: &TestApp, limit: Option<u32>) {
    let settings = RegistrationSettings { standard_device_limit: limit, ..RegistrationSettings::default() };
    app.domain.settings().update(&app.admin(), &settings, None).await.unwrap();
}

both_engines! {
    async fn of_two_hundred_at_once_exactly_three_find_a_place(app: TestApp) {
        set_limit(&app, Some(3)).await;
        let user = app.user("amira").await;
        let admin = app.admin();
        let outcomes = all_at_once(&app, 200, |domain, _, _| {
            let (admin, input) = (admin.clone(), linux_for(user.row.id));
            async move { domain.registration().create(&admin, &input).await }
        })
        .await;
        assert_eq!(winners(&outcomes), 3);
        assert_eq!(losers(&outcomes, ErrorCode::DeviceLimitReached), 197);
        assert_eq!(app.domain.registration().limit_of(user.row.id).await.unwrap().waiting, 3);
    }

    async fn all_ways_in_share_the_limit(app: TestApp) {
        set_limit(&app, Some(5)).await;
        let user = app.user("amira").await;
        let (admin, portal) = (app.admin(), app.portal(&user));
        let outcomes = all_at_once(&app, 60, |domain, _, number| {
            let (admin, portal, input) = (admin.clone(), portal.clone(), linux_for(user.row.id));
            let own = RegisterOwnDevice { platform: Platform::Linux, phone_number: None, country: None };
            async move {
                match number % 2 {
                    0 => domain.registration().create(&admin, &input).await,
                    _ => domain.registration().create_own(&portal, &own).await,
                }
            }
        })
        .await;
        assert_eq!((winners(&outcomes), losers(&outcomes, ErrorCode::DeviceLimitReached)), (5, 55));
    }

    async fn one_person_at_the_limit_is_nothing_to_others(app: TestApp) {
        set_limit(&app, Some(1)).await;
        let (amira, jon) = (app.user("amira").await, app.user("jon").await);
        register(&app, &amira).await;
        register(&app, &jon).await;
        let full = app.domain.registration().create(&app.admin(), &linux_for(amira.row.id)).await.unwrap_err();
        assert_eq!(full.code(), ErrorCode::DeviceLimitReached);
    }

    async fn a_withdrawn_registration_frees_its_place(app: TestApp) {
        set_limit(&app, Some(1)).await;
        let user = app.user("amira").await;
        let first = register(&app, &user).await;
        app.domain.registration().withdraw(&app.admin(), first.id).await.unwrap();
        assert_eq!(state_of(&app, &first).await, DeviceState::Expired);
        register(&app, &user).await;
    }

    async fn withdrawing_and_registering_at_once_never_exceeds_the_limit(app: TestApp) {
        set_limit(&app, Some(2)).await;
        let user = app.user("amira").await;
        let (first, second) = (register(&app, &user).await, register(&app, &user).await);
        let admin = app.admin();
        let outcomes = all_at_once(&app, 40, |domain, _, number| {
            let (admin, input) = (admin.clone(), linux_for(user.row.id));
            async move {
                match number {
                    0 => domain.registration().withdraw(&admin, first.id).await.map(|()| 0),
                    1 => domain.registration().withdraw(&admin, second.id).await.map(|()| 0),
                    _ => domain.registration().create(&admin, &input).await.map(|_| 1),
                }
            }
        })
        .await;
        let made: i32 = outcomes.iter().flatten().sum();
        assert!((0..=2).contains(&made), "{made}");
        let limit = app.domain.registration().limit_of(user.row.id).await.unwrap();
        assert_eq!((limit.used, i32::try_from(limit.waiting).unwrap()), (0, made));
    }

    async fn the_row_of_a_group_holds_exactly_too_and_goes_with_the_group(app: TestApp) {
        let user = app.user("amira").await;
        let people = app.domain.people();
        let group = CreateGroup { name: "Field sales".into(), description: String::new(), rights: Vec::new() };
        let group_id = people.create_group(&app.admin(), &group).await.unwrap().row.id;
        let joins = ChangeMembers { add: vec![user.row.id], remove: Vec::new() };
        people.change_members(&app.admin(), group_id, &joins).await.unwrap();
        let settings = RegistrationSettings {
            standard_device_limit: Some(9),
            group_limits: vec![GroupLimit { group_id, limit: Some(4) }],
            ..RegistrationSettings::default()
        };
        app.domain.settings().update(&app.admin(), &settings, None).await.unwrap();
        let (admin, portal) = (app.admin(), app.portal(&user));
        let outcomes = all_at_once(&app, 60, |domain, _, number| {
            let (admin, portal, input) = (admin.clone(), portal.clone(), linux_for(user.row.id));
            let own = RegisterOwnDevice { platform: Platform::Linux, phone_number: None, country: None };
            async move {
                match number % 2 {
                    0 => domain.registration().create(&admin, &input).await,
                    _ => domain.registration().create_own(&portal, &own).await,
                }
            }
        })
        .await;
        assert_eq!((winners(&outcomes), losers(&outcomes, ErrorCode::DeviceLimitReached)), (4, 56));
        people.delete_group(&app.admin(), group_id).await.unwrap();
        let limit = app.domain.registration().limit_of(user.row.id).await.unwrap();
        assert_eq!((limit.limit, limit.group), (Some(9), None));
        let stored = app.domain.settings().read::<RegistrationSettings>(&app.admin()).await.unwrap();
        assert_eq!(stored.value.group_limits, []);
    }

    async fn the_first_row_of_a_group_decides_and_says_so(app: TestApp) {
        let user = app.user("amira").await;
        let people = app.domain.people();
        let group = CreateGroup { name: "Field sales".into(), description: String::new(), rights: Vec::new() };
        let group_id = people.create_group(&app.admin(), &group).await.unwrap().row.id;
        let joins = ChangeMembers { add: vec![user.row.id], remove: Vec::new() };
        people.change_members(&app.admin(), group_id, &joins).await.unwrap();
        let mut settings = RegistrationSettings {
            group_limits: vec![GroupLimit { group_id, limit: Some(1) }],
            ..RegistrationSettings::default()
        };
        app.domain.settings().update(&app.admin(), &settings, None).await.unwrap();
        register(&app, &user).await;
        let limit = app.domain.registration().limit_of(user.row.id).await.unwrap();
        assert_eq!((limit.limit, limit.group.as_deref()), (Some(1), Some("Field sales")));
        let mut input = linux_for(user.row.id);
        let full = app.domain.registration().create(&app.admin(), &input).await.unwrap_err();
        assert_eq!(full.code(), ErrorCode::DeviceLimitReached);

        input.exceed_reason = Some("On the road for a year".into());
        let desk = app.admin_with([Permission::RegistrationWrite].into_iter().collect());
        let refused = app.domain.registration().create(&desk, &input).await.unwrap_err();
        assert_eq!(refused.code(), ErrorCode::Forbidden);
        app.domain.registration().create(&app.admin(), &input).await.unwrap();
        assert_eq!(
            events(&app, "registration.created").await[0].reason.as_deref(),
            Some("On the road for a year")
        );

        settings.limit_override = LimitOverride::Standard;
        app.domain.settings().update(&app.admin(), &settings, None).await.unwrap();
        let limit = app.domain.registration().limit_of(user.row.id).await.unwrap();
        assert_eq!((limit.limit, limit.group), (Some(5), None));
    }

    async fn a_lower_limit_keeps_what_is_there_and_refuses_more(app: TestApp) {
        set_limit(&app, None).await;
        let user = app.user("amira").await;
        let mut handouts = Vec::new();
        for _ in 0..7 {
            handouts.push(register(&app, &user).await);
        }
        set_limit(&app, Some(3)).await;
        for handout in handouts.iter().take(4) {
            let full = app.domain.registration().create(&app.admin(), &linux_for(user.row.id)).await.unwrap_err();
            assert_eq!(full.code(), ErrorCode::DeviceLimitReached);
            app.domain.registration().withdraw(&app.admin(), handout.id).await.unwrap();
        }
        let full = app.domain.registration().create(&app.admin(), &linux_for(user.row.id)).await.unwrap_err();
        assert_eq!(full.code(), ErrorCode::DeviceLimitReached);
        app.domain.registration().withdraw(&app.admin(), handouts[4].id).await.unwrap();
        register(&app, &user).await;
        let limit = app.domain.registration().limit_of(user.row.id).await.unwrap();
        assert_eq!((limit.limit, limit.waiting, limit.has_room()), (Some(3), 3, false));
    }

    async fn a_device_that_has_joined_counts_as_used(app: TestApp) {
        let user = app.user("amira").await;
        let handout = register(&app, &user).await;
        register(&app, &user).await;
        redeem(&app, &with_pin("amira", &pin_of(&handout), 1)).await.unwrap();
        let limit = app.domain.registration().limit_of(user.row.id).await.unwrap();
        assert_eq!((limit.limit, limit.used, limit.waiting), (Some(5), 1, 1));
    }
}
