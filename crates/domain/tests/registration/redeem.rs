//! A device redeems its PIN or link: once, by one, and whole or not at all.

use std::task::Poll;

use sea_orm::ConnectionTrait;
use testkit::{Engine, PUBLIC_URL, TestApp, both_engines};
use types::{ErrorCode, FieldCode, RegistrationStatus, UpdateUser, UserState};

use super::*;

both_engines! {
    async fn a_pin_works_once(app: TestApp) {
        let user = app.user("amira").await;
        let handout = register(&app, &user).await;
        let registered = redeem(&app, &with_pin(" AMIRA ", &pin_of(&handout), 1)).await.unwrap();
        assert_eq!(registered.device_id, handout.device_id);
        assert_eq!((registered.base_url.as_str(), registered.check_in_interval_s), (PUBLIC_URL, 900));
        let device = app.domain.devices().find(&app.admin(), handout.device_id).await.unwrap();
        assert_eq!((device.row.state, device.row.name.as_str()), (DeviceState::Enrolling, "amira-t14"));
        assert_eq!(device.row.serial_number.as_deref(), Some("PF-1234"));
        assert_eq!(device.registered_at, Some(app.clock.now()));
        assert_eq!(device.registration_expires_at, None);
        let progress = app.domain.registration().progress(&app.portal(&user), handout.id).await.unwrap();
        assert_eq!((progress.status, progress.used_at), (RegistrationStatus::Used, Some(app.clock.now())));
        assert_eq!(redeem(&app, &with_pin("amira", &pin_of(&handout), 2)).await, Err(ErrorCode::RegistrationRefused));
        assert_eq!(redeem(&app, &with_link(&handout, 2)).await, Err(ErrorCode::RegistrationRefused));
        let told = events(&app, "device.registered").await;
        assert_eq!((told.len(), told[0].actor_kind.as_str(), told[0].actor_name.as_str()), (1, "device", "amira-t14"));
    }

    async fn the_code_can_no_longer_be_read_once_it_was_used(app: TestApp) {
        let user = app.user("amira").await;
        let handout = register(&app, &user).await;
        redeem(&app, &with_pin("amira", &pin_of(&handout), 1)).await.unwrap();
        for ctx in [app.admin(), app.portal(&user)] {
            let gone = app.domain.registration().handout(&ctx, handout.id).await.unwrap_err();
            assert_eq!(gone.code(), ErrorCode::RegistrationNotPending);
        }
        assert_eq!(
            app.domain.registration().open_link(&app.anonymous(), &token_of(&handout)).await.unwrap_err().code(),
            ErrorCode::LinkDead
        );
    }

    async fn a_lost_answer_is_given_again_to_the_same_key_alone(app: TestApp) {
        let user = app.user("amira").await;
        let (first, second) = (register(&app, &user).await, register(&app, &user).await);
        let input = with_pin("amira", &pin_of(&first), 1);
        let answer = redeem(&app, &input).await.unwrap();
        for _ in 0..20 {
            assert_eq!(redeem(&app, &input).await, Ok(answer.clone()));
        }
        assert_eq!(redeem(&app, &with_pin("amira", &pin_of(&first), 2)).await, Err(ErrorCode::RegistrationRefused));
        let by_link = redeem(&app, &with_link(&second, 3)).await.unwrap();
        assert_eq!(redeem(&app, &with_link(&second, 3)).await, Ok(by_link));
        assert_eq!(redeem(&app, &with_link(&second, 4)).await, Err(ErrorCode::RegistrationRefused));
        assert_eq!(events(&app, "device.registered").await.len(), 2);
        app.pass(std::time::Duration::from_secs(24 * 3600));
        assert_eq!(redeem(&app, &input).await, Err(ErrorCode::RegistrationRefused));
        assert_eq!(redeem(&app, &with_link(&second, 3)).await, Err(ErrorCode::RegistrationRefused));
    }

    async fn of_two_hundred_devices_with_one_pin_exactly_one_wins(app: TestApp) {
        let user = app.user("amira").await;
        // Three rounds: those who came too late had the right PIN and were not guessing.
        for round in 0..3 {
            let handout = register(&app, &user).await;
            let outcomes = all_at_once(&app, 200, |domain, nobody, number| {
                let input = with_pin("amira", &pin_of(&handout), number + round * 200);
                async move { domain.registration().redeem(&nobody, &input).await }
            })
            .await;
            assert_eq!((winners(&outcomes), losers(&outcomes, ErrorCode::RegistrationRefused)), (1, 199));
            assert_eq!(state_of(&app, &handout).await, DeviceState::Enrolling);
        }
        assert_eq!(events(&app, "device.registered").await.len(), 3);
    }

    async fn of_two_hundred_devices_with_one_link_exactly_one_wins(app: TestApp) {
        let user = app.user("amira").await;
        let handout = register(&app, &user).await;
        let outcomes = all_at_once(&app, 200, |domain, nobody, number| {
            let input = with_link(&handout, number);
            async move { domain.registration().redeem(&nobody, &input).await }
        })
        .await;
        assert_eq!((winners(&outcomes), losers(&outcomes, ErrorCode::RegistrationRefused)), (1, 199));
    }

    async fn two_hundred_copies_of_one_request_all_get_the_answer(app: TestApp) {
        let user = app.user("amira").await;
        let handout = register(&app, &user).await;
        let outcomes = all_at_once(&app, 200, |domain, nobody, _| {
            let input = with_pin("amira", &pin_of(&handout), 1);
            async move { domain.registration().redeem(&nobody, &input).await }
        })
        .await;
        assert_eq!(winners(&outcomes), 200);
        assert_eq!(events(&app, "device.registered").await.len(), 1);
    }

    async fn redeeming_reissuing_expiring_and_withdrawing_at_once_end_in_one_way(app: TestApp) {
        for round in 0..10_u16 {
            let user = app.user(&format!("user{round}")).await;
            let handout = register(&app, &user).await;
            let input = with_pin(&user.row.username, &pin_of(&handout), round);
            let (domain, admin, nobody) = (&app.domain, app.admin(), app.anonymous());
            let room = domain.registration();
            let (redeemed, reissued, withdrawn) = tokio::join!(
                room.redeem(&nobody, &input),
                room.reissue(&admin, handout.id),
                room.withdraw(&admin, handout.id),
            );
            let progress = room.progress(&admin, handout.id).await.unwrap();
            assert_eq!(redeemed.is_ok(), progress.status == RegistrationStatus::Used);
            assert_eq!(withdrawn.is_ok(), progress.status == RegistrationStatus::Withdrawn);
            assert!(redeemed.is_ok() ^ withdrawn.is_ok());
            if let Ok(reissued) = reissued {
                assert_ne!(reissued.link, handout.link);
            }
            let expected = if redeemed.is_ok() { DeviceState::Enrolling } else { DeviceState::Expired };
            assert_eq!(state_of(&app, &handout).await, expected);
        }
    }

    async fn whatever_is_wrong_gets_one_answer(app: TestApp) {
        let (amira, jon) = (app.user("amira").await, app.user("jon").await);
        let (hers, his) = (register(&app, &amira).await, register(&app, &jon).await);
        let pin = pin_of(&hers);
        let good = || with_pin("amira", &pin, 1);
        let zeros = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=".to_owned();
        let tries = [
            with_pin("amira", &wrong(&pin), 1),
            with_pin("amira", "", 1),
            with_pin("amira", &pin_of(&his), 1),
            with_pin("jon", &pin, 1),
            with_pin("nobody", &pin, 1),
            with_pin("", &pin, 1),
            RegisterDevice { username: None, ..good() },
            RegisterDevice { pin: None, ..good() },
            RegisterDevice { pin: None, password: Some("correct horse battery".into()), ..good() },
            RegisterDevice { link_token: Some("x".into()), username: None, pin: None, ..good() },
            RegisterDevice { link_token: Some(token_of(&his)), ..good() },
            RegisterDevice { password: Some("correct horse battery".into()), ..with_link(&his, 1) },
            RegisterDevice { password: Some("correct horse battery".into()), ..good() },
            with_pin("am\0ira", &pin, 1),
            with_pin("amira", "\0", 1),
            RegisterDevice { public_key: String::new(), ..good() },
            RegisterDevice { public_key: "!".into(), ..good() },
            RegisterDevice { public_key: zeros, ..good() },
        ];
        for (number, input) in tries.iter().enumerate() {
            let error = app.domain.registration().redeem(&app.anonymous(), input).await.unwrap_err();
            assert_eq!(seen(error), "{\"code\":\"registration_refused\"}", "try {number}");
        }
        assert!(redeem(&app, &good()).await.is_ok());
    }

    async fn a_fault_in_the_middle_leaves_all_as_it_was(app: TestApp) {
        let user = app.user("amira").await;
        let handout = register(&app, &user).await;
        let raw = app.database.connect().await;
        let (fault, mended) = match app.database.engine() {
            Engine::Sqlite => (
                "CREATE TRIGGER fault BEFORE INSERT ON audit_events BEGIN SELECT RAISE(ABORT, 'fault'); END",
                "DROP TRIGGER fault",
            ),
            Engine::Postgres => (
                "CREATE FUNCTION fault() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''fault''; END';
                 CREATE TRIGGER fault BEFORE INSERT ON audit_events FOR EACH ROW EXECUTE FUNCTION fault()",
                "DROP TRIGGER fault ON audit_events",
            ),
        };
        raw.execute_unprepared(fault).await.unwrap();
        for input in [with_pin("amira", &pin_of(&handout), 1), with_link(&handout, 1)] {
            assert_eq!(redeem(&app, &input).await, Err(ErrorCode::Internal));
        }
        assert!(app.domain.registration().withdraw(&app.admin(), handout.id).await.is_err());
        assert!(app.domain.registration().reissue(&app.admin(), handout.id).await.is_err());
        assert!(app.domain.registration().create(&app.admin(), &linux_for(user.row.id)).await.is_err());
        raw.execute_unprepared(mended).await.unwrap();
        assert_eq!(state_of(&app, &handout).await, DeviceState::Pending);
        assert_eq!(app.domain.registration().limit_of(user.row.id).await.unwrap().waiting, 1);
        assert!(redeem(&app, &with_pin("amira", &pin_of(&handout), 1)).await.is_ok());
    }

    async fn a_password_that_comes_along_must_be_right(app: TestApp) {
        let password = "seven brown otters at sea";
        let admin = app.domain.access().create_admin(&app.system(), "jonas", password).await.unwrap();
        let handout = app.domain.registration().create(&app.admin(), &linux_for(admin)).await.unwrap();
        let with = |password: &str| RegisterDevice {
            password: Some(password.to_owned()),
            ..with_pin("jonas", &pin_of(&handout), 1)
        };
        assert_eq!(redeem(&app, &with("something else entirely")).await, Err(ErrorCode::RegistrationRefused));
        assert!(redeem(&app, &with(password)).await.is_ok());
        assert!(redeem(&app, &with(password)).await.is_ok());
        assert_eq!(redeem(&app, &with("something else entirely")).await, Err(ErrorCode::RegistrationRefused));
    }

    async fn facts_that_break_a_rule_are_named(app: TestApp) {
        let user = app.user("amira").await;
        let handout = register(&app, &user).await;
        let mut input = with_pin("amira", &pin_of(&handout), 1);
        input.device.name = Some("x".repeat(129));
        let error = app.domain.registration().redeem(&app.anonymous(), &input).await.unwrap_err();
        assert_eq!(ApiError::from(error).field("device.name"), Some(FieldCode::TooLong));
        input.device.name = Some("  ".into());
        redeem(&app, &input).await.unwrap();
        let device = app.domain.devices().find(&app.admin(), handout.device_id).await.unwrap();
        assert_eq!(device.row.name, "Linux of amira of Vellmere");
    }

    async fn the_codes_of_a_disabled_person_are_dead(app: TestApp) {
        let user = app.user("amira").await;
        let handout = register(&app, &user).await;
        let disable = UpdateUser { state: Some(UserState::Disabled), ..UpdateUser::default() };
        app.domain.people().update(&app.admin(), user.row.id, &disable, None).await.unwrap();
        assert_eq!(redeem(&app, &with_pin("amira", &pin_of(&handout), 1)).await, Err(ErrorCode::RegistrationRefused));
        assert_eq!(redeem(&app, &with_link(&handout, 1)).await, Err(ErrorCode::RegistrationRefused));
        let link = app.domain.registration().open_link(&app.anonymous(), &token_of(&handout)).await;
        assert_eq!(link.unwrap_err().code(), ErrorCode::LinkDead);
        let more = app.domain.registration().create(&app.admin(), &linux_for(user.row.id)).await.unwrap_err();
        assert_eq!(more.code(), ErrorCode::WrongState);
        assert_eq!(state_of(&app, &handout).await, DeviceState::Pending);
    }

    async fn the_platform_that_comes_is_the_platform_that_counts(app: TestApp) {
        let user = app.user("amira").await;
        let handout = register(&app, &user).await;
        let mut input = with_pin("amira", &pin_of(&handout), 1);
        input.device.platform = types::Platform::Macos;
        redeem(&app, &input).await.unwrap();
        let device = app.domain.devices().find(&app.admin(), handout.device_id).await.unwrap();
        assert_eq!(device.row.platform, types::Platform::Macos);
    }

    async fn hanging_up_does_not_make_a_try_uncounted(app: TestApp) {
        let user = app.user("amira").await;
        let handout = register(&app, &user).await;
        for number in 0..10 {
            let input = with_pin("amira", &wrong(&pin_of(&handout)), number);
            let (room, nobody) = (app.domain.registration(), app.anonymous());
            let mut call = Box::pin(room.redeem(&nobody, &input));
            // The client goes away as soon as the server has begun to work on it.
            let waits = std::future::poll_fn(|cx| Poll::Ready(call.as_mut().poll(cx).is_pending())).await;
            assert!(waits);
        }
        while events(&app, "registration.pin_refused").await.len() < 10 {
            tokio::task::yield_now().await;
        }
        assert_eq!(redeem(&app, &with_pin("amira", &pin_of(&handout), 1)).await, Err(ErrorCode::RegistrationRefused));
    }
}
