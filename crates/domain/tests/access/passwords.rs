//! Choosing, changing and forgetting passwords.

use std::time::Duration;

use domain::{access::PasswordPurpose, live::LiveEvent};
use testkit::{TestApp, both_engines};
use types::{ApiError, ErrorCode, Face, FieldCode, UpdateUser, UserState};

use super::{PASSWORD, administrator, at, events, link_token, messages_to, person, resolve, sign_in};

const OTHER: &str = "seven quiet lanterns drift";

both_engines! {
    async fn a_new_person_chooses_a_password_under_a_link_that_works_once(app: TestApp) {
        let amira = app.user("amira").await;
        assert!(!amira.row.has_password);
        let token = link_token(&app, &amira).await;
        let access = app.domain.access();
        let link = access.find_password_link(&token).await.unwrap();
        assert_eq!((link.username.as_str(), link.purpose), ("amira", PasswordPurpose::Set));
        access.set_password(&app.anonymous(), &token, PASSWORD).await.unwrap();
        assert!(app.domain.people().find(&app.admin(), amira.row.id).await.unwrap().row.has_password);
        sign_in(&app, Face::Portal, "amira").await.unwrap();
        assert_eq!(access.find_password_link(&token).await.unwrap_err().code(), ErrorCode::LinkDead);
        assert_eq!(access.set_password(&app.anonymous(), &token, OTHER).await.unwrap_err().code(), ErrorCode::LinkDead);
        sign_in(&app, Face::Portal, "amira").await.expect("the first password stays");
        let set = events(&app, "password.set").await;
        assert_eq!(set.len(), 1);
        assert!(!format!("{set:?}").contains(PASSWORD) && !format!("{set:?}").contains(&token));
    }

    async fn of_many_who_use_a_link_at_once_one_wins(app: TestApp) {
        let amira = app.user("amira").await;
        let token = link_token(&app, &amira).await;
        let other = app.another_process().await;
        let tries: Vec<_> = (0..12).map(|index| {
            let domain = if index % 2 == 0 { app.domain.clone() } else { other.clone() };
            let (ctx, token) = (app.anonymous(), token.clone());
            tokio::spawn(async move { domain.access().set_password(&ctx, &token, &format!("{OTHER} number {index}")).await })
        }).collect();
        let mut winners = Vec::new();
        for (index, one) in tries.into_iter().enumerate() {
            match one.await.unwrap() {
                Ok(_) => winners.push(index),
                Err(error) => assert_eq!(error.code(), ErrorCode::LinkDead),
            }
        }
        assert_eq!(winners.len(), 1);
        let password = format!("{OTHER} number {}", winners[0]);
        app.domain.access().sign_in(&app.anonymous(), Face::Portal, "amira", &password).await.unwrap();
    }

    async fn a_weak_password_is_refused_with_the_reason_and_the_link_stays(app: TestApp) {
        let amira = app.user("amira.haddad").await;
        let token = link_token(&app, &amira).await;
        for (password, code) in [
            ("", FieldCode::Required),
            ("too short", FieldCode::TooShort),
            ("passwordpassword1", FieldCode::TooCommon),
            ("I am Amira Haddad today", FieldCode::ContainsContext),
            (&"x".repeat(257), FieldCode::TooLong),
        ] {
            let error = app.domain.access().set_password(&app.anonymous(), &token, password).await.unwrap_err();
            assert_eq!(ApiError::from(error).field("password"), Some(code), "{password}");
        }
        app.domain.access().set_password(&app.anonymous(), &token, PASSWORD).await.unwrap();
    }

    async fn links_run_out_a_day_for_the_first_password_an_hour_for_a_new_one(app: TestApp) {
        let amira = app.user("amira").await;
        let first = link_token(&app, &amira).await;
        let access = app.domain.access();
        app.pass(Duration::from_hours(24) - Duration::from_secs(1));
        access.find_password_link(&first).await.unwrap();
        app.pass(Duration::from_secs(1));
        assert_eq!(access.set_password(&app.anonymous(), &first, PASSWORD).await.unwrap_err().code(), ErrorCode::LinkDead);
        app.forgot_password("amira").await;
        let reset = link_token(&app, &amira).await;
        assert_eq!(access.find_password_link(&reset).await.unwrap().purpose, PasswordPurpose::Reset);
        app.pass(Duration::from_hours(1));
        assert_eq!(access.find_password_link(&reset).await.unwrap_err().code(), ErrorCode::LinkDead);
        assert_eq!(access.find_password_link("no such link").await.unwrap_err().code(), ErrorCode::LinkDead);
    }

    async fn a_new_password_ends_all_sessions_and_other_links(app: TestApp) {
        let amira = person(&app, "amira").await;
        let session = sign_in(&app, Face::Portal, "amira").await.unwrap();
        let access = app.domain.access();
        app.forgot_password("amira").await;
        let earlier = link_token(&app, &amira).await;
        app.forgot_password("amira@vellmere.example").await;
        let later = link_token(&app, &amira).await;
        access.find_password_link(&earlier).await.expect("a stranger who asks again kills no link");
        let mut heard = app.domain.hub().listen();
        access.set_password(&app.anonymous(), &later, OTHER).await.unwrap();
        assert_eq!(resolve(&app, Face::Portal, &session).await, None);
        assert_eq!(access.find_password_link(&earlier).await.unwrap_err().code(), ErrorCode::LinkDead);
        assert_eq!(sign_in(&app, Face::Portal, "amira").await.unwrap_err().code(), ErrorCode::SignInRefused);
        let mut told = false;
        while let Ok(event) = heard.try_recv() {
            told |= event == LiveEvent::SessionsEnded { user_id: amira.row.id, except: None };
        }
        assert!(told);
    }

    async fn who_forgot_their_password_gets_a_few_links_an_hour_and_strangers_learn_nothing(app: TestApp) {
        let amira = person(&app, "amira").await;
        let gone = person(&app, "gone").await;
        let state = UpdateUser { state: Some(UserState::Disabled), ..UpdateUser::default() };
        app.domain.people().update(&app.admin(), gone.row.id, &state, None).await.unwrap();
        let (before, before_gone) = (messages_to(&app, &amira).await, messages_to(&app, &gone).await);
        let access = app.domain.access();
        for _ in 0..5 {
            for name in ["amira", "gone", "nobody", "nobody@vellmere.example"] {
                app.forgot_password(name).await;
            }
        }
        assert_eq!(messages_to(&app, &amira).await - before, 3);
        assert_eq!(messages_to(&app, &gone).await, before_gone);
        app.pass(Duration::from_hours(1));
        app.forgot_password("amira").await;
        assert_eq!(messages_to(&app, &amira).await - before, 4);
        let asked = events(&app, "password.reset_requested").await;
        assert_eq!(asked.iter().filter(|row| row.outcome == types::Outcome::Done).count(), 4);
        for (typed, code) in [("", FieldCode::Required), ("two words", FieldCode::Malformed)] {
            let error = access.request_password_reset(&app.anonymous(), typed).await.unwrap_err();
            assert_eq!(ApiError::from(error).field("username"), Some(code));
        }
    }

    async fn asking_for_links_all_at_once_gives_no_more(app: TestApp) {
        let amira = person(&app, "amira").await;
        let before = messages_to(&app, &amira).await;
        let asks: Vec<_> = (0..20).map(|_| {
            let (domain, ctx) = (app.domain.clone(), app.anonymous());
            tokio::spawn(async move { domain.access().request_password_reset(&ctx, "amira").await })
        }).collect();
        for ask in asks {
            ask.await.unwrap().unwrap();
        }
        let answers = (0..4).map(|_| async { app.domain.access().answer_reset_requests().await.unwrap() });
        futures::future::join_all(answers).await;
        assert_eq!(messages_to(&app, &amira).await - before, 3);
    }

    async fn changing_ones_password_ends_the_other_sessions(app: TestApp) {
        let jonas = administrator(&app, "jonas").await;
        let here = sign_in(&app, Face::Portal, "jonas").await.unwrap();
        let there = sign_in(&app, Face::Console, "jonas").await.unwrap();
        let ctx = at(&app, Face::Portal, &here).await;
        let access = app.domain.access();
        let weak = access.change_password(&ctx, PASSWORD, "aaaaaaaaaaaaaaaa").await.unwrap_err();
        assert_eq!(ApiError::from(weak).field("password"), Some(FieldCode::TooCommon));
        let mut heard = app.domain.hub().listen();
        access.change_password(&ctx, PASSWORD, OTHER).await.unwrap();
        assert!(resolve(&app, Face::Portal, &here).await.is_some());
        assert_eq!(resolve(&app, Face::Console, &there).await, None);
        assert_eq!(heard.recv().await.unwrap(), LiveEvent::SessionsEnded { user_id: jonas, except: Some(here.session_id) });
        assert_eq!(sign_in(&app, Face::Portal, "jonas").await.unwrap_err().code(), ErrorCode::SignInRefused);
        access.sign_in(&app.anonymous(), Face::Portal, "jonas", OTHER).await.unwrap();
    }

    async fn a_changed_address_makes_earlier_links_useless(app: TestApp) {
        let amira = app.user("amira").await;
        let old = link_token(&app, &amira).await;
        let address = UpdateUser { email: Some("amira.new@vellmere.example".into()), ..UpdateUser::default() };
        app.domain.people().update(&app.admin(), amira.row.id, &address, None).await.unwrap();
        let access = app.domain.access();
        assert_eq!(access.find_password_link(&old).await.unwrap_err().code(), ErrorCode::LinkDead);
        let new = link_token(&app, &amira).await;
        access.find_password_link(&new).await.expect("who has no password yet gets a link at the new address");
    }

    async fn an_administrator_sends_the_link_again_and_the_earlier_one_is_dead(app: TestApp) {
        let amira = app.user("amira").await;
        let old = link_token(&app, &amira).await;
        app.domain.people().resend_set_password(&app.admin(), amira.row.id).await.unwrap();
        let new = link_token(&app, &amira).await;
        let access = app.domain.access();
        assert_eq!(access.find_password_link(&old).await.unwrap_err().code(), ErrorCode::LinkDead);
        access.set_password(&app.anonymous(), &new, PASSWORD).await.unwrap();
        let state = UpdateUser { state: Some(UserState::Disabled), ..UpdateUser::default() };
        app.domain.people().resend_set_password(&app.admin(), amira.row.id).await.unwrap();
        let unused = link_token(&app, &amira).await;
        app.domain.people().update(&app.admin(), amira.row.id, &state, None).await.unwrap();
        assert_eq!(access.find_password_link(&unused).await.unwrap_err().code(), ErrorCode::LinkDead);
        let refused = app.domain.people().resend_set_password(&app.admin(), amira.row.id).await.unwrap_err();
        assert_eq!(refused.code(), ErrorCode::WrongState);
    }
}
