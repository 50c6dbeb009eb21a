//! Signing in.

use domain::secrets::token_hash;
use sea_orm::{ConnectionTrait, EntityTrait};
use testkit::{TestApp, both_engines};
use types::{ErrorCode, Face, Outcome, PortalRight, UpdateUser, UserState};

use super::{PASSWORD, administrator, at, events, from_address, person, resolve, sign_in};

both_engines! {
    async fn a_person_comes_in_by_user_name_or_address_in_any_case(app: TestApp) {
        let amira = person(&app, "Amira").await;
        for name in ["Amira", "amira", " AMIRA ", "Amira@vellmere.example", "aMIRA@VELLMERE.example"] {
            let session = sign_in(&app, Face::Portal, name).await.unwrap();
            assert_eq!(session.user_id, amira.row.id, "{name}");
            let who = resolve(&app, Face::Portal, &session).await.unwrap();
            assert_eq!((who.username.as_str(), who.face), ("Amira", Face::Portal));
        }
        let after = app.domain.people().find(&app.admin(), amira.row.id).await.unwrap();
        assert_eq!(after.row.last_sign_in_at, Some(app.clock.now()));
    }

    async fn everything_that_is_wrong_gets_one_answer(app: TestApp) {
        let admin = app.admin();
        person(&app, "amira").await;
        app.user("no.password.yet").await;
        let disabled = person(&app, "disabled").await;
        let state = UpdateUser { state: Some(UserState::Disabled), ..UpdateUser::default() };
        app.domain.people().update(&admin, disabled.row.id, &state, None).await.unwrap();
        let outsider = person(&app, "outsider").await;
        let rights = UpdateUser { rights: Some(vec![PortalRight::Register]), ..UpdateUser::default() };
        app.domain.people().update(&admin, outsider.row.id, &rights, None).await.unwrap();
        let tries = [
            (Face::Portal, "nobody", PASSWORD),
            (Face::Portal, "nobody@vellmere.example", PASSWORD),
            (Face::Portal, "no\0body", PASSWORD),
            (Face::Portal, "amira", "not the password at all"),
            (Face::Portal, "no.password.yet", PASSWORD),
            (Face::Portal, "disabled", PASSWORD),
            (Face::Portal, "outsider", PASSWORD),
            (Face::Console, "amira", PASSWORD),
        ];
        let mut answers = Vec::new();
        for (face, name, password) in tries {
            let error = app.domain.access().sign_in(&app.anonymous(), face, name, password).await.unwrap_err();
            answers.push(serde_json::to_string(&types::ApiError::from(error)).unwrap());
        }
        assert!(answers.iter().all(|answer| answer == r#"{"code":"sign_in_refused"}"#), "{answers:?}");
        let reasons: Vec<_> = events(&app, "session.sign_in_refused").await.into_iter().rev().map(|row| row.reason.unwrap()).collect();
        assert_eq!(reasons, [
            "unknown user name",
            "unknown user name",
            "unknown user name",
            "wrong password",
            "no password is set",
            "disabled",
            "no right to sign in to the portal",
            "no administrator role",
        ]);
    }

    async fn both_outcomes_are_in_the_log_without_the_password(app: TestApp) {
        person(&app, "amira").await;
        sign_in(&app, Face::Portal, "amira").await.unwrap();
        let access = app.domain.access();
        access.sign_in(&app.anonymous(), Face::Portal, "amira", "wrong-secret-phrase").await.unwrap_err();
        access.sign_in(&app.anonymous(), Face::Portal, "my pass phrase, typed above", "x").await.unwrap_err();
        let done = events(&app, "session.signed_in").await;
        assert_eq!(done[0].actor_name, "amira of Vellmere");
        assert_eq!(done[0].address.as_deref(), Some("203.0.113.44"));
        let refused = events(&app, "session.sign_in_refused").await;
        assert_eq!(refused.len(), 2);
        assert!(refused.iter().all(|row| row.outcome == Outcome::Refused && row.actor_kind == "anonymous"));
        assert_eq!(refused[1].target_name.as_deref(), Some("amira"));
        assert_eq!(refused[0].target_name, None, "what has no shape of a name may be a secret");
        let whole = format!("{done:?} {refused:?}");
        assert!(!whole.contains("wrong-secret-phrase") && !whole.contains(PASSWORD));
    }

    async fn a_session_is_known_to_the_database_by_its_hash_alone(app: TestApp) {
        person(&app, "amira").await;
        let one = sign_in(&app, Face::Portal, "amira").await.unwrap();
        let two = sign_in(&app, Face::Portal, "amira").await.unwrap();
        assert_ne!(one.token, two.token);
        assert_eq!(one.token.len(), 43);
        assert!(!format!("{one:?}").contains(&one.token));
        let rows = entity::session::Entity::find().all(app.domain.db().read()).await.unwrap();
        let hashes: Vec<_> = rows.iter().map(|row| row.token_hash.clone()).collect();
        assert!(hashes.contains(&token_hash(&one.token)) && hashes.contains(&token_hash(&two.token)));
        let by_hash = domain::access::NewSession { token: String::from_utf8_lossy(&hashes[0]).into(), ..one };
        assert_eq!(resolve(&app, Face::Portal, &by_hash).await, None);
    }

    async fn signing_in_again_replaces_the_session_of_the_same_browser(app: TestApp) {
        person(&app, "amira").await;
        let first = sign_in(&app, Face::Portal, "amira").await.unwrap();
        let ctx = at(&app, Face::Portal, &first).await;
        let second = app.domain.access().sign_in(&ctx, Face::Portal, "amira", PASSWORD).await.unwrap();
        assert_eq!(resolve(&app, Face::Portal, &first).await, None);
        assert!(resolve(&app, Face::Portal, &second).await.is_some());
    }

    async fn an_address_that_two_people_share_is_no_name(app: TestApp) {
        let amira = person(&app, "amira").await;
        let bela = person(&app, "bela").await;
        let address = UpdateUser { email: amira.row.email.clone(), ..UpdateUser::default() };
        app.domain.people().update(&app.admin(), bela.row.id, &address, None).await.unwrap();
        let refused = sign_in(&app, Face::Portal, "amira@vellmere.example").await.unwrap_err();
        assert_eq!(refused.code(), ErrorCode::SignInRefused);
        sign_in(&app, Face::Portal, "amira").await.unwrap();
    }

    async fn empty_fields_are_named_and_count_for_nothing(app: TestApp) {
        for (name, password, field) in [("", PASSWORD, "username"), ("  ", PASSWORD, "username"), ("amira", "", "password")] {
            let error = app.domain.access().sign_in(&app.anonymous(), Face::Portal, name, password).await.unwrap_err();
            let error = types::ApiError::from(error);
            assert_eq!(error.field(field), Some(types::FieldCode::Required));
        }
        let rows = app.domain.db().read().query_all_raw(sea_orm::Statement::from_string(
            app.domain.db().read().get_database_backend(),
            "SELECT 1 FROM throttles",
        )).await.unwrap();
        assert!(rows.is_empty());
    }

    async fn the_two_faces_are_apart(app: TestApp) {
        administrator(&app, "jonas").await;
        let portal = sign_in(&app, Face::Portal, "jonas").await.unwrap();
        let console = sign_in(&app, Face::Console, "jonas").await.unwrap();
        assert_eq!(resolve(&app, Face::Console, &portal).await, None);
        assert_eq!(resolve(&app, Face::Portal, &console).await, None);
        assert!(resolve(&app, Face::Console, &console).await.is_some());
    }

    async fn one_address_cannot_try_the_names_of_everybody(app: TestApp) {
        let access = app.domain.access();
        let mut throttled = 0;
        for index in 0..120 {
            let ctx = from_address(&app, [198, 51, 100, 7]);
            let error = access.sign_in(&ctx, Face::Portal, &format!("name{index}"), "spring and summer").await.unwrap_err();
            throttled += usize::from(error.code() == ErrorCode::TooManyRequests);
        }
        assert_eq!(throttled, 20);
        person(&app, "amira").await;
        sign_in(&app, Face::Portal, "amira").await.expect("others are not kept out");
    }
}
