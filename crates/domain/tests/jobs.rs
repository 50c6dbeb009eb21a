//! Periodic work, by one process at a time.

use std::time::Duration;

use domain::{Db, Domain, Parts};
use entity::{audit_pending, lease};
use sea_orm::{ConnectionTrait, EntityTrait, PaginatorTrait};
use testkit::{Engine, ForEngine, PUBLIC_URL, TestApp, both_engines, smtp::SmtpServer};
use tokio::{sync::oneshot, task::JoinHandle};

/// A Gatehouse with a mail server.
struct House {
    app: TestApp,
    mail: SmtpServer,
}

impl ForEngine for House {
    async fn for_engine(engine: Engine) -> Self {
        let mail = SmtpServer::start().await;
        let app = TestApp::with_mail_server(engine, Some(mail.url())).await;
        Self { app, mail }
    }
}

impl House {
    async fn another_process(&self) -> Domain {
        let parts = Parts {
            db: Db::connect(self.app.database.url()).await.unwrap(),
            clock: self.app.clock.clone(),
            master_keys: self.app.master_key.clone().into(),
            key_source: None,
            public_url: Some(PUBLIC_URL.to_owned()),
            smtp_url: Some(self.mail.url()),
            sms_networks: Vec::new(),
            push_service: domain::push::PushService::default(),
        };
        Domain::open(parts).await.unwrap()
    }

    async fn holder(&self) -> Option<String> {
        let row = lease::Entity::find_by_id("jobs").one(self.app.domain.db().read()).await.unwrap();
        row.map(|row| row.holder)
    }
}

/// A process at work.
struct Worker {
    work: JoinHandle<()>,
    shutdown: oneshot::Sender<()>,
}

impl Worker {
    fn start(domain: &Domain, holder: &'static str) -> Self {
        let (shutdown, stop) = oneshot::channel::<()>();
        let domain = domain.clone();
        let work = tokio::spawn(async move {
            domain.run_jobs(holder, async { drop(stop.await) }).await;
        });
        Self { work, shutdown }
    }

    /// Asks it to stop and waits for it.
    async fn stop(self) {
        self.shutdown.send(()).unwrap();
        self.work.await.unwrap();
    }

    /// Ends it without a word, as the operating system would.
    async fn kill(self) {
        self.work.abort();
        assert!(self.work.await.unwrap_err().is_cancelled());
    }
}

/// Waits until all audit events are linked.
async fn wait_until_chained(domain: &Domain) {
    let mut look = tokio::time::interval(Duration::from_millis(20));
    while audit_pending::Entity::find().count(domain.db().read()).await.unwrap() > 0 {
        look.tick().await;
    }
}

both_engines! {
    async fn messages_leave_and_events_are_linked_by_themselves(house: House) {
        let worker = Worker::start(&house.app.domain, "a");
        house.app.user("amira").await;
        let arrived = house.mail.wait_for_messages(1).await;
        assert_eq!(arrived[0].recipients, ["amira@vellmere.example"]);
        wait_until_chained(&house.app.domain).await;
        worker.stop().await;
    }

    async fn one_process_works_and_gives_the_lease_back(house: House) {
        let first = Worker::start(&house.app.domain, "a");
        house.app.user("amira").await;
        house.mail.wait_for_messages(1).await;
        assert_eq!(house.holder().await.as_deref(), Some("a"));

        let other = house.another_process().await;
        other.run_jobs("b", async { wait_until_chained(&other).await }).await;
        assert_eq!(house.holder().await.as_deref(), Some("a"), "the other one only waited");

        first.stop().await;
        assert_eq!(house.holder().await, None);
        let second = Worker::start(&other, "b");
        house.app.user("jonas").await;
        house.mail.wait_for_messages(2).await;
        assert_eq!(house.holder().await.as_deref(), Some("b"));
        second.stop().await;
    }

    async fn another_process_takes_over_within_thirty_seconds_of_a_death(house: House) {
        let first = Worker::start(&house.app.domain, "a");
        house.app.user("amira").await;
        house.mail.wait_for_messages(1).await;
        first.kill().await;
        assert_eq!(house.holder().await.as_deref(), Some("a"), "the dead cannot give anything back");

        house.app.pass(Duration::from_secs(28));
        let second = Worker::start(&house.another_process().await, "b");
        house.app.user("jonas").await;
        house.mail.wait_for_messages(2).await;
        assert_eq!(house.holder().await.as_deref(), Some("b"));
        second.stop().await;
    }

    async fn a_task_that_fails_stops_no_other_and_recovers(house: House) {
        let db = house.app.domain.db().write();
        db.execute_unprepared("ALTER TABLE audit_chain RENAME TO audit_chain_away").await.unwrap();
        let worker = Worker::start(&house.app.domain, "a");
        house.app.user("amira").await;
        house.mail.wait_for_messages(1).await;
        assert!(audit_pending::Entity::find().count(db).await.unwrap() > 0, "the chainer cannot work");

        db.execute_unprepared("ALTER TABLE audit_chain_away RENAME TO audit_chain").await.unwrap();
        wait_until_chained(&house.app.domain).await;
        worker.stop().await;
    }
}
