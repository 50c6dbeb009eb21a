//! People hear by mail when something happens to their account.

use std::time::Duration;

use domain::{Domain, RequestCtx, access::NewSession};
use testkit::both_engines;
use types::{Face, MessageKind, Preferences, UserDetail};

use super::Post;

const PASSWORD: &str = "violet anchor mustard tram";
const FIREFOX: &str = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0";
const SAFARI: &str = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.5 Safari/605.1.15";
const DAY: Duration = Duration::from_hours(24);

/// A person who has chosen [`PASSWORD`].
async fn person(post: &Post, username: &str) -> UserDetail {
    let user = post.person(username).await;
    set_password(post, PASSWORD).await;
    user
}

/// Chooses a password under the link of the last mail.
async fn set_password(post: &Post, password: &str) {
    let text = post.mail.messages().last().expect("a mail").text().unwrap();
    let (_, rest) = text.split_once("/set-password/").expect("a link");
    let token: String =
        rest.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect();
    post.app.domain.access().set_password(&post.app.anonymous(), &token, password).await.unwrap();
}

async fn sign_in(post: &Post, user_agent: &str, address: [u8; 4]) -> NewSession {
    let ctx = RequestCtx {
        user_agent: Some(user_agent.to_owned()),
        address: Some(address.into()),
        ..post.app.anonymous()
    };
    let domain: &Domain = &post.app.domain;
    domain.access().sign_in(&ctx, Face::Portal, "amira", PASSWORD).await.unwrap()
}

/// The mails that arrive now.
async fn arriving(post: &Post) -> Vec<(String, String)> {
    let before = post.mail.messages().len();
    post.deliver().await;
    post.arrived_after(before)
        .iter()
        .map(|mail| (mail.header("Subject").unwrap(), mail.text().unwrap()))
        .collect()
}

both_engines! {
    async fn a_sign_in_from_elsewhere_is_told_and_the_usual_ones_are_not(post: Post) {
        person(&post, "amira").await;
        assert!(arriving(&post).await.is_empty(), "the first password is no change");
        sign_in(&post, FIREFOX, [203, 0, 113, 44]).await;
        assert!(arriving(&post).await.is_empty(), "the first sign-in of all");
        sign_in(&post, FIREFOX, [203, 0, 113, 7]).await;
        assert!(arriving(&post).await.is_empty(), "the same neighbourhood");
        let session = sign_in(&post, SAFARI, [203, 0, 113, 44]).await;
        let mails = arriving(&post).await;
        assert_eq!(mails.len(), 1, "another browser");
        let (subject, text) = &mails[0];
        assert!(subject.starts_with("New sign-in to "), "{subject}");
        for fact in ["Safari on Mac", "203.0.113.44", "UTC", "/forgot", "Choose a new password"] {
            assert!(text.contains(fact), "{fact} is missing in {text}");
        }
        assert!(!text.contains(&session.token));
        sign_in(&post, SAFARI, [203, 0, 113, 44]).await;
        assert!(arriving(&post).await.is_empty(), "known by now");
        sign_in(&post, SAFARI, [198, 51, 100, 9]).await;
        assert_eq!(arriving(&post).await.len(), 1, "another network");
    }

    async fn what_was_not_seen_for_ninety_days_is_unfamiliar_again(post: Post) {
        person(&post, "amira").await;
        sign_in(&post, FIREFOX, [203, 0, 113, 44]).await;
        post.app.pass(89 * DAY);
        post.app.domain.access().purge_expired().await.unwrap();
        sign_in(&post, FIREFOX, [203, 0, 113, 44]).await;
        assert!(arriving(&post).await.is_empty());
        post.app.pass(90 * DAY);
        post.app.domain.access().purge_expired().await.unwrap();
        sign_in(&post, FIREFOX, [203, 0, 113, 44]).await;
        assert_eq!(arriving(&post).await.len(), 1);
    }

    async fn a_changed_password_is_told_with_the_time_of_the_persons_zone(post: Post) {
        person(&post, "amira").await;
        let session = sign_in(&post, FIREFOX, [203, 0, 113, 44]).await;
        let access = post.app.domain.access();
        let me = access.resolve_session(Face::Portal, &session.token, false).await.unwrap().unwrap();
        let ctx = post.app.anonymous().with_actor(domain::Actor::User(me));
        let oslo = Preferences { language: "en".into(), time_zone: Some("Europe/Oslo".into()) };
        access.choose(&ctx, &oslo, None).await.unwrap();
        access.change_password(&ctx, PASSWORD, "seven quiet lanterns drift").await.unwrap();
        let mails = arriving(&post).await;
        assert_eq!(mails.len(), 1);
        let (subject, text) = &mails[0];
        assert!(subject.starts_with("Your password for ") && subject.ends_with("was changed"), "{subject}");
        assert!(text.contains(" CET") || text.contains(" CEST"), "{text}");
        assert!(!text.contains("seven quiet") && !text.contains(PASSWORD));
        post.app.forgot_password("amira").await;
        assert_eq!(arriving(&post).await.len(), 1, "the link");
        set_password(&post, "nine loud harbours wait").await;
        let mails = arriving(&post).await;
        assert!(mails.len() == 1 && mails[0].0.starts_with("Your password for "), "{mails:?}");
        let rows = post.app.domain.messages().list(&post.app.admin(), &types::MessageQuery::default()).await.unwrap().items;
        assert_eq!(rows.iter().filter(|row| row.kind == MessageKind::PasswordChanged).count(), 2);
    }

    async fn old_news_is_not_sent(post: Post) {
        person(&post, "amira").await;
        sign_in(&post, FIREFOX, [203, 0, 113, 44]).await;
        sign_in(&post, SAFARI, [203, 0, 113, 44]).await;
        post.app.pass(8 * DAY);
        assert!(arriving(&post).await.is_empty());
    }
}
