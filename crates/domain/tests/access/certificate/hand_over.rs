//! The way from one listener to the other belongs to one browser, once.

use std::time::Duration;

use testkit::{TestApp, pki::Authority};
use types::{ErrorCode, Face, SignInMethod, UpdateSignIn, Ways};

use super::{come, come_as, last_reason, open_for};

const UPN: &str = "amira.haddad";

async fn signed_in(app: &TestApp, token: &str) -> domain::RequestCtx {
    let me = app.domain.access().resolve_session(Face::Portal, token, true).await.unwrap().unwrap();
    app.anonymous().with_actor(domain::Actor::User(me))
}

testkit::both_engines! {
    async fn a_hand_over_works_once(app: TestApp) {
        app.user(UPN).await;
        let (root, access, ctx) = (Authority::new("Root"), app.domain.access(), app.anonymous());
        open_for(&app, &root).await;
        let started = access.start_certificate_sign_in(Face::Portal).await.unwrap();
        assert_eq!(started.url, "https://gate.vellmere.example:8443");
        let chain = root.card(UPN).chain;
        let token = access.show_certificate(&ctx, Face::Portal, &started.challenge, &chain).await.unwrap();
        let browser = Some(started.browser.as_str());
        let session = access.sign_in_by_certificate(&ctx, Face::Portal, &token, browser).await.unwrap();
        let again = access.sign_in_by_certificate(&ctx, Face::Portal, &token, browser).await.unwrap_err();
        assert_eq!(again.code(), ErrorCode::SignInRefused);
        assert!(last_reason(&app).await.contains("unknown or was used"));
        let me = access.resolve_session(Face::Portal, &session.token, true).await.unwrap().unwrap();
        let ctx = app.anonymous().with_actor(domain::Actor::User(me));
        let rows = access.list_sessions(&ctx).await.unwrap();
        assert!(rows.iter().any(|row| row.method == SignInMethod::Certificate));
    }

    async fn who_is_signed_in_shows_the_card_again_and_the_session_goes_on(app: TestApp) {
        app.user(UPN).await;
        app.user("bela").await;
        let (root, access) = (Authority::new("Root"), app.domain.access());
        open_for(&app, &root).await;
        let card = root.card(UPN);
        let first = come(&app, Face::Portal, &card).await.unwrap();
        app.pass(Duration::from_mins(20));
        let ctx = signed_in(&app, &first.token).await;
        assert_eq!(access.time_left(&ctx).await.unwrap().recent_s, 0);
        let again = come_as(&app, &ctx, Face::Portal, &card).await.unwrap();
        assert_eq!((again.session_id, again.expires_at), (first.session_id, first.expires_at));
        assert!(access.time_left(&signed_in(&app, &again.token).await).await.unwrap().recent_s > 0);
        assert!(access.resolve_session(Face::Portal, &first.token, true).await.unwrap().is_none());
        assert_eq!(access.list_sessions(&ctx).await.unwrap().len(), 1);
        // The card of somebody else is that somebody's sign-in.
        let other = come_as(&app, &signed_in(&app, &again.token).await, Face::Portal, &root.card("bela")).await;
        let other = other.unwrap();
        assert_ne!((other.session_id, other.user_id), (first.session_id, first.user_id));
        // A card that is not good any more confirms nothing, and ends nothing.
        let ctx = signed_in(&app, &again.token).await;
        let forged = testkit::pki::Card::forged(UPN);
        assert_eq!(come_as(&app, &ctx, Face::Portal, &forged).await.unwrap_err(), ErrorCode::SignInRefused);
        signed_in(&app, &again.token).await;
    }

    async fn a_hand_over_dies_in_other_hands(app: TestApp) {
        app.user(UPN).await;
        let (root, access, ctx) = (Authority::new("Root"), app.domain.access(), app.anonymous());
        open_for(&app, &root).await;
        let chain = root.card(UPN).chain;
        let started = access.start_certificate_sign_in(Face::Portal).await.unwrap();
        let other = access.start_certificate_sign_in(Face::Portal).await.unwrap();
        for (face, browser, wait, why) in [
            (Face::Portal, Some(other.browser.as_str()), 0, "another browser"),
            (Face::Portal, None, 0, "another browser"),
            (Face::Portal, Some(started.challenge.as_str()), 0, "another browser"),
            (Face::Console, Some(started.browser.as_str()), 0, "other face"),
            (Face::Portal, Some(started.browser.as_str()), 61, "too late"),
        ] {
            let token = access.show_certificate(&ctx, Face::Portal, &started.challenge, &chain).await.unwrap();
            app.pass(Duration::from_secs(wait));
            let error = access.sign_in_by_certificate(&ctx, face, &token, browser).await.unwrap_err();
            assert_eq!(error.code(), ErrorCode::SignInRefused, "{why}");
            assert!(last_reason(&app).await.contains(why), "{why}");
            // And it is gone for its own browser, too.
            let own = Some(started.browser.as_str());
            assert!(access.sign_in_by_certificate(&ctx, Face::Portal, &token, own).await.is_err(), "{why}");
        }
        for challenge in ["", "zz", &"g".repeat(64), &"é".repeat(32)] {
            let shown = access.show_certificate(&ctx, Face::Portal, challenge, &chain).await;
            assert_eq!(shown.unwrap_err().code(), ErrorCode::SignInRefused, "{challenge}");
        }
    }

    async fn what_changes_on_the_way_counts(app: TestApp) {
        app.user(UPN).await;
        let (root, access, ctx) = (Authority::new("Root"), app.domain.access(), app.anonymous());
        let row = open_for(&app, &root).await;
        let chain = root.card(UPN).chain;
        let started = access.start_certificate_sign_in(Face::Portal).await.unwrap();
        let token = access.show_certificate(&ctx, Face::Portal, &started.challenge, &chain).await.unwrap();
        access.remove_authority(&app.admin(), row.id, None).await.unwrap();
        let browser = Some(started.browser.as_str());
        assert!(access.sign_in_by_certificate(&ctx, Face::Portal, &token, browser).await.is_err());
        assert!(last_reason(&app).await.contains("nobody who is trusted"));
    }

    async fn nothing_begins_where_certificates_are_off(app: TestApp) {
        let (root, access) = (Authority::new("Root"), app.domain.access());
        assert_eq!(access.start_certificate_sign_in(Face::Portal).await.unwrap_err().code(), ErrorCode::NotFound);
        open_for(&app, &root).await;
        let off = UpdateSignIn {
            portal: Some(Ways { password: true, certificate: false }),
            ..UpdateSignIn::default()
        };
        access.update_sign_in(&app.admin(), &off, None).await.unwrap();
        assert_eq!(access.start_certificate_sign_in(Face::Portal).await.unwrap_err().code(), ErrorCode::NotFound);
        assert!(access.start_certificate_sign_in(Face::Console).await.is_ok());
    }

    async fn of_many_who_come_at_once_with_one_hand_over_one_gets_in(app: TestApp) {
        app.user(UPN).await;
        let (root, access, ctx) = (Authority::new("Root"), app.domain.access(), app.anonymous());
        open_for(&app, &root).await;
        let started = access.start_certificate_sign_in(Face::Portal).await.unwrap();
        let chain = root.card(UPN).chain;
        let token = access.show_certificate(&ctx, Face::Portal, &started.challenge, &chain).await.unwrap();
        let tries = (0..8).map(|_| {
            let (domain, ctx, token, browser) =
                (app.domain.clone(), ctx.clone(), token.clone(), started.browser.clone());
            tokio::spawn(async move {
                let access = domain.access();
                access.sign_in_by_certificate(&ctx, Face::Portal, &token, Some(&browser)).await.is_ok()
            })
        });
        let mut came = 0;
        for outcome in tries.collect::<Vec<_>>() {
            came += i32::from(outcome.await.unwrap());
        }
        assert_eq!(came, 1);
    }
}
