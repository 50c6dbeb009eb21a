//! Sending again.

use super::*;
use testkit::{
    both_engines,
    smtp::{Answer, Stage},
};
use types::ErrorCode;

both_engines! {
    async fn a_failed_registration_message_is_written_anew(post: Post) {
        let user = post.person("amira").await;
        let handout = post.register(user.row.id).await;
        post.mail.answer_next(Answer::Refuse { stage: Stage::Recipient, code: 550 });
        post.deliver().await;
        let failed = post.newest().await;
        post.app.pass(MINUTE);
        post.app.domain.messages().resend(&post.app.admin(), failed.id).await.unwrap();
        assert_eq!(post.deliver().await, 1);
        let arrived = post.arrived_after(1);
        assert!(arrived[0].text().unwrap().contains(&handout.link));
        let rows = outbox(&post.app).await;
        let failed = rows.iter().find(|row| row.id == failed.id).unwrap();
        assert_eq!(failed.state, MessageState::Failed, "the failed one stays as it was");
    }

    async fn a_waiting_message_is_tried_at_once(post: Post) {
        let user = post.person("amira").await;
        post.register(user.row.id).await;
        post.mail.answer_next(Answer::Refuse { stage: Stage::Recipient, code: 451 });
        post.deliver().await;
        assert_eq!(post.deliver().await, 0);
        post.app.domain.messages().resend(&post.app.admin(), post.newest().await.id).await.unwrap();
        assert_eq!(post.deliver().await, 1);
        assert_eq!(post.newest().await.state, MessageState::Sent);
    }

    async fn a_password_message_comes_again_with_a_new_link(post: Post) {
        post.person("amira").await;
        post.app.domain.messages().resend(&post.app.admin(), post.newest().await.id).await.unwrap();
        post.deliver().await;
        let links: Vec<String> = post
            .mail
            .messages()
            .iter()
            .map(|message| {
                let text = message.text().unwrap();
                text.lines().find(|line| line.contains("/set-password/")).unwrap().to_owned()
            })
            .collect();
        let access = post.app.domain.access();
        assert!(access.find_password_link(token_of(&links[0])).await.is_err(), "the earlier link is dead");
        assert!(access.find_password_link(token_of(&links[1])).await.is_ok());
    }

    async fn a_message_about_a_registration_that_is_over_is_not_sent_again(post: Post) {
        let user = post.person("amira").await;
        let handout = post.register(user.row.id).await;
        post.deliver().await;
        post.app.domain.registration().withdraw(&post.app.admin(), handout.id).await.unwrap();
        let refused = post.app.domain.messages().resend(&post.app.admin(), post.newest().await.id).await;
        assert_eq!(refused.unwrap_err().code(), ErrorCode::RegistrationNotPending);
    }
}
