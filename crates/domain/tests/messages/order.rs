//! The order of messages.

use super::*;
use testkit::{
    both_engines,
    smtp::{Answer, Stage},
};

both_engines! {
    async fn a_persons_messages_arrive_in_the_order_in_which_they_were_written(post: Post) {
        let user = post.person("amira").await;
        let mut links = Vec::new();
        for _ in 0..4 {
            links.push(post.register(user.row.id).await.link);
        }
        post.mail.answer_next(Answer::Refuse { stage: Stage::Message, code: 451 });
        assert_eq!(post.deliver().await, 1, "the others wait behind the first");
        post.app.pass(MINUTE);
        assert_eq!(post.deliver().await, 4);
        let arrived = post.arrived_after(1);
        for (message, link) in arrived.iter().zip(&links) {
            assert!(message.text().unwrap().contains(link.as_str()));
        }
        assert_eq!(arrived.len(), 4);
    }

    async fn one_persons_trouble_holds_up_nobody_else(post: Post) {
        let amira = post.person("amira").await;
        post.mail.answer_next(Answer::Refuse { stage: Stage::Recipient, code: 451 });
        post.register(amira.row.id).await;
        post.deliver().await;
        let before = post.mail.messages().len();
        post.app.user("jonas").await;
        assert_eq!(post.deliver().await, 1);
        assert_eq!(post.arrived_after(before)[0].recipients, ["jonas@vellmere.example"]);
    }
}
