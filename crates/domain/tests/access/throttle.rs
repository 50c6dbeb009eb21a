//! Wrong passwords make a name pause: exactly, whether anybody has that name or not.

use std::time::Duration;

use domain::{Domain, RequestCtx};
use testkit::{TestApp, both_engines};
use types::{ApiError, ErrorCode, Face, UpdateUser};

use super::{PASSWORD, at, events, from_address, link_token, person, resolve, sign_in};

/// Tries wrong passwords for `name` all at once, on two processes, from many addresses, and counts
/// refusals and pauses.
async fn try_at_once(app: &TestApp, name: &str, times: usize) -> (usize, usize) {
    let other = app.another_process().await;
    let tries: Vec<_> = (0..times)
        .map(|index| {
            let domain: Domain = if index % 2 == 0 { app.domain.clone() } else { other.clone() };
            let octet = u8::try_from(index % 200).unwrap();
            let (ctx, name): (RequestCtx, _) = (from_address(app, [198, 51, 100, octet]), name.to_owned());
            tokio::spawn(async move {
                let tried = domain.access().sign_in(&ctx, Face::Portal, &name, "wrong in every way").await;
                tried.unwrap_err().code()
            })
        })
        .collect();
    let (mut refused, mut paused) = (0, 0);
    for one in tries {
        match one.await.unwrap() {
            ErrorCode::SignInRefused => refused += 1,
            ErrorCode::TooManyRequests => paused += 1,
            other => panic!("{other:?}"),
        }
    }
    (refused, paused)
}

async fn pause_of(app: &TestApp, name: &str) -> Option<u32> {
    let tried = app.domain.access().sign_in(&app.anonymous(), Face::Portal, name, "wrong in every way").await;
    let error = ApiError::from(tried.unwrap_err());
    (error.code == ErrorCode::TooManyRequests).then(|| error.retry_after.unwrap())
}

both_engines! {
    async fn of_two_hundred_at_once_five_are_looked_at(app: TestApp) {
        person(&app, "amira").await;
        assert_eq!(try_at_once(&app, "amira", 200).await, (5, 195));
        assert_eq!(try_at_once(&app, "nobody", 200).await, (5, 195), "a name that nobody has counts alike");
        app.pass(Duration::from_secs(30));
        assert_eq!(try_at_once(&app, "amira", 50).await, (1, 49), "after the pause one more");
    }

    async fn pauses_grow_and_end(app: TestApp) {
        person(&app, "amira").await;
        for name in ["amira", "nobody"] {
            for _ in 0..5 {
                assert_eq!(pause_of(&app, name).await, None);
            }
            let mut pauses = Vec::new();
            for _ in 0..4 {
                let pause = pause_of(&app, name).await.expect("a pause");
                pauses.push(pause);
                app.pass(Duration::from_secs(u64::from(pause)));
                assert_eq!(pause_of(&app, name).await, None, "the pause is over");
            }
            assert_eq!(pauses, [30, 60, 120, 240]);
        }
    }

    async fn the_right_password_does_not_help_during_a_pause_and_clears_it_after(app: TestApp) {
        person(&app, "amira").await;
        for _ in 0..5 {
            assert_eq!(pause_of(&app, "amira").await, None);
        }
        assert_eq!(sign_in(&app, Face::Portal, "amira").await.unwrap_err().code(), ErrorCode::TooManyRequests);
        app.pass(Duration::from_secs(30));
        sign_in(&app, Face::Portal, "amira").await.unwrap();
        for _ in 0..5 {
            assert_eq!(pause_of(&app, "amira").await, None, "the count began anew");
        }
    }

    async fn after_fifty_in_a_row_only_a_new_password_helps(app: TestApp) {
        let amira = person(&app, "amira").await;
        let mut looked_at = 0;
        for _ in 0..80 {
            looked_at += usize::from(pause_of(&app, "amira").await.is_none());
            app.pass(Duration::from_hours(1));
        }
        assert_eq!(looked_at, 50);
        assert_eq!(sign_in(&app, Face::Portal, "amira").await.unwrap_err().code(), ErrorCode::TooManyRequests);
        app.forgot_password("amira").await;
        let token = link_token(&app, &amira).await;
        app.domain.access().set_password(&app.anonymous(), &token, PASSWORD).await.unwrap();
        sign_in(&app, Face::Portal, "amira").await.unwrap();
    }

    async fn changing_ones_password_is_no_way_to_guess_it(app: TestApp) {
        person(&app, "amira").await;
        let session = sign_in(&app, Face::Portal, "amira").await.unwrap();
        let ctx = at(&app, Face::Portal, &session).await;
        let mut codes = Vec::new();
        for _ in 0..6 {
            let tried = app.domain.access().change_password(&ctx, "wrong in every way", "another long phrase of mine").await;
            codes.push(tried.unwrap_err().code());
        }
        assert_eq!(codes[..5], [ErrorCode::SignInRefused; 5]);
        assert_eq!(codes[5], ErrorCode::TooManyRequests);
        assert_eq!(events(&app, "password.change_refused").await.len(), 5);
    }

    /// Trust N5: whatever names a person has and had, and wherever the password is asked for.
    async fn all_names_of_a_person_share_a_hundred_tries(app: TestApp) {
        let amira = person(&app, "amira").await;
        let session = sign_in(&app, Face::Portal, "amira").await.unwrap();
        let mut looked_at = 0;
        for round in 0..8 {
            // A new address each time: a new name must not bring new tries.
            let email = format!("amira{round}@vellmere.example");
            let change = UpdateUser { email: Some(email.clone()), ..UpdateUser::default() };
            app.domain.people().update(&app.admin(), amira.row.id, &change, None).await.unwrap();
            for spelling in [email.clone(), email.to_uppercase(), format!(" {email} "), "AMIRA".into(), "amira".into()] {
                for _ in 0..8 {
                    looked_at += usize::from(pause_of(&app, &spelling).await.is_none());
                    app.pass(Duration::from_hours(1));
                }
            }
        }
        assert_eq!(looked_at, 100);
        assert_eq!(sign_in(&app, Face::Portal, "amira").await.unwrap_err().code(), ErrorCode::TooManyRequests);
        assert_eq!(resolve(&app, Face::Portal, &session).await, None, "long over");
        let token = { app.forgot_password("amira").await; link_token(&app, &amira).await };
        assert_eq!(sign_in(&app, Face::Portal, "amira").await.unwrap_err().code(), ErrorCode::TooManyRequests, "a link alone gives no tries");
        app.domain.access().set_password(&app.anonymous(), &token, PASSWORD).await.unwrap();
        sign_in(&app, Face::Portal, "amira").await.unwrap();
    }

    async fn two_hundred_at_once_under_two_names_are_counted_exactly(app: TestApp) {
        person(&app, "amira").await;
        let by_email = try_at_once(&app, "amira@vellmere.example", 200);
        let by_name = try_at_once(&app, "amira", 200);
        let (one, two) = tokio::join!(by_email, by_name);
        assert_eq!((one, two), ((5, 195), (5, 195)), "each name pauses by itself, so that none tells of the other");
    }
}
