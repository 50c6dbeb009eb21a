//! Messages whose PIN or link has died before they left: never sent.

use super::*;
use testkit::both_engines;
use types::{MessageKind, UpdateUser, UserState};

both_engines! {
    async fn only_the_newest_pin_is_sent(post: Post) {
        let user = post.person("amira").await;
        let old = post.register(user.row.id).await;
        let new = post.app.domain.registration().reissue(&post.app.admin(), old.id).await.unwrap();
        post.app.domain.registration().send(&post.app.admin(), old.id, types::MessageChannel::Email).await.ok();
        post.deliver().await;
        for message in post.arrived_after(1) {
            let text = message.text().unwrap();
            assert!(!text.contains(&old.link) && !text.contains(&grouped(&old.pin.clone().unwrap())));
            assert!(text.contains(&new.link));
        }
        assert_eq!(count(&post.app, MessageState::Cancelled).await, 1);
    }

    async fn a_withdrawn_registration_sends_nothing(post: Post) {
        let user = post.person("amira").await;
        let handout = post.register(user.row.id).await;
        post.app.domain.registration().withdraw(&post.app.admin(), handout.id).await.unwrap();
        assert_eq!(post.deliver().await, 0);
        assert_eq!(post.newest().await.state, MessageState::Cancelled);
        assert!(post.arrived_after(1).is_empty());
    }

    async fn a_pin_that_ran_out_is_not_sent_even_before_anybody_notices(post: Post) {
        let user = post.person("amira").await;
        post.register(user.row.id).await;
        post.app.pass(Duration::from_hours(24));
        post.deliver().await;
        assert_eq!(post.newest().await.state, MessageState::Cancelled);
        assert!(post.arrived_after(1).is_empty());
    }

    async fn a_disabled_person_gets_nothing(post: Post) {
        let user = post.person("amira").await;
        post.register(user.row.id).await;
        let disable = UpdateUser { state: Some(UserState::Disabled), ..UpdateUser::default() };
        post.app.domain.people().update(&post.app.admin(), user.row.id, &disable, None).await.unwrap();
        post.deliver().await;
        assert_eq!(post.newest().await.state, MessageState::Cancelled);
        assert!(post.arrived_after(1).is_empty());
    }

    async fn a_person_hears_that_wrong_tries_have_ended_the_pin_and_gets_the_link(post: Post) {
        let user = post.person("amira").await;
        let handout = post.register(user.row.id).await;
        post.deliver().await;
        let pin = handout.pin.clone().unwrap();
        let wrong = if pin == "00000000" { "11111111" } else { "00000000" };
        for _ in 0..10 {
            post.app.domain.registration().check_pin(&post.app.anonymous(), "amira", wrong).await.unwrap_err();
        }
        post.deliver().await;
        let arrived = post.arrived_after(2);
        assert_eq!(arrived.len(), 1);
        assert_eq!(arrived[0].header("Subject").unwrap(), "Your PIN for the Linux computer no longer works");
        let text = arrived[0].text().unwrap();
        assert!(text.contains(&handout.link) && !text.contains(&grouped(&pin)) && !text.contains(&pin));
        assert_eq!(post.newest().await.kind, MessageKind::PinEnded);
    }

    async fn a_message_with_an_ended_pin_never_leaves(post: Post) {
        let user = post.person("amira").await;
        let handout = post.register(user.row.id).await;
        let pin = handout.pin.clone().unwrap();
        let wrong = if pin == "00000000" { "11111111" } else { "00000000" };
        for _ in 0..10 {
            post.app.domain.registration().check_pin(&post.app.anonymous(), "amira", wrong).await.unwrap_err();
        }
        post.deliver().await;
        let arrived = post.arrived_after(1);
        assert_eq!(arrived.len(), 1, "the one that says so, and only that");
        assert!(!arrived[0].text().unwrap().contains(&grouped(&pin)));
    }
}
