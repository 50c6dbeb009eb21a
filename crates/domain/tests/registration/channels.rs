//! What must be proved on a channel, platforms that are switched off, and PINs that nobody needs.

use testkit::{TestApp, both_engines};
use types::{
    Channel, DeviceFacts, ErrorCode, PlatformFamily, PortalRight, ProofRule, RegisterDevice,
    RegisterOwnDevice, RegistrationSettings, UpdateUser,
};

use super::*;
use crate::access::{PASSWORD, person};

async fn ask_for(app: &TestApp, rule: ProofRule) {
    let channels = Channel::ALL.iter().map(|channel| (*channel, rule)).collect();
    let settings = RegistrationSettings { channels, ..RegistrationSettings::default() };
    app.domain.settings().update(&app.admin(), &settings, None).await.unwrap();
}

/// What a device sends that was given a password.
fn with_password(username: &str, password: &str, number: u16) -> RegisterDevice {
    RegisterDevice { pin: None, password: Some(password.to_owned()), ..with_pin(username, "", number) }
}

both_engines! {
    async fn a_password_alone_completes_what_waits_or_makes_a_new_record(app: TestApp) {
        ask_for(&app, ProofRule::Password).await;
        let amira = person(&app, "amira").await.row.id;
        let waits = app.domain.registration().create(&app.admin(), &linux_for(amira)).await.unwrap();
        let first = redeem(&app, &with_password("amira", PASSWORD, 1)).await.unwrap();
        assert_eq!(first.device_id, waits.device_id);
        let again = redeem(&app, &with_password("amira", PASSWORD, 1)).await.unwrap();
        assert_eq!(again, first, "the same key gets the same answer");
        let second = redeem(&app, &with_password("amira@vellmere.example", PASSWORD, 2)).await.unwrap();
        assert_ne!(second.device_id, first.device_id);
        let limit = app.domain.registration().limit_of(amira).await.unwrap();
        assert_eq!(limit.used + limit.waiting, 2);
    }

    async fn who_may_not_register_by_themselves_gets_only_what_waits(app: TestApp) {
        ask_for(&app, ProofRule::Password).await;
        let amira = person(&app, "amira").await.row.id;
        let less = UpdateUser { rights: Some(vec![PortalRight::SignIn]), ..UpdateUser::default() };
        app.domain.people().update(&app.admin(), amira, &less, None).await.unwrap();
        let refused = redeem(&app, &with_password("amira", PASSWORD, 1)).await;
        assert_eq!(refused, Err(ErrorCode::RegistrationRefused));
        app.domain.registration().create(&app.admin(), &linux_for(amira)).await.unwrap();
        assert!(redeem(&app, &with_password("amira", PASSWORD, 1)).await.is_ok());
    }

    async fn both_are_asked_for_and_each_alone_is_refused_alike(app: TestApp) {
        ask_for(&app, ProofRule::PasswordAndPin).await;
        let amira = person(&app, "amira").await.row.id;
        let handout = app.domain.registration().create(&app.admin(), &linux_for(amira)).await.unwrap();
        let pin = pin_of(&handout);
        let both = RegisterDevice { password: Some(PASSWORD.into()), ..with_pin("amira", &pin, 1) };
        let refused = [
            with_pin("amira", &pin, 1),
            with_password("amira", PASSWORD, 1),
            with_link(&handout, 1),
            RegisterDevice { password: Some("wrong".into()), ..both.clone() },
            RegisterDevice { pin: Some(wrong(&pin)), ..both.clone() },
            RegisterDevice { username: Some("nobody".into()), ..both.clone() },
            RegisterDevice { password: Some("wrong".into()), ..with_link(&handout, 1) },
        ];
        let mut answers = Vec::new();
        for input in refused {
            answers.push(seen(app.domain.registration().redeem(&app.anonymous(), &input).await.unwrap_err()));
        }
        answers.dedup();
        assert_eq!(answers, [r#"{"code":"registration_refused"}"#]);
        assert!(redeem(&app, &both).await.is_ok());
    }

    async fn guessing_passwords_pauses_a_name_known_or_not(app: TestApp) {
        ask_for(&app, ProofRule::Password).await;
        person(&app, "amira").await;
        for name in ["amira", "nobody"] {
            let mut answers = Vec::new();
            for number in 0..6 {
                answers.push(redeem(&app, &with_password(name, "wrong", number)).await.unwrap_err());
            }
            assert_eq!(answers[..5], [ErrorCode::RegistrationRefused; 5], "{name}");
            assert_eq!(answers[5], ErrorCode::TooManyRequests, "{name}");
        }
    }

    async fn of_two_hundred_devices_with_one_password_as_many_win_as_there_are_places(app: TestApp) {
        let settings = RegistrationSettings {
            channels: [(Channel::DesktopAgent, ProofRule::Password)].into(),
            standard_device_limit: Some(3),
            ..RegistrationSettings::default()
        };
        app.domain.settings().update(&app.admin(), &settings, None).await.unwrap();
        let amira = person(&app, "amira").await.row.id;
        let (admin, portal) = (app.admin(), app.portal(&app.domain.people().find(&app.admin(), amira).await.unwrap()));
        let outcomes = all_at_once(&app, 40, |domain, nobody, number| {
            let (admin, portal, input) = (admin.clone(), portal.clone(), linux_for(amira));
            let own = RegisterOwnDevice { platform: Platform::Linux, phone_number: None, country: None };
            let device = with_password("amira", PASSWORD, number);
            async move {
                match number % 4 {
                    0 => domain.registration().create(&admin, &input).await.map(|_| ()),
                    1 => domain.registration().create_own(&portal, &own).await.map(|_| ()),
                    _ => domain.registration().redeem(&nobody, &device).await.map(|_| ()),
                }
            }
        })
        .await;
        assert!(winners(&outcomes) >= 3);
        let limit = app.domain.registration().limit_of(amira).await.unwrap();
        assert_eq!(limit.used + limit.waiting, 3);
    }

    async fn a_platform_that_is_switched_off_lets_nothing_in(app: TestApp) {
        let user = app.user("amira").await;
        let handout = register(&app, &user).await;
        let settings = RegistrationSettings {
            switched_off: [PlatformFamily::Linux].into(),
            ..RegistrationSettings::default()
        };
        app.domain.settings().update(&app.admin(), &settings, None).await.unwrap();
        let room = app.domain.registration();
        let error = seen(room.create(&app.admin(), &linux_for(user.row.id)).await.unwrap_err());
        assert!(error.contains("switched_off"), "{error}");
        let own = RegisterOwnDevice { platform: Platform::Linux, phone_number: None, country: None };
        assert!(seen(room.create_own(&app.portal(&user), &own).await.unwrap_err()).contains("switched_off"));
        let token = token_of(&handout);
        assert_eq!(room.open_link(&app.anonymous(), &token).await.unwrap_err().code(), ErrorCode::LinkDead);
        let pin = pin_of(&handout);
        let checked = room.check_pin(&app.anonymous(), "amira", &pin).await.map(|_| ()).unwrap_err();
        assert_eq!(checked.code(), ErrorCode::RegistrationRefused);
        assert_eq!(redeem(&app, &with_pin("amira", &pin, 1)).await, Err(ErrorCode::InvalidInput));
        let phone = RegisterDevice {
            device: DeviceFacts { platform: Platform::Android, ..laptop() },
            ..with_pin("amira", &pin, 1)
        };
        assert_eq!(redeem(&app, &phone).await, Err(ErrorCode::RegistrationRefused), "it is a Linux computer's PIN");
        app.domain.settings().update(&app.admin(), &RegistrationSettings::default(), None).await.unwrap();
        assert!(redeem(&app, &with_pin("amira", &pin, 1)).await.is_ok());
    }

    async fn where_no_channel_asks_for_a_pin_nobody_can_ask_for_one(app: TestApp) {
        ask_for(&app, ProofRule::Password).await;
        let user = app.user("amira").await;
        let own = RegisterOwnDevice { platform: Platform::Linux, phone_number: None, country: None };
        let refused = app.domain.registration().create_own(&app.portal(&user), &own).await.unwrap_err();
        assert_eq!(refused.code(), ErrorCode::PinsOff);
    }
}
