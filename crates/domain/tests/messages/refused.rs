//! What a mail server refuses (trust.md REL-7).

use super::*;
use entity::single_use_link;
use sea_orm::EntityTrait;
use testkit::{
    both_engines,
    smtp::{Answer, Stage},
};

both_engines! {
    async fn a_refusal_for_now_is_tried_again_with_patience(post: Post) {
        let user = post.person("amira").await;
        post.register(user.row.id).await;
        for (attempts, minutes) in [(1, 1), (2, 2), (3, 4), (4, 8)] {
            post.mail.answer_next(Answer::Refuse { stage: Stage::Recipient, code: 451 });
            assert_eq!(post.deliver().await, 1);
            let row = post.newest().await;
            assert_eq!((row.state, row.attempts), (MessageState::Queued, attempts));
            assert_eq!(row.last_error.as_deref(), Some("451 no such mailbox"));
            let wait = row.next_attempt_at.unwrap().since(post.app.clock.now());
            assert!(wait <= MINUTE * minutes && wait >= MINUTE * minutes * 4 / 5, "{wait:?}");
            post.app.pass(wait - Duration::from_millis(1));
            assert_eq!(post.deliver().await, 0, "not before its time");
            post.app.pass(Duration::from_millis(1));
        }
        assert_eq!(post.deliver().await, 1);
        let row = post.newest().await;
        assert_eq!((row.state, row.attempts, row.last_error), (MessageState::Sent, 5, None));
        assert_eq!(post.arrived_after(1).len(), 1);
    }

    async fn a_refusal_for_good_is_final_and_says_why(post: Post) {
        let user = post.person("amira").await;
        for (stage, code, words) in [
            (Stage::Sender, 553, "553 not from you"),
            (Stage::Recipient, 550, "550 no such mailbox"),
            (Stage::Message, 554, "554 not this message"),
        ] {
            post.mail.answer_next(Answer::Refuse { stage, code });
            let handout = post.register(user.row.id).await;
            assert_eq!(post.deliver().await, 1);
            let row = post.newest().await;
            assert_eq!(row.state, MessageState::Failed);
            assert_eq!(row.last_error.as_deref(), Some(words));
            assert_eq!(row.next_attempt_at, None);
            post.app.pass(Duration::from_hours(2));
            assert_eq!(post.deliver().await, 0);
            post.app.domain.registration().withdraw(&post.app.admin(), handout.id).await.unwrap();
        }
        assert!(post.arrived_after(1).is_empty());
    }

    async fn a_failed_message_takes_its_password_link_with_it(post: Post) {
        post.mail.answer_next(Answer::Refuse { stage: Stage::Recipient, code: 550 });
        post.app.user("amira").await;
        let sealed = single_use_link::Entity::find().one(post.app.domain.db().read()).await.unwrap().unwrap();
        assert!(sealed.envelope.is_some());
        post.deliver().await;
        let link = single_use_link::Entity::find().one(post.app.domain.db().read()).await.unwrap().unwrap();
        assert_eq!(link.envelope, None);
    }

    async fn after_a_day_it_is_given_up(post: Post) {
        let user = post.person("amira").await;
        let start = post.app.clock.now();
        let input = types::CreateRegistration {
            user_id: user.row.id,
            platform: Platform::Linux,
            phone_number: None,
            country: None,
            ownership: None,
            language: None,
            exceed_reason: None,
            notify: vec![MessageChannel::Email],
        };
        // A PIN that outlives the patience of the outbox.
        let settings = types::RegistrationSettings { pin_lifetime_hours: 72, ..Default::default() };
        post.app.domain.settings().update(&post.app.admin(), &settings, None).await.unwrap();
        post.app.domain.registration().create(&post.app.admin(), &input).await.unwrap();
        loop {
            post.mail.answer_next(Answer::Refuse { stage: Stage::Message, code: 452 });
            assert_eq!(post.deliver().await, 1);
            let row = post.newest().await;
            match row.next_attempt_at {
                Some(next) => post.app.pass(next.since(post.app.clock.now())),
                None => {
                    assert_eq!(row.state, MessageState::Failed);
                    assert_eq!(row.last_error.as_deref(), Some("452 not this message"));
                    assert!(row.attempts >= 28, "{} tries", row.attempts);
                    break;
                }
            }
        }
        assert_eq!(post.app.clock.now().since(start), Duration::from_hours(24));
        assert!(post.arrived_after(1).is_empty());
    }
}
