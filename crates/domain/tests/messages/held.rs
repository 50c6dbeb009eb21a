//! Without a mail server messages are kept.

use super::*;
use testkit::both_engines;
use types::{DeliveryStatus, ErrorCode};

both_engines! {
    async fn without_a_mail_server_messages_are_kept_and_can_be_read(app: TestApp) {
        let user = app.user("amira").await;
        let handout = register(&app.domain, &app, user.row.id).await;
        let messages = app.domain.messages();
        assert_eq!(messages.status(types::MessageChannel::Email).await.unwrap(), DeliveryStatus::NotConfigured);
        assert_eq!(messages.deliver_due().await.unwrap(), 0);
        let rows = outbox(&app).await;
        assert!(rows.iter().all(|row| row.state == MessageState::Held && row.attempts == 0), "{rows:?}");
        let read = messages.find(&app.admin(), rows[0].id).await.unwrap();
        assert!(!read.redacted && read.text.contains(&handout.link));
        assert_eq!(messages.release_held(&app.admin()).await.unwrap_err().code(), ErrorCode::WrongState);
        assert_eq!(messages.resend(&app.admin(), rows[0].id).await.unwrap_err().code(), ErrorCode::WrongState);
    }

    async fn held_messages_wait_for_a_word_and_dead_ones_are_left_out(app: TestApp) {
        let user = app.user("amira").await;
        let dead = register(&app.domain, &app, user.row.id).await;
        app.pass(Duration::from_hours(20));
        let alive = register(&app.domain, &app, user.row.id).await;
        app.pass(Duration::from_hours(10));

        let mail = SmtpServer::start().await;
        let domain = process(&app, Some(mail.url())).await;
        assert_eq!(domain.messages().deliver_due().await.unwrap(), 0, "nothing leaves unasked");
        assert_eq!(domain.messages().release_held(&app.admin()).await.unwrap(), 3);
        domain.messages().deliver_due().await.unwrap();
        let arrived = mail.messages();
        assert_eq!(arrived.len(), 1, "the first PIN and the password link have run out");
        let text = arrived[0].text().unwrap();
        assert!(text.contains(&alive.link) && !text.contains(&dead.link));
        assert_eq!(count(&app, MessageState::Cancelled).await, 2);
        assert_eq!(domain.messages().release_held(&app.admin()).await.unwrap(), 0);
    }

    async fn held_messages_can_be_discarded(app: TestApp) {
        app.user("amira").await;
        assert_eq!(app.domain.messages().discard_held(&app.admin()).await.unwrap(), 1);
        let row = outbox(&app).await.remove(0);
        assert_eq!(row.state, MessageState::Cancelled);
        let read = app.domain.messages().find(&app.admin(), row.id).await.unwrap();
        assert!(read.redacted, "its link is destroyed");

        let mail = SmtpServer::start().await;
        let domain = process(&app, Some(mail.url())).await;
        assert_eq!(domain.messages().release_held(&app.admin()).await.unwrap(), 0);
        domain.messages().deliver_due().await.unwrap();
        assert!(mail.messages().is_empty());
    }

    async fn what_waits_is_held_when_the_mail_server_is_taken_away(post: Post) {
        post.app.user("amira").await;
        let domain = process(&post.app, None).await;
        domain.messages().deliver_due().await.unwrap();
        assert_eq!(post.newest().await.state, MessageState::Held);
        assert_eq!(post.deliver().await, 0);
    }

    async fn only_administrators_release_and_discard(app: TestApp) {
        let user = app.user("amira").await;
        for ctx in [app.portal(&user), app.anonymous()] {
            assert!(app.domain.messages().release_held(&ctx).await.is_err());
            assert!(app.domain.messages().discard_held(&ctx).await.is_err());
        }
        assert_eq!(count(&app, MessageState::Held).await, 1);
    }
}
