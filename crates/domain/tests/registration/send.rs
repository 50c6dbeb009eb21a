//! Telling the person about their code.

use std::time::Duration;

use testkit::{TestApp, both_engines};
use types::{ErrorCode, MessageChannel, MessageKind, MessageQuery, MessageRow, MessageState};

use super::*;

async fn about_registrations(app: &TestApp) -> Vec<MessageRow> {
    let all = app.domain.messages().list(&app.admin(), &MessageQuery::default()).await.unwrap().items;
    all.into_iter().filter(|row| row.kind == MessageKind::Registration).collect()
}

both_engines! {
    async fn a_person_is_told_when_the_administrator_says_so(app: TestApp) {
        let user = app.user("amira").await;
        register(&app, &user).await;
        assert!(about_registrations(&app).await.is_empty());
        let input = types::CreateRegistration { notify: vec![MessageChannel::Email], ..linux_for(user.row.id) };
        app.domain.registration().create(&app.admin(), &input).await.unwrap();
        let messages = about_registrations(&app).await;
        assert_eq!(messages.len(), 1);
        assert_eq!(messages[0].to_address, "amira@vellmere.example");
    }

    async fn the_code_is_sent_again_at_most_once_a_minute(app: TestApp) {
        let user = app.user("amira").await;
        let handout = register(&app, &user).await;
        let (room, owner) = (app.domain.registration(), app.portal(&user));
        room.send(&owner, handout.id, types::MessageChannel::Email).await.unwrap();
        app.pass(Duration::from_secs(59));
        let soon = ApiError::from(room.send(&owner, handout.id, types::MessageChannel::Email).await.unwrap_err());
        assert_eq!((soon.code, soon.retry_after), (ErrorCode::TooManyRequests, Some(1)));
        app.pass(Duration::from_secs(1));
        room.send(&owner, handout.id, types::MessageChannel::Email).await.unwrap();
        let states: Vec<_> = about_registrations(&app).await.into_iter().map(|row| row.state).collect();
        assert_eq!(states, [MessageState::Held, MessageState::Cancelled]);
    }

    async fn messages_about_a_code_that_is_gone_are_not_sent(app: TestApp) {
        let user = app.user("amira").await;
        let input = types::CreateRegistration { notify: vec![MessageChannel::Email], ..linux_for(user.row.id) };
        let room = app.domain.registration();
        let used = room.create(&app.admin(), &input).await.unwrap();
        let withdrawn = room.create(&app.admin(), &input).await.unwrap();
        let replaced = room.create(&app.admin(), &input).await.unwrap();
        redeem(&app, &with_pin("amira", &pin_of(&used), 1)).await.unwrap();
        room.withdraw(&app.admin(), withdrawn.id).await.unwrap();
        room.reissue(&app.admin(), replaced.id).await.unwrap();
        let late = room.create(&app.admin(), &input).await.unwrap();
        app.pass(late.pin_expires_at.since(app.clock.now()));
        room.expire_due().await.unwrap();
        let states: Vec<_> = about_registrations(&app).await.into_iter().map(|row| row.state).collect();
        assert_eq!(states, [MessageState::Cancelled; 4]);
    }
}
