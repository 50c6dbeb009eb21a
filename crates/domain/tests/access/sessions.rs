//! Sessions end by rest, by age, by their person, and with the right to be there.

use std::time::Duration;

use domain::live::LiveEvent;
use testkit::{TestApp, both_engines};
use types::{ErrorCode, Face, FieldCode, Permission, PortalRight, Preferences, UpdateUser, UserState};

use super::{PASSWORD, administrator, at, events, from_address, messages_to, person, resolve, sign_in};

both_engines! {
    async fn a_session_that_rests_too_long_is_over(app: TestApp) {
        administrator(&app, "jonas").await;
        for (face, minutes) in [(Face::Console, 15), (Face::Portal, 30)] {
            let session = sign_in(&app, face, "jonas").await.unwrap();
            app.pass(Duration::from_mins(minutes - 1));
            assert!(resolve(&app, face, &session).await.is_some(), "{face} used in time");
            app.pass(Duration::from_mins(minutes - 1));
            assert!(resolve(&app, face, &session).await.is_some(), "{face} the use counted");
            app.pass(Duration::from_mins(minutes));
            assert_eq!(resolve(&app, face, &session).await, None, "{face}");
        }
    }

    async fn a_page_that_only_listens_does_not_keep_a_session_awake(app: TestApp) {
        person(&app, "amira").await;
        let session = sign_in(&app, Face::Portal, "amira").await.unwrap();
        for _ in 0..29 {
            app.pass(Duration::from_mins(1));
            let who = app.domain.access().resolve_session(Face::Portal, &session.token, true).await.unwrap();
            assert!(who.is_some());
        }
        app.pass(Duration::from_mins(1));
        assert_eq!(resolve(&app, Face::Portal, &session).await, None);
    }

    async fn even_a_busy_session_ends_some_day(app: TestApp) {
        administrator(&app, "jonas").await;
        for (face, hours) in [(Face::Console, 8), (Face::Portal, 24)] {
            let session = sign_in(&app, face, "jonas").await.unwrap();
            for _ in 1..hours * 6 {
                app.pass(Duration::from_mins(10));
                assert!(resolve(&app, face, &session).await.is_some());
            }
            app.pass(Duration::from_mins(10));
            assert_eq!(session.expires_at, app.clock.now());
            assert_eq!(resolve(&app, face, &session).await, None, "{face}");
        }
    }

    async fn disabling_a_person_ends_their_sessions_at_once(app: TestApp) {
        let amira = person(&app, "amira").await;
        let session = sign_in(&app, Face::Portal, "amira").await.unwrap();
        let mut heard = app.domain.hub().listen();
        let change = |state| UpdateUser { state: Some(state), ..UpdateUser::default() };
        app.domain.people().update(&app.admin(), amira.row.id, &change(UserState::Disabled), None).await.unwrap();
        assert_eq!(resolve(&app, Face::Portal, &session).await, None);
        assert_eq!(heard.recv().await.unwrap(), LiveEvent::SessionsEnded { user_id: amira.row.id, except: None });
        app.domain.people().update(&app.admin(), amira.row.id, &change(UserState::Active), None).await.unwrap();
        assert_eq!(resolve(&app, Face::Portal, &session).await, None, "it does not come back");
        sign_in(&app, Face::Portal, "amira").await.unwrap();
    }

    async fn a_change_of_rights_counts_from_the_next_request(app: TestApp) {
        let amira = person(&app, "amira").await;
        let session = sign_in(&app, Face::Portal, "amira").await.unwrap();
        let change = |rights: &[PortalRight]| UpdateUser { rights: Some(rights.to_vec()), ..UpdateUser::default() };
        let id = amira.row.id;
        app.domain.people().update(&app.admin(), id, &change(&[PortalRight::SignIn]), None).await.unwrap();
        let who = resolve(&app, Face::Portal, &session).await.expect("they may still be here");
        let at_the_least = [Permission::OwnDeviceRead, Permission::OwnRegistrationSecretRead, Permission::OwnAccount];
        assert_eq!(who.permissions.iter().collect::<Vec<_>>(), at_the_least);
        let mut heard = app.domain.hub().listen();
        app.domain.people().update(&app.admin(), id, &change(&[PortalRight::Lock]), None).await.unwrap();
        assert_eq!(resolve(&app, Face::Portal, &session).await, None);
        assert_eq!(heard.recv().await.unwrap(), LiveEvent::SessionEnded(session.session_id));
    }

    async fn signing_out_ends_one_session_and_one_can_end_all_others(app: TestApp) {
        let jonas = administrator(&app, "jonas").await;
        let one = sign_in(&app, Face::Portal, "jonas").await.unwrap();
        let two = sign_in(&app, Face::Portal, "jonas").await.unwrap();
        let three = sign_in(&app, Face::Console, "jonas").await.unwrap();
        let first = at(&app, Face::Portal, &one).await;
        app.domain.access().sign_out(&first).await.unwrap();
        assert_eq!(resolve(&app, Face::Portal, &one).await, None);
        assert!(resolve(&app, Face::Portal, &two).await.is_some());
        let second = at(&app, Face::Portal, &two).await;
        let mut heard = app.domain.hub().listen();
        assert_eq!(app.domain.access().end_other_sessions(&second).await.unwrap(), 1);
        assert!(resolve(&app, Face::Portal, &two).await.is_some(), "the one that asks stays");
        assert_eq!(resolve(&app, Face::Console, &three).await, None, "both faces");
        let except = Some(two.session_id);
        assert_eq!(heard.recv().await.unwrap(), LiveEvent::SessionsEnded { user_id: jonas, except });
        assert_eq!(events(&app, "session.signed_out").await.len(), 1);
        assert_eq!(events(&app, "session.signed_out_everywhere").await.len(), 1);
    }

    async fn people_see_and_end_their_own_sessions_alone(app: TestApp) {
        person(&app, "amira").await;
        person(&app, "bela").await;
        let here = sign_in(&app, Face::Portal, "amira").await.unwrap();
        let there = app.domain.access()
            .sign_in(&domain::RequestCtx { user_agent: Some("A browser".repeat(50)), ..from_address(&app, [192, 0, 2, 8]) }, Face::Portal, "amira", PASSWORD)
            .await.unwrap();
        let foreign = sign_in(&app, Face::Portal, "bela").await.unwrap();
        let ctx = at(&app, Face::Portal, &here).await;
        let access = app.domain.access();
        let listed = access.list_sessions(&ctx).await.unwrap();
        assert_eq!(listed.iter().map(|row| (row.id, row.current)).collect::<Vec<_>>(), [(there.session_id, false), (here.session_id, true)]);
        assert_eq!(listed[0].address.as_deref(), Some("192.0.2.8"));
        assert_eq!((&listed[0].browser, &listed[0].system), (&None, &None), "no browser that we know");
        assert_eq!(access.end_session(&ctx, foreign.session_id).await.unwrap_err().code(), ErrorCode::NotFound);
        assert_eq!(access.end_session(&app.anonymous(), there.session_id).await.unwrap_err().code(), ErrorCode::Unauthenticated);
        access.end_session(&ctx, there.session_id).await.unwrap();
        assert_eq!(resolve(&app, Face::Portal, &there).await, None);
        access.end_session(&app.admin(), foreign.session_id).await.expect("an administrator ends anybody's");
        assert_eq!(resolve(&app, Face::Portal, &foreign).await, None);
    }

    async fn administrators_end_sessions_of_those_below_them(app: TestApp) {
        let amira = person(&app, "amira").await;
        administrator(&app, "jonas").await;
        let (hers, his) = (sign_in(&app, Face::Portal, "amira").await.unwrap(), sign_in(&app, Face::Console, "jonas").await.unwrap());
        let access = app.domain.access();
        let desk = app.anonymous().with_actor(domain::Actor::User(domain::ctx::SignedIn {
            permissions: [Permission::UserRead, Permission::UserWrite].into_iter().collect(),
            ..at(&app, Face::Console, &his).await.signed_in().unwrap().clone()
        }));
        let listed = access.list_sessions_of(&desk, amira.row.id).await.unwrap();
        assert_eq!(listed.iter().map(|row| (row.id, row.current)).collect::<Vec<_>>(), [(hers.session_id, false)]);
        assert_eq!(access.end_sessions_of(&desk, amira.row.id).await.unwrap(), 1);
        assert_eq!(resolve(&app, Face::Portal, &hers).await, None);
        let other = administrator(&app, "katja").await;
        let hers = sign_in(&app, Face::Console, "katja").await.unwrap();
        assert_eq!(access.end_sessions_of(&desk, other).await.unwrap_err().code(), ErrorCode::Forbidden);
        assert_eq!(access.end_session(&desk, hers.session_id).await.unwrap_err().code(), ErrorCode::Forbidden);
        assert!(resolve(&app, Face::Console, &hers).await.is_some());
        let portal = at(&app, Face::Portal, &sign_in(&app, Face::Portal, "amira").await.unwrap()).await;
        assert_eq!(access.list_sessions_of(&portal, other).await.unwrap_err().code(), ErrorCode::Forbidden);
        assert_eq!(access.end_sessions_of(&portal, other).await.unwrap_err().code(), ErrorCode::Forbidden);
    }

    async fn people_choose_their_time_zone_and_colours(app: TestApp) {
        person(&app, "amira").await;
        let ctx = at(&app, Face::Portal, &sign_in(&app, Face::Portal, "amira").await.unwrap()).await;
        let access = app.domain.access();
        let chosen = |zone: &str| Preferences { language: "en".into(), time_zone: Some(zone.into()) };
        access.choose(&ctx, &chosen("Europe/Oslo"), None).await.unwrap();
        access.choose(&ctx, &chosen("Europe/Oslo"), None).await.expect("nothing changes");
        assert_eq!(events(&app, "user.changed").await.len(), 1);
        let viewer = access.viewer(&ctx).await.unwrap();
        assert_eq!(viewer.preferences, chosen("Europe/Oslo"));
        let offsets = app.domain.offsets_of(viewer.user_id).await.unwrap();
        assert!(offsets.iter().any(|offset| offset.seconds == 7200 && offset.name == "CEST"));
        for (zone, code) in [("Middle/Earth", FieldCode::UnknownValue), ("../etc", FieldCode::Malformed), ("", FieldCode::Required)] {
            let error = types::ApiError::from(access.choose(&ctx, &chosen(zone), None).await.unwrap_err());
            assert_eq!(error.field("time_zone"), Some(code), "{zone}");
        }
        access.choose_theme(&ctx, Some("dark")).await.unwrap();
        assert_eq!(sign_in(&app, Face::Portal, "amira").await.unwrap().theme.as_deref(), Some("dark"));
        assert!(access.choose_theme(&ctx, Some("purple")).await.is_err());
        assert_eq!(access.choose(&app.anonymous(), &chosen("UTC"), None).await.unwrap_err().code(), ErrorCode::Unauthenticated);
    }

    async fn a_page_knows_who_looks_at_it(app: TestApp) {
        administrator(&app, "jonas").await;
        let session = sign_in(&app, Face::Console, "jonas").await.unwrap();
        let first_at = app.clock.now();
        let viewer = app.domain.access().viewer(&at(&app, Face::Console, &session).await).await.unwrap();
        assert!(viewer.may(Permission::UserWrite) && !viewer.may(Permission::OwnRegister));
        assert_eq!(viewer.previous_sign_in_at, None);
        app.pass(Duration::from_hours(1));
        let session = sign_in(&app, Face::Portal, "jonas").await.unwrap();
        let viewer = app.domain.access().viewer(&at(&app, Face::Portal, &session).await).await.unwrap();
        assert!(!viewer.may(Permission::UserWrite) && viewer.may(Permission::OwnRegister));
        assert_eq!(viewer.previous_sign_in_at, Some(first_at));
        assert_eq!(app.domain.access().viewer(&app.anonymous()).await.unwrap_err().code(), ErrorCode::Unauthenticated);
    }

    async fn the_purge_removes_what_is_over_and_nothing_else(app: TestApp) {
        use sea_orm::{EntityTrait, PaginatorTrait};
        person(&app, "amira").await;
        sign_in(&app, Face::Portal, "amira").await.unwrap();
        app.pass(Duration::from_mins(31));
        let awake = sign_in(&app, Face::Portal, "amira").await.unwrap();
        app.domain.access().purge_expired().await.unwrap();
        let left = entity::session::Entity::find().all(app.domain.db().read()).await.unwrap();
        assert_eq!(left.iter().map(|row| row.id).collect::<Vec<_>>(), [awake.session_id.0]);
        let waiting = app.user("bela").await;
        app.pass(Duration::from_hours(49));
        app.domain.access().purge_expired().await.unwrap();
        assert_eq!(entity::session::Entity::find().count(app.domain.db().read()).await.unwrap(), 0);
        let links = entity::single_use_link::Entity::find().all(app.domain.db().read()).await.unwrap();
        assert!(links.iter().all(|link| link.envelope.is_none()), "no secret outlives its link");
        assert_eq!(messages_to(&app, &waiting).await, 1);
        let rows = app.domain.messages().list(&app.admin(), &types::MessageQuery::default()).await.unwrap().items;
        for row in rows {
            assert!(app.domain.messages().find(&app.admin(), row.id).await.unwrap().redacted);
        }
    }
}
