//! Mail servers that are away, hang or hang up, and processes that die (trust.md REL-5 to REL-7).

use super::*;
use std::sync::Arc;
use testkit::{
    both_engines,
    smtp::{Answer, Stage},
};
use types::DeliveryStatus;

/// A Gatehouse that waits one second for an answer.
struct Impatient(Post);

impl ForEngine for Impatient {
    async fn for_engine(engine: Engine) -> Self {
        Self(Post::with(engine, Options::default(), "?timeout=1").await)
    }
}

both_engines! {
    async fn a_server_that_is_away_is_left_in_peace_and_everything_arrives_after_its_return(post: Post) {
        let user = post.person("amira").await;
        for _ in 0..3 {
            post.register(user.row.id).await;
        }
        post.mail.answer_next(Answer::Refuse { stage: Stage::Greeting, code: 554 });
        assert_eq!(post.deliver().await, 1, "one try is enough to know");
        assert_eq!(post.deliver().await, 0);
        assert_eq!(count(&post.app, MessageState::Queued).await, 3, "even a 5xx greeting says nothing about them");
        assert_eq!(post.app.domain.messages().status(types::MessageChannel::Email).await.unwrap(), DeliveryStatus::Working);

        post.app.pass(MINUTE);
        assert_eq!(post.deliver().await, 3);
        assert_eq!(post.arrived_after(1).len(), 3);
    }

    async fn the_status_follows_the_last_tries(post: Post) {
        let status = || async { post.app.domain.messages().status(types::MessageChannel::Email).await.unwrap() };
        assert_eq!(status().await, DeliveryStatus::Working);
        post.mail.answer_next(Answer::Refuse { stage: Stage::Greeting, code: 421 });
        post.app.user("amira").await;
        post.deliver().await;
        assert_eq!(status().await, DeliveryStatus::Failing);
        assert_eq!(post.newest().await.last_error.as_deref(), Some("421 not today"));
        post.app.pass(MINUTE);
        post.deliver().await;
        assert_eq!(status().await, DeliveryStatus::Working);
    }

    async fn a_server_that_hangs_is_cut_off_and_tried_again(impatient: Impatient) {
        let Impatient(post) = impatient;
        post.mail.answer_next(Answer::Hang);
        post.app.user("amira").await;
        assert_eq!(post.deliver().await, 1);
        let row = post.newest().await;
        assert_eq!(row.state, MessageState::Queued);
        assert_eq!(row.last_error.as_deref(), Some("The mail server did not answer within 1 s"));
        post.app.pass(MINUTE);
        assert_eq!(post.deliver().await, 1);
        assert_eq!(post.newest().await.state, MessageState::Sent);
    }

    async fn a_server_that_hangs_up_after_the_message_gets_it_again_with_the_same_id(post: Post) {
        post.mail.answer_next(Answer::Drop);
        post.app.user("amira").await;
        post.deliver().await;
        assert_eq!(post.newest().await.state, MessageState::Queued, "nobody said that it was taken");
        post.app.pass(MINUTE);
        post.deliver().await;
        let ids: Vec<_> = post.mail.messages().iter().map(|message| message.header("Message-ID").unwrap()).collect();
        assert_eq!(ids.len(), 2);
        assert_eq!(ids[0], ids[1]);
    }

    async fn a_process_that_dies_while_sending_leaves_its_message_to_another(post: Post) {
        let user = post.person("amira").await;
        post.register(user.row.id).await;
        post.mail.answer_next(Answer::Hang);
        let domain = post.app.domain.clone();
        let dying = tokio::spawn(async move { domain.messages().deliver_due().await });
        post.mail.wait_until_hanging(1).await;
        dying.abort();
        assert!(dying.await.unwrap_err().is_cancelled());

        let other = post.another_process().await;
        assert_eq!(other.messages().deliver_due().await.unwrap(), 0, "it is claimed");
        post.app.pass(MINUTE);
        assert_eq!(other.messages().deliver_due().await.unwrap(), 1);
        let row = post.newest().await;
        assert_eq!((row.state, row.attempts), (MessageState::Sent, 2));
        let arrived = post.arrived_after(1);
        assert_eq!(arrived[0].header("Message-ID").unwrap(), format!("<{}@gate.vellmere.example>", row.id));
    }

    async fn two_processes_never_send_the_same_message(post: Post) {
        for number in 0..24 {
            post.app.user(&format!("person{number}")).await;
        }
        let domains = [post.app.domain.clone(), post.another_process().await, post.another_process().await];
        let start = Arc::new(tokio::sync::Barrier::new(domains.len()));
        let workers: Vec<_> = domains
            .into_iter()
            .map(|domain| {
                let start = Arc::clone(&start);
                tokio::spawn(async move {
                    start.wait().await;
                    domain.messages().deliver_due().await.unwrap()
                })
            })
            .collect();
        let mut tried = 0;
        for worker in workers {
            tried += worker.await.unwrap();
        }
        assert_eq!(tried, 24);
        let ids: std::collections::BTreeSet<_> =
            post.mail.messages().iter().map(|message| message.header("Message-ID").unwrap()).collect();
        assert_eq!((post.mail.messages().len(), ids.len()), (24, 24));
        assert_eq!(count(&post.app, MessageState::Sent).await, 24);
    }
}
