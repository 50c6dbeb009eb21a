//! Dangerous actions need somebody who has proved not long ago that it is them.

use std::time::Duration;

use testkit::{TestApp, both_engines};
use types::{AdminRole, ErrorCode, Face, RoleKey, RoleSet, Scope};

use super::{PASSWORD, administrator, at, events, person, resolve, sign_in};

both_engines! {
    async fn roles_and_tokens_ask_for_the_password_after_ten_minutes(app: TestApp) {
        administrator(&app, "jonas").await;
        let amira = person(&app, "amira").await;
        let session = sign_in(&app, Face::Console, "jonas").await.unwrap();
        let roles = RoleSet { roles: vec![RoleKey::BuiltIn(AdminRole::Auditor)] };
        let (access, people) = (app.domain.access(), app.domain.people());
        app.pass(Duration::from_mins(9));
        let ctx = at(&app, Face::Console, &session).await;
        people.set_roles(&ctx, amira.row.id, &roles).await.expect("nine minutes are recent");
        app.pass(Duration::from_mins(1));
        let ctx = at(&app, Face::Console, &session).await;
        let refused = people.set_roles(&ctx, amira.row.id, &RoleSet { roles: vec![] }).await;
        assert_eq!(refused.unwrap_err().code(), ErrorCode::ReauthenticationRequired);
        let refused = access.create_token(&ctx, "jonas", "script", &[Scope::UsersRead]).await;
        assert_eq!(refused.unwrap_err().code(), ErrorCode::ReauthenticationRequired);
        people.find(&ctx, amira.row.id).await.expect("reading goes on");

        let fresh = access.reauthenticate(&ctx, PASSWORD).await.unwrap();
        assert_eq!((fresh.session_id, fresh.expires_at), (session.session_id, session.expires_at), "no longer life");
        assert_eq!(resolve(&app, Face::Console, &session).await, None, "the old token is dead");
        let ctx = at(&app, Face::Console, &fresh).await;
        people.set_roles(&ctx, amira.row.id, &RoleSet { roles: vec![] }).await.unwrap();
        access.create_token(&ctx, "jonas", "script", &[Scope::UsersRead]).await.unwrap();
        assert_eq!(events(&app, "session.confirmed").await.len(), 1);
    }

    async fn whoever_may_not_is_refused_before_they_are_asked(app: TestApp) {
        let amira = person(&app, "amira").await;
        let session = sign_in(&app, Face::Portal, "amira").await.unwrap();
        app.pass(Duration::from_mins(20));
        let ctx = at(&app, Face::Portal, &session).await;
        let refused = app.domain.people().set_roles(&ctx, amira.row.id, &RoleSet { roles: vec![] }).await;
        assert_eq!(refused.unwrap_err().code(), ErrorCode::Forbidden);
    }

    async fn confirming_is_no_way_to_guess_a_password(app: TestApp) {
        person(&app, "amira").await;
        let session = sign_in(&app, Face::Portal, "amira").await.unwrap();
        let ctx = at(&app, Face::Portal, &session).await;
        let mut codes = Vec::new();
        for _ in 0..6 {
            let tried = app.domain.access().reauthenticate(&ctx, "wrong in every way").await;
            codes.push(tried.unwrap_err().code());
        }
        assert_eq!(codes[..5], [ErrorCode::SignInRefused; 5]);
        assert_eq!(codes[5], ErrorCode::TooManyRequests);
        assert_eq!(events(&app, "session.confirm_refused").await.len(), 5);
        let again = sign_in(&app, Face::Portal, "amira").await;
        assert_eq!(again.unwrap_err().code(), ErrorCode::TooManyRequests, "one count with sign-in");
        assert!(resolve(&app, Face::Portal, &session).await.is_some(), "the session goes on");
        assert!(!format!("{:?}", events(&app, "session.confirm_refused").await).contains("wrong in every way"));
    }

    async fn a_session_tells_how_long_it_lasts(app: TestApp) {
        administrator(&app, "jonas").await;
        let session = sign_in(&app, Face::Console, "jonas").await.unwrap();
        let ctx = at(&app, Face::Console, &session).await;
        app.pass(Duration::from_mins(6));
        let time = app.domain.access().time_left(&ctx).await.unwrap();
        assert_eq!((time.idle_s, time.whole_s, time.recent_s), (9 * 60, 8 * 3600 - 360, 240));
        assert_eq!(app.domain.access().time_left(&ctx).await.unwrap(), time, "asking changes nothing");
        assert!(app.domain.access().session_permissions(Face::Console, session.session_id).await.unwrap().is_some());
        assert!(app.domain.access().session_permissions(Face::Portal, session.session_id).await.unwrap().is_none());
        app.pass(Duration::from_mins(9));
        assert!(app.domain.access().session_permissions(Face::Console, session.session_id).await.unwrap().is_none());
    }
}
