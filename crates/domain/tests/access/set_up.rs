//! The first set-up, by the printed link or from the command line.

use std::time::Duration;

use domain::{Db, Domain, MasterKey, Parts};
use testkit::{TestApp, TestDatabase, both_engines};
use types::{ApiError, ErrorCode, Face, FieldCode, SetUp, UpdateUser, UserState};

use super::{PASSWORD, administrator, events, link_token, person, resolve, sign_in};

fn input() -> SetUp {
    SetUp {
        organisation: " Vellmere Works ".into(),
        public_url: "https://devices.vellmere.example".into(),
        username: "jonas.weber".into(),
        display_name: "Jonas Weber".into(),
        email: "jonas.weber@vellmere.example".into(),
        password: PASSWORD.into(),
    }
}

/// A Gatehouse whose configuration gives no public URL.
async fn unconfigured(database: &TestDatabase) -> Domain {
    let db = Db::connect(database.url()).await.unwrap();
    let clock = domain::Clock::manual(types::Timestamp::from_millis(1_795_268_580_000));
    let master_key = MasterKey::generate().unwrap();
    let sms_networks = Vec::new();
    let push_service = domain::push::PushService::default();
    let (master_keys, key_source) = (master_key.into(), None);
    let parts = Parts {
        db,
        clock,
        master_keys,
        key_source,
        public_url: None,
        smtp_url: None,
        sms_networks,
        push_service,
    };
    Domain::open(parts).await.unwrap()
}

