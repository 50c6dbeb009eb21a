//! Guessing PINs: ten wrong tries end it, counted by person, and the link stays.

use std::time::Duration;

use domain::ctx::RequestCtx;
use testkit::{TestApp, both_engines};
use types::{ErrorCode, MessageKind, MessageQuery};

use super::*;

async fn guess(app: &TestApp, username: &str, pin: &str, times: u16) {
    for number in 0..times {
        let input = with_pin(username, &wrong(pin), number);
        assert_eq!(redeem(app, &input).await, Err(ErrorCode::RegistrationRefused));
    }
}

both_engines! {
    async fn ten_wrong_tries_end_the_pin_and_the_person_is_told(app: TestApp) {
        let user = app.user("amira").await;
        let handout = register(&app, &user).await;
        guess(&app, "amira", &pin_of(&handout), 9).await;
        assert!(app.domain.registration().handout(&app.portal(&user), handout.id).await.unwrap().pin.is_some());
        guess(&app, "amira", &pin_of(&handout), 1).await;
        assert_eq!(
            redeem(&app, &with_pin("amira", &pin_of(&handout), 1)).await,
            Err(ErrorCode::RegistrationRefused)
        );
        let left = app.domain.registration().handout(&app.portal(&user), handout.id).await.unwrap();
        assert_eq!((left.pin, left.mirp_url, left.mirp_qr_svg), (None, None, None));
        assert_eq!(left.link, handout.link);
        let progress = app.domain.registration().progress(&app.portal(&user), handout.id).await.unwrap();
        assert_eq!(progress.pin_ended_at, Some(app.clock.now()));
        assert_eq!(events(&app, "registration.pin_ended").await.len(), 1);
        let messages = app.domain.messages().list(&app.admin(), &MessageQuery::default()).await.unwrap().items;
        assert_eq!(messages.iter().filter(|row| row.kind == MessageKind::PinEnded).count(), 1);
        assert!(redeem(&app, &with_link(&handout, 1)).await.is_ok());
    }

    async fn of_two_hundred_wrong_tries_at_once_ten_count_and_the_link_stays(app: TestApp) {
        let user = app.user("amira").await;
        let handout = register(&app, &user).await;
        let outcomes = all_at_once(&app, 200, |domain, nobody, number| {
            let input = with_pin("amira", &wrong(&pin_of(&handout)), number);
            async move { domain.registration().redeem(&nobody, &input).await }
        })
        .await;
        assert_eq!(losers(&outcomes, ErrorCode::RegistrationRefused), 200);
        assert_eq!(events(&app, "registration.pin_ended").await.len(), 1);
        let right = with_pin("amira", &pin_of(&handout), 1);
        let error = app.domain.registration().redeem(&app.anonymous(), &right).await.unwrap_err();
        let other = app.domain.registration().redeem(&app.anonymous(), &with_pin("nobody", "1", 1)).await.unwrap_err();
        assert_eq!(seen(error), seen(other));
        assert!(redeem(&app, &with_link(&handout, 1)).await.is_ok());
    }

    async fn among_many_wrong_tries_the_right_pin_wins_only_within_the_first_ten(app: TestApp) {
        for round in 0..5_u16 {
            let name = format!("user{round}");
            let user = app.user(&name).await;
            let handout = register(&app, &user).await;
            let outcomes = all_at_once(&app, 40, |domain, nobody, number| {
                let pin = if number == 7 { pin_of(&handout) } else { wrong(&pin_of(&handout)) };
                let input = with_pin(&name, &pin, number);
                async move { domain.registration().redeem(&nobody, &input).await }
            })
            .await;
            let ended = app.domain.registration().progress(&app.admin(), handout.id).await.unwrap().pin_ended_at;
            assert_eq!(winners(&outcomes) == 1, ended.is_none(), "either it was used or it was ended");
        }
    }

    async fn a_new_pin_does_not_forget_the_wrong_tries(app: TestApp) {
        let user = app.user("amira").await;
        let handout = register(&app, &user).await;
        guess(&app, "amira", &pin_of(&handout), 9).await;
        let fresh = app.domain.registration().reissue(&app.portal(&user), handout.id).await.unwrap();
        guess(&app, "amira", &pin_of(&fresh), 1).await;
        assert_eq!(redeem(&app, &with_pin("amira", &pin_of(&fresh), 1)).await, Err(ErrorCode::RegistrationRefused));
    }

    async fn a_right_pin_begins_the_count_anew(app: TestApp) {
        let user = app.user("amira").await;
        let (first, second) = (register(&app, &user).await, register(&app, &user).await);
        guess(&app, "amira", &pin_of(&first), 9).await;
        redeem(&app, &with_pin("amira", &pin_of(&first), 1)).await.unwrap();
        guess(&app, "amira", &pin_of(&second), 9).await;
        assert!(redeem(&app, &with_pin("amira", &pin_of(&second), 2)).await.is_ok());
    }

    async fn after_a_hundred_wrong_tries_only_a_link_or_an_administrator_helps(app: TestApp) {
        let user = app.user("amira").await;
        let mut handout = register(&app, &user).await;
        for _ in 0..10 {
            guess(&app, "amira", &pin_of(&handout), 10).await;
            handout = app.domain.registration().reissue(&app.portal(&user), handout.id).await.unwrap();
        }
        let own = with_pin("amira", &pin_of(&handout), 1);
        assert_eq!(redeem(&app, &own).await, Err(ErrorCode::RegistrationRefused));
        let helped = app.domain.registration().reissue(&app.admin(), handout.id).await.unwrap();
        assert!(redeem(&app, &with_pin("amira", &pin_of(&helped), 1)).await.is_ok());
    }

    async fn names_that_nobody_has_are_counted_alike(app: TestApp) {
        let user = app.user("amira").await;
        let handout = register(&app, &user).await;
        for _ in 0..12 {
            let known = app.domain.registration().redeem(&app.anonymous(), &with_pin("amira", &wrong(&pin_of(&handout)), 1)).await;
            let unknown = app.domain.registration().redeem(&app.anonymous(), &with_pin("nobody", "12345678", 1)).await;
            assert_eq!(seen(known.unwrap_err()), seen(unknown.unwrap_err()));
        }
        // Somebody whose name was guessed before they came has the same ten tries as everybody.
        let late = app.user("nobody").await;
        let handout = register(&app, &late).await;
        assert!(redeem(&app, &with_pin("nobody", &pin_of(&handout), 1)).await.is_ok());
    }

    async fn wrong_pins_typed_on_the_page_count_too(app: TestApp) {
        let user = app.user("amira").await;
        let handout = register(&app, &user).await;
        let room = app.domain.registration();
        for _ in 0..10 {
            let refused = room.check_pin(&app.anonymous(), "amira", &wrong(&pin_of(&handout))).await.unwrap_err();
            assert_eq!(seen(refused), "{\"code\":\"registration_refused\"}");
        }
        let refused = room.check_pin(&app.anonymous(), "amira", &pin_of(&handout)).await.unwrap_err();
        assert_eq!(refused.code(), ErrorCode::RegistrationRefused);
    }

    async fn an_address_that_guesses_over_many_names_has_to_wait(app: TestApp) {
        let tried: Vec<_> = all_at_once(&app, 650, |domain, nobody, number| {
            let input = with_pin(&format!("name{number}"), "12345678", 1);
            async move { domain.registration().redeem(&nobody, &input).await }
        })
        .await;
        assert_eq!((losers(&tried, ErrorCode::RegistrationRefused), losers(&tried, ErrorCode::TooManyRequests)), (600, 50));
        let error = app.domain.registration().redeem(&app.anonymous(), &with_pin("x", "1", 1)).await.unwrap_err();
        assert_eq!(ApiError::from(error).retry_after, Some(1));
        let user = app.user("amira").await;
        let handout = register(&app, &user).await;
        let elsewhere = RequestCtx { address: Some([203, 0, 113, 45].into()), ..app.anonymous() };
        app.domain.registration().redeem(&elsewhere, &with_pin("amira", &pin_of(&handout), 1)).await.unwrap();
        app.pass(Duration::from_secs(1));
        assert_eq!(redeem(&app, &with_pin("x", "1", 1)).await, Err(ErrorCode::RegistrationRefused));
    }

    async fn what_is_typed_as_a_name_is_never_written_down(app: TestApp) {
        redeem(&app, &with_pin("4827 1936", "amira", 1)).await.unwrap_err();
        let told = events(&app, "registration.pin_refused").await;
        assert_eq!((told.len(), told[0].target_name.clone()), (1, None));
        assert!(!format!("{told:?}").contains("4827"));
    }
}
