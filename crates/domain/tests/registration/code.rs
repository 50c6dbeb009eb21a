//! PIN, link, QR codes and mirp address: what they look like and who reads them.

use testkit::{PUBLIC_URL, TestApp, both_engines};
use types::{
    CountryCode, ErrorCode, FieldCode, PinAlphabet, Platform, RegisterOwnDevice, RegistrationSettings,
    mirp::MirpLink,
};

use super::*;

both_engines! {
    async fn the_result_has_all_that_a_person_needs(app: TestApp) {
        let input = types::CreateUser {
            username: "ann@example.com".into(),
            display_name: "Ann".into(),
            email: "ann@example.com".into(),
            phone_number: None,
            language: None,
            rights: None,
            ..types::CreateUser::default()
        };
        let user = app.domain.people().create(&app.admin(), &input).await.unwrap();
        let handout = register(&app, &user).await;
        let pin = pin_of(&handout);
        assert_eq!((pin.len(), pin.bytes().all(|b| b.is_ascii_digit())), (8, true));
        assert_eq!(
            handout.mirp_url,
            Some(format!("mirp://gate.vellmere.example&user=ann%40example.com&pin={pin}"))
        );
        let read: MirpLink = handout.mirp_url.as_deref().unwrap().parse().unwrap();
        assert_eq!(read.pin.as_deref(), Some(pin.as_str()));
        assert_eq!(handout.link, format!("{PUBLIC_URL}/r/{}", token_of(&handout)));
        assert_eq!(token_of(&handout).len(), 22);
        assert!(handout.qr_svg.starts_with("<svg ") && handout.mirp_qr_svg.as_deref().unwrap().starts_with("<svg "));
        assert_ne!(Some(handout.qr_svg), handout.mirp_qr_svg);
        let lifetime = handout.pin_expires_at.since(app.clock.now()).as_secs();
        assert_eq!(lifetime, 24 * 3600);
    }

    async fn the_settings_rule_what_a_pin_is(app: TestApp) {
        let user = app.user("amira").await;
        let settings = RegistrationSettings {
            pin_length: 12,
            pin_alphabet: PinAlphabet::LettersAndDigits,
            pin_lifetime_hours: 1,
            ..RegistrationSettings::default()
        };
        app.domain.settings().update(&app.admin(), &settings, None).await.unwrap();
        let handout = register(&app, &user).await;
        let pin = pin_of(&handout);
        assert_eq!(pin.len(), 12);
        assert_eq!(handout.pin_expires_at.since(app.clock.now()).as_secs(), 3600);
        let typed = format!("{} {}-{}", &pin[..4], &pin[4..8], &pin[8..]).to_lowercase();
        assert!(redeem(&app, &with_pin("amira", &typed.replace('1', "l").replace('0', "o"), 1)).await.is_ok());
    }

    async fn what_the_administrator_says_is_kept(app: TestApp) {
        let user = app.user("amira").await;
        let input = types::CreateRegistration {
            platform: Platform::Ios,
            phone_number: Some("+47 400 55 014".into()),
            country: Some("no".into()),
            ownership: Some(types::Ownership::Employee),
            ..linux_for(user.row.id)
        };
        let handout = app.domain.registration().create(&app.admin(), &input).await.unwrap();
        let device = app.domain.devices().find(&app.admin(), handout.device_id).await.unwrap();
        assert_eq!(device.phone_number.as_deref(), Some("+4740055014"));
        assert_eq!(device.country.as_deref(), Some(CountryCode::parse("NO").unwrap().as_str()));
        assert_eq!(device.row.ownership, types::Ownership::Employee);
        assert_eq!(device.row.name, "iPhone of amira of Vellmere");
        assert_eq!((device.registration_id, device.registration_expires_at), (Some(handout.id), Some(handout.pin_expires_at)));
        assert_eq!(device.supported_actions, []);
    }

    async fn wrong_input_is_named_by_field(app: TestApp) {
        let user = app.user("amira").await;
        let input = types::CreateRegistration {
            phone_number: Some("12".into()),
            country: Some("XX".into()),
            language: Some("english".into()),
            ..linux_for(user.row.id)
        };
        let error = ApiError::from(app.domain.registration().create(&app.admin(), &input).await.unwrap_err());
        for path in ["phone_number", "country", "language"] {
            assert!(error.field(path).is_some(), "{path}");
        }
        let nobody = linux_for(UserId(uuid::Uuid::now_v7()));
        let error = ApiError::from(app.domain.registration().create(&app.admin(), &nobody).await.unwrap_err());
        assert_eq!((error.code, error.field("user_id")), (ErrorCode::InvalidInput, Some(FieldCode::NotFound)));
    }

    async fn the_owner_reads_the_code_freely_and_others_leave_a_trace(app: TestApp) {
        let (amira, jon) = (app.user("amira").await, app.user("jon").await);
        let handout = register(&app, &amira).await;
        let read = app.domain.registration().handout(&app.portal(&amira), handout.id).await.unwrap();
        assert_eq!(read, handout);
        assert!(events(&app, "registration.code_read").await.is_empty());
        let read = app.domain.registration().handout(&app.admin(), handout.id).await.unwrap();
        assert_eq!(read, handout);
        assert_eq!(events(&app, "registration.code_read").await.len(), 1);
        let stranger = app.domain.registration().handout(&app.portal(&jon), handout.id).await.unwrap_err();
        let absent = types::RegistrationId(uuid::Uuid::now_v7());
        let nothing = app.domain.registration().handout(&app.portal(&jon), absent).await.unwrap_err();
        assert_eq!(seen(stranger), seen(nothing));
        let nobody = app.domain.registration().handout(&app.anonymous(), handout.id).await.unwrap_err();
        assert_eq!(nobody.code(), ErrorCode::Unauthenticated);
    }

    async fn a_person_registers_in_the_portal_with_the_right_to(app: TestApp) {
        let user = app.user("amira").await;
        let input = RegisterOwnDevice { platform: Platform::Linux, phone_number: None, country: Some("NO".into()) };
        let handout = app.domain.registration().create_own(&app.portal(&user), &input).await.unwrap();
        let waiting = app.domain.registration().list_waiting_own(&app.portal(&user)).await.unwrap();
        assert_eq!(waiting.iter().map(|it| it.id).collect::<Vec<_>>(), [handout.id]);
        assert_eq!(app.domain.devices().find(&app.portal(&user), handout.device_id).await.unwrap().row.ownership, types::Ownership::Company);
        let mut without = user.clone();
        without.row.rights.retain(|right| *right != types::PortalRight::Register);
        let refused = app.domain.registration().create_own(&app.portal(&without), &input).await.unwrap_err();
        assert_eq!(refused.code(), ErrorCode::Forbidden);
        let refused = app.domain.registration().create(&app.portal(&user), &linux_for(user.row.id)).await.unwrap_err();
        assert_eq!(refused.code(), ErrorCode::Forbidden);
    }

    async fn the_same_request_twice_registers_once(app: TestApp) {
        let user = app.user("amira").await;
        let mut ctx = app.portal(&user);
        ctx.idempotency = Some(domain::ctx::IdempotencyKey { key: "k".into(), request_hash: vec![1] });
        let input = RegisterOwnDevice { platform: Platform::Linux, phone_number: None, country: None };
        let first = app.domain.registration().create_own(&ctx, &input).await.unwrap();
        let second = app.domain.registration().create_own(&ctx, &input).await.unwrap();
        assert_eq!(first, second);
        assert_eq!(app.domain.registration().limit_of(user.row.id).await.unwrap().waiting, 1);
        ctx.idempotency = Some(domain::ctx::IdempotencyKey { key: "k".into(), request_hash: vec![2] });
        let other = app.domain.registration().create_own(&ctx, &input).await.unwrap_err();
        assert_eq!(other.code(), ErrorCode::IdempotencyKeyReused);
    }

    async fn no_code_is_in_the_database_in_the_clear(app: TestApp) {
        let user = app.user("amira").await;
        let handout = register(&app, &user).await;
        let used = register(&app, &user).await;
        redeem(&app, &with_pin("amira", &pin_of(&used), 1)).await.unwrap();
        let everything = dump(&app).await;
        assert!(everything.contains("amira-t14"), "the dump holds the rows");
        for handout in [handout, used] {
            assert!(!everything.contains(&pin_of(&handout)) && !everything.contains(&token_of(&handout)));
        }
    }
}

/// What the database knows about registrations, as text; bytes as they are.
async fn dump(app: &TestApp) -> String {
    use sea_orm::EntityTrait;
    let raw = app.database.connect().await;
    let mut text = String::new();
    for row in entity::registration::Entity::find().all(&raw).await.unwrap() {
        for bytes in [row.pin_mac.as_ref(), Some(&row.link_hash), row.envelope.as_ref()].into_iter().flatten()
        {
            text.push_str(&String::from_utf8_lossy(bytes));
        }
        text.push_str(&format!("{row:?}\n"));
    }
    text.push_str(&format!("{:?}\n", entity::device::Entity::find().all(&raw).await.unwrap()));
    text.push_str(&format!("{:?}\n", entity::audit_event::Entity::find().all(&raw).await.unwrap()));
    text.push_str(&format!("{:?}\n", entity::message::Entity::find().all(&raw).await.unwrap()));
    text
}
