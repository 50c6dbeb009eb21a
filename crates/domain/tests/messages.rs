//! Messages: written with a change, delivered by a job, read in the outbox.

mod away;
mod headers;
mod held;
mod letters;
mod mail_server;
mod notices;
mod order;
mod overtaken;
mod reading;
mod refused;
mod resending;
mod secrecy;
mod sms;
mod templates;
mod tls;

use std::time::Duration;

use domain::{Db, Domain, Parts};
use testkit::{
    Engine, ForEngine, PUBLIC_URL, TestApp,
    smtp::{Message, Options, SmtpServer},
};
use types::{
    CreateRegistration, Handout, MessageChannel, MessageQuery, MessageRow, MessageState, Platform,
    UserDetail, UserId,
};

const MINUTE: Duration = Duration::from_mins(1);

/// A Gatehouse with a mail server.
struct Post {
    app: TestApp,
    mail: SmtpServer,
}

impl ForEngine for Post {
    async fn for_engine(engine: Engine) -> Self {
        Self::with(engine, Options::default(), "").await
    }
}

impl Post {
    /// With a mail server as `options` say, at its URL with `more` behind it.
    async fn with(engine: Engine, options: Options, more: &str) -> Self {
        let mail = SmtpServer::start_with(options).await;
        let app = TestApp::with_mail_server(engine, Some(format!("{}{more}", mail.url()))).await;
        Self { app, mail }
    }

    /// A person whose first message has arrived already.
    async fn person(&self, username: &str) -> UserDetail {
        let before = self.mail.messages().len();
        let user = self.app.user(username).await;
        self.deliver().await;
        assert_eq!(self.mail.messages().len(), before + 1, "the set-password message of {username}");
        user
    }

    /// Registers a Linux device for them, with a message.
    async fn register(&self, user_id: UserId) -> Handout {
        register(&self.app.domain, &self.app, user_id).await
    }

    async fn deliver(&self) -> u64 {
        self.app.domain.messages().deliver_due().await.expect("the database")
    }

    /// What arrived after the first `before` messages.
    fn arrived_after(&self, before: usize) -> Vec<Message> {
        self.mail.messages().split_off(before)
    }

    /// The newest message of the outbox.
    async fn newest(&self) -> MessageRow {
        outbox(&self.app).await.into_iter().next().expect("a message")
    }

    /// Another process with the same mail server.
    async fn another_process(&self) -> Domain {
        process(&self.app, Some(self.mail.url())).await
    }
}

/// Another process on the same database.
async fn process(app: &TestApp, smtp_url: Option<String>) -> Domain {
    let parts = Parts {
        db: Db::connect(app.database.url()).await.expect("a database"),
        clock: app.clock.clone(),
        master_keys: app.master_key.clone().into(),
        key_source: None,
        public_url: Some(PUBLIC_URL.to_owned()),
        smtp_url,
        sms_networks: vec!["127.0.0.0/8".parse().expect("a network")],
        push_service: domain::push::PushService::default(),
    };
    Domain::open(parts).await.expect("a Gatehouse")
}

async fn register(domain: &Domain, app: &TestApp, user_id: UserId) -> Handout {
    let input = CreateRegistration {
        user_id,
        platform: Platform::Linux,
        phone_number: None,
        country: None,
        ownership: None,
        language: None,
        exceed_reason: None,
        notify: vec![MessageChannel::Email],
    };
    domain.registration().create(&app.admin(), &input).await.expect("a registration")
}

/// The whole outbox, newest first.
async fn outbox(app: &TestApp) -> Vec<MessageRow> {
    app.domain.messages().list(&app.admin(), &MessageQuery::default()).await.expect("the outbox").items
}

/// How many messages are in this state.
async fn count(app: &TestApp, state: MessageState) -> usize {
    outbox(app).await.iter().filter(|row| row.state == state).count()
}

/// `4827 1936`.
fn grouped(pin: &str) -> String {
    format!("{} {}", &pin[..4], &pin[4..])
}

/// The token at the end of a link.
fn token_of(link: &str) -> &str {
    link.rsplit('/').next().expect("a token")
}