both_engines! {
    async fn the_printed_link_makes_the_first_administrator(app: TestApp) {
        let access = app.domain.access();
        let token = access.issue_set_up_link().await.unwrap().expect("a link");
        assert!(access.is_set_up_link(&token).await.unwrap());
        access.complete_set_up(&app.anonymous(), &token, &input()).await.unwrap();
        assert!(app.domain.settings().is_set_up().await.unwrap());
        assert_eq!(app.domain.settings().organisation().await.unwrap().name, "Vellmere Works");
        assert_eq!(app.domain.settings().public_url().await.unwrap(), testkit::PUBLIC_URL, "the configuration wins");
        sign_in(&app, Face::Console, "jonas.weber").await.unwrap();
        sign_in(&app, Face::Portal, "jonas.weber").await.expect("with the usual rights at the portal");
        assert!(!access.is_set_up_link(&token).await.unwrap());
        let again = access.complete_set_up(&app.anonymous(), &token, &input()).await.unwrap_err();
        assert_eq!(again.code(), ErrorCode::AlreadySetUp);
        assert_eq!(access.issue_set_up_link().await.unwrap(), None);
        assert_eq!(events(&app, "set_up.completed").await.len(), 1);
        assert_eq!(events(&app, "user.created").await.len(), 1);
    }

    async fn the_public_url_of_the_form_counts_where_nothing_else_gives_one(db: TestDatabase) {
        let domain = unconfigured(&db).await;
        let ctx = domain::RequestCtx::anonymous("one".into(), None);
        let token = domain.access().issue_set_up_link().await.unwrap().unwrap();
        let insecure = SetUp { public_url: "http://devices.vellmere.example".into(), ..input() };
        let error = ApiError::from(domain.access().complete_set_up(&ctx, &token, &insecure).await.unwrap_err());
        assert_eq!(error.field("public_url"), Some(FieldCode::InsecureUrl));
        domain.access().complete_set_up(&ctx, &token, &input()).await.expect("the link still works");
        assert_eq!(domain.settings().public_url().await.unwrap(), "https://devices.vellmere.example");
    }

    async fn every_wrong_field_is_named_at_once_and_the_link_stays(app: TestApp) {
        let token = app.domain.access().issue_set_up_link().await.unwrap().unwrap();
        let wrong = SetUp {
            organisation: String::new(),
            username: "a b".into(),
            email: "nowhere".into(),
            password: "passwordpassword1".into(),
            ..input()
        };
        let error = app.domain.access().complete_set_up(&app.anonymous(), &token, &wrong).await.unwrap_err();
        let error = ApiError::from(error);
        assert_eq!(error.field("organisation"), Some(FieldCode::Required));
        assert_eq!(error.field("username"), Some(FieldCode::ForbiddenCharacters));
        assert_eq!(error.field("email"), Some(FieldCode::Malformed));
        assert_eq!(error.field("password"), Some(FieldCode::TooCommon));
        assert!(app.domain.access().is_set_up_link(&token).await.unwrap());
        assert!(!format!("{wrong:?}").contains("passwordpassword1"));
    }

    async fn a_restart_replaces_the_link_and_a_day_ends_it(app: TestApp) {
        let access = app.domain.access();
        let first = access.issue_set_up_link().await.unwrap().unwrap();
        let second = access.issue_set_up_link().await.unwrap().unwrap();
        assert!(!access.is_set_up_link(&first).await.unwrap());
        let dead = access.complete_set_up(&app.anonymous(), &first, &input()).await.unwrap_err();
        assert_eq!(dead.code(), ErrorCode::LinkDead);
        app.pass(Duration::from_hours(24));
        assert!(!access.is_set_up_link(&second).await.unwrap());
        assert!(!access.is_set_up_link("never made").await.unwrap());
    }

    async fn of_two_who_set_up_at_once_one_wins(app: TestApp) {
        let other = app.another_process().await;
        let token = app.domain.access().issue_set_up_link().await.unwrap().unwrap();
        let (one, two) = (input(), SetUp { username: "somebody".into(), ..input() });
        let (ctx, first, second) = (app.anonymous(), app.domain.access(), other.access());
        let (a, b) = tokio::join!(
            first.complete_set_up(&ctx, &token, &one),
            second.complete_set_up(&ctx, &token, &two),
        );
        assert_eq!(usize::from(a.is_ok()) + usize::from(b.is_ok()), 1);
        assert_eq!(app.domain.people().list(&app.admin(), &types::UserQuery::default()).await.unwrap().items.len(), 1);
    }

    async fn a_password_link_is_no_set_up_link_nor_the_other_way_round(app: TestApp) {
        let amira = app.user("amira").await;
        let password = link_token(&app, &amira).await;
        let set_up = app.domain.access().issue_set_up_link().await.unwrap().unwrap();
        assert!(!app.domain.access().is_set_up_link(&password).await.unwrap());
        assert!(app.domain.access().find_password_link(&set_up).await.is_err());
    }

    async fn the_command_line_makes_an_administrator_and_completes_the_set_up(app: TestApp) {
        let access = app.domain.access();
        let link = access.issue_set_up_link().await.unwrap().unwrap();
        administrator(&app, "Jonas").await;
        assert!(app.domain.settings().is_set_up().await.unwrap());
        assert_eq!(app.domain.settings().organisation().await.unwrap().name, "Gatehouse");
        assert!(!access.is_set_up_link(&link).await.unwrap());
        sign_in(&app, Face::Console, "jonas").await.unwrap();
        let taken = ApiError::from(access.create_admin(&app.system(), "jonas", PASSWORD).await.unwrap_err());
        assert_eq!((taken.code, taken.field("username")), (ErrorCode::UsernameTaken, Some(FieldCode::Taken)));
        let weak = ApiError::from(access.create_admin(&app.system(), "other", "short").await.unwrap_err());
        assert_eq!(weak.field("password"), Some(FieldCode::TooShort));
        for ctx in [app.anonymous(), app.admin()] {
            assert_eq!(access.create_admin(&ctx, "third", PASSWORD).await.unwrap_err().code(), ErrorCode::Forbidden);
            assert_eq!(access.reset_admin(&ctx, "jonas").await.unwrap_err().code(), ErrorCode::Forbidden);
        }
        administrator(&app, "second").await;
        assert_eq!(events(&app, "set_up.completed").await.len(), 1);
    }

    async fn a_locked_out_administrator_is_helped_from_the_command_line(app: TestApp) {
        let jonas = administrator(&app, "jonas").await;
        administrator(&app, "other").await;
        let session = sign_in(&app, Face::Console, "jonas").await.unwrap();
        let state = UpdateUser { state: Some(UserState::Disabled), ..UpdateUser::default() };
        app.domain.people().update(&app.admin(), jonas, &state, None).await.unwrap();
        for _ in 0..6 {
            sign_in(&app, Face::Console, "jonas").await.unwrap_err();
        }
        let access = app.domain.access();
        let token = access.reset_admin(&app.system(), "Jonas").await.unwrap();
        assert_eq!(resolve(&app, Face::Console, &session).await, None);
        assert_eq!(sign_in(&app, Face::Console, "jonas").await.unwrap_err().code(), ErrorCode::SignInRefused, "the old password is gone");
        access.set_password(&app.anonymous(), &token, PASSWORD).await.unwrap();
        sign_in(&app, Face::Console, "jonas").await.unwrap();
        person(&app, "amira").await;
        access.reset_admin(&app.system(), "amira").await.expect("anybody can be made the one");
        let unknown = ApiError::from(access.reset_admin(&app.system(), "nobody").await.unwrap_err());
        assert_eq!(unknown.field("username"), Some(FieldCode::NotFound));
    }

    async fn the_checklist_shows_what_is_left_to_do(app: TestApp) {
        administrator(&app, "jonas").await;
        let list = app.domain.settings().checklist(&app.admin()).await.unwrap();
        assert_eq!((list.mail, list.has_user, list.has_device), (types::DeliveryStatus::NotConfigured, false, false));
        let amira = app.user("amira").await;
        assert!(app.domain.settings().checklist(&app.admin()).await.unwrap().has_user);
        let refused = app.domain.settings().checklist(&app.portal(&amira)).await.unwrap_err();
        assert_eq!(refused.code(), ErrorCode::Forbidden);
    }
}
