//! The mail server as administrators set it up.

use super::*;
use testkit::{
    both_engines,
    smtp::{Credentials, Security},
};
use types::{AuditQuery, DeliveryStatus, ErrorCode, MailEncryption, MailServer, Permission, PermissionSet};

/// What is filled in for a server of the tests.
fn at(mail: &SmtpServer) -> MailServer {
    MailServer {
        host: mail.address().ip().to_string(),
        port: Some(mail.address().port()),
        encryption: MailEncryption::None,
        username: None,
        password: None,
        from: Some("devices@vellmere.example".into()),
    }
}

async fn save(app: &TestApp, server: Option<&MailServer>) -> Result<types::MailServerDetail, ErrorCode> {
    let saved = app.domain.messages().save_mail_server(&app.admin(), server, None).await;
    saved.map_err(|error| error.code())
}

both_engines! {
    async fn a_server_counts_from_the_next_message_until_it_is_taken_away(app: TestApp) {
        let (mail, messages) = (SmtpServer::start().await, app.domain.messages());
        app.user("amira").await;
        assert_eq!(outbox(&app).await[0].state, MessageState::Held);
        let detail = save(&app, Some(&at(&mail))).await.unwrap();
        assert_eq!((detail.status, detail.is_configured), (DeliveryStatus::Working, false));
        app.user("bela").await;
        messages.deliver_due().await.unwrap();
        let message = &mail.wait_for_messages(1).await[0];
        assert_eq!(message.sender, "devices@vellmere.example");
        // A process that was there before learns of it by itself.
        let other = app.another_process().await;
        save(&app, None).await.unwrap();
        app.user("cleo").await;
        other.messages().deliver_due().await.unwrap();
        assert_eq!((outbox(&app).await[0].state, mail.messages().len()), (MessageState::Held, 1));
        save(&app, Some(&at(&mail))).await.unwrap();
        app.user("dora").await;
        other.messages().deliver_due().await.unwrap();
        assert_eq!(mail.messages().len(), 2);
    }

    async fn the_password_is_kept_for_its_server_and_told_to_nobody(app: TestApp) {
        let who = Credentials { user: "gate".into(), password: "xyzzy-hush".into() };
        let options = Options { security: Security::None, credentials: Some(who) };
        let (mail, other) = (SmtpServer::start_with(options).await, SmtpServer::start().await);
        let account = MailServer { username: Some("gate".into()), ..at(&mail) };
        assert_eq!(save(&app, Some(&account)).await, Err(ErrorCode::InvalidInput), "there is no password yet");
        let with = MailServer { password: Some("xyzzy-hush".into()), ..account.clone() };
        let saved = save(&app, Some(&with)).await.unwrap();
        assert!(saved.has_password && saved.server.unwrap().password.is_none());
        let renamed = MailServer { from: None, ..account.clone() };
        assert!(save(&app, Some(&renamed)).await.unwrap().has_password);
        let elsewhere = MailServer { port: Some(other.address().port()), ..renamed.clone() };
        assert_eq!(save(&app, Some(&elsewhere)).await, Err(ErrorCode::InvalidInput));
        let stolen = app.domain.messages();
        let me = app.user("amira").await.row.id;
        let tried = stolen.test_mail_server(&app.system(), Some(&elsewhere), me).await;
        assert_eq!(tried.unwrap_err().code(), ErrorCode::InvalidInput, "nor by a test");
        app.domain.messages().deliver_due().await.unwrap();
        assert_eq!(mail.messages()[0].user.as_deref(), Some("gate"));
        let events = app.domain.audit().list(&app.admin(), &AuditQuery::default()).await.unwrap();
        assert!(!format!("{events:?}").contains("xyzzy"));
        let shown = app.domain.messages().mail_server(&app.admin()).await.unwrap();
        assert!(!serde_json::to_string(&shown).unwrap().contains("xyzzy"));
    }

    async fn a_test_says_how_it_went_and_saves_nothing(app: TestApp) {
        let mail = SmtpServer::start().await;
        let me = app.user("amira").await.row.id;
        let messages = app.domain.messages();
        let sent = messages.test_mail_server(&app.system(), Some(&at(&mail)), me).await.unwrap();
        assert_eq!((sent.to.as_str(), sent.failure), ("amira@vellmere.example", None));
        assert!(mail.messages()[0].header("Subject").unwrap().starts_with("[Test] "));
        assert_eq!(messages.mail_server(&app.admin()).await.unwrap().status, DeliveryStatus::NotConfigured);
        let deaf = MailServer { encryption: MailEncryption::StartTls, ..at(&mail) };
        let failed = messages.test_mail_server(&app.system(), Some(&deaf), me).await.unwrap();
        assert_eq!(failed.failure.as_deref(), Some("STARTTLS is not supported on this server"));
        let none = messages.test_mail_server(&app.system(), None, me).await.unwrap_err();
        assert_eq!(none.code(), ErrorCode::WrongState);
        let foreign = messages.test_mail_server(&app.admin(), Some(&at(&mail)), me).await.unwrap_err();
        assert_eq!(foreign.code(), ErrorCode::Forbidden, "a test goes to whoever asks");
    }

    async fn it_takes_more_than_the_right_to_change_settings(app: TestApp) {
        let mail = SmtpServer::start().await;
        let permissions: PermissionSet =
            [Permission::SettingsRead, Permission::SettingsWrite].into_iter().collect();
        let clerk = app.admin_with(permissions);
        let messages = app.domain.messages();
        assert!(messages.mail_server(&clerk).await.is_ok());
        let refused = messages.save_mail_server(&clerk, Some(&at(&mail)), None).await.unwrap_err();
        assert_eq!(refused.code(), ErrorCode::Forbidden);
        let late = messages.save_mail_server(&app.admin(), Some(&at(&mail)), Some(7)).await.unwrap_err();
        assert_eq!(late.code(), ErrorCode::VersionConflict);
    }

    async fn the_configuration_alone_counts_where_it_names_a_server(post: Post) {
        let other = SmtpServer::start().await;
        let detail = post.app.domain.messages().mail_server(&post.app.admin()).await.unwrap();
        assert!(detail.is_configured && detail.server.is_none());
        assert_eq!(save(&post.app, Some(&at(&other))).await, Err(ErrorCode::WrongState));
        let me = post.person("amira").await.row.id;
        let test = post.app.domain.messages().test_mail_server(&post.app.system(), None, me).await.unwrap();
        assert_eq!((test.failure, post.mail.messages().len()), (None, 2));
    }
}
