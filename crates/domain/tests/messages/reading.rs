//! Reading the outbox.

use super::*;
use testkit::both_engines;
use types::{AuditQuery, ErrorCode, MessageId, PageQuery};
use uuid::Uuid;

async fn readings(app: &TestApp) -> usize {
    let events = app.domain.audit().list(&app.admin(), &AuditQuery::default()).await.unwrap().items;
    events.iter().filter(|event| event.action == "message.secrets_read").count()
}

both_engines! {
    async fn a_waiting_message_can_be_read_as_its_receiver_sees_it(post: Post) {
        let user = post.person("amira").await;
        let handout = post.register(user.row.id).await;
        let row = post.newest().await;
        let read = post.app.domain.messages().find(&post.app.admin(), row.id).await.unwrap();
        assert!(!read.redacted);
        assert!(read.text.contains(&grouped(&handout.pin.unwrap())) && read.html.contains(&handout.link));
        assert_eq!(read.html.matches("src=\"data:image/png;base64,").count(), 2);
        assert!(!read.html.contains("cid:"));
        assert_eq!(readings(&post.app).await, 1);
    }

    async fn the_first_look_at_a_waiting_message_shows_no_secret(post: Post) {
        let user = post.person("amira").await;
        let handout = post.register(user.row.id).await;
        let row = post.newest().await;
        let read = post.app.domain.messages().find_redacted(&post.app.admin(), row.id).await.unwrap();
        assert!(read.redacted);
        for body in [read.html.replace("&nbsp;", " "), read.text] {
            assert!(!body.contains(&grouped(handout.pin.as_deref().unwrap())));
            assert!(!body.contains(token_of(&handout.link)));
        }
        assert_eq!(readings(&post.app).await, 0);
        let portal = post.app.portal(&user);
        let refused = post.app.domain.messages().find_redacted(&portal, row.id).await;
        assert_eq!(refused.unwrap_err().code(), ErrorCode::Forbidden);
    }

    async fn a_sent_message_is_shown_without_its_secrets(post: Post) {
        let user = post.person("amira").await;
        let handout = post.register(user.row.id).await;
        post.deliver().await;
        for row in outbox(&post.app).await {
            let read = post.app.domain.messages().find(&post.app.admin(), row.id).await.unwrap();
            assert!(read.redacted);
            for body in [&read.html, &read.text] {
                let plain = body.replace("&nbsp;", " ");
                assert!(!plain.contains(token_of(&handout.link)));
                assert!(!plain.contains(&grouped(handout.pin.as_deref().unwrap())));
                assert!(plain.contains("••••••"), "something stands in its place");
            }
            assert_eq!(read.html.matches("src=\"data:").count(), 1, "no QR code either");
        }
        assert_eq!(readings(&post.app).await, 0, "nothing secret was read");
    }

    async fn an_old_message_can_be_read_after_its_link_was_purged(post: Post) {
        post.person("amira").await;
        post.app.pass(Duration::from_hours(72));
        post.app.domain.access().purge_expired().await.unwrap();
        let row = post.newest().await;
        assert!(post.app.domain.messages().find(&post.app.admin(), row.id).await.unwrap().redacted);
    }

    async fn nobody_else_reads_messages(post: Post) {
        let user = post.person("amira").await;
        let id = post.newest().await.id;
        let (portal, anonymous) = (post.app.portal(&user), post.app.anonymous());
        let messages = post.app.domain.messages();
        assert_eq!(messages.find(&portal, id).await.unwrap_err().code(), ErrorCode::Forbidden);
        assert_eq!(messages.find(&anonymous, id).await.unwrap_err().code(), ErrorCode::Unauthenticated);
        assert!(messages.list(&portal, &MessageQuery::default()).await.is_err());
        assert!(messages.resend(&portal, id).await.is_err());
        let unknown = messages.find(&post.app.admin(), MessageId(Uuid::now_v7())).await;
        assert_eq!(unknown.unwrap_err().code(), ErrorCode::NotFound);
    }

    async fn messages_are_found_by_name_address_and_state(post: Post) {
        post.person("amira").await;
        post.person("jonas").await;
        post.app.user("mette").await;
        let found = async |q: Option<&str>, state: Option<MessageState>| {
            let query = MessageQuery { q: q.map(str::to_owned), state, ..MessageQuery::default() };
            let page = post.app.domain.messages().list(&post.app.admin(), &query).await.unwrap();
            page.items.into_iter().map(|row| row.user_display_name).collect::<Vec<_>>()
        };
        assert_eq!(found(Some("JONAS OF"), None).await, ["jonas of Vellmere"]);
        assert_eq!(found(Some("amira@"), None).await, ["amira of Vellmere"]);
        assert_eq!(found(None, Some(MessageState::Queued)).await, ["mette of Vellmere"]);
        assert_eq!(found(Some("%"), None).await, Vec::<String>::new());
        assert_eq!(found(None, None).await.len(), 3);
    }

    async fn the_list_goes_on_where_a_page_ends(post: Post) {
        for name in ["amira", "jonas", "mette"] {
            post.app.user(name).await;
        }
        let page = PageQuery { limit: Some(2), total: true, cursor: None };
        let mut query = MessageQuery { page, ..MessageQuery::default() };
        let first = post.app.domain.messages().list(&post.app.admin(), &query).await.unwrap();
        assert_eq!((first.items.len(), first.total), (2, Some(3)));
        query.page.cursor = first.next_cursor;
        let second = post.app.domain.messages().list(&post.app.admin(), &query).await.unwrap();
        assert_eq!((second.items.len(), second.next_cursor), (1, None));
        assert_eq!(second.items[0].user_display_name, "amira of Vellmere");
    }
}
