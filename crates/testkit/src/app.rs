//! A whole Gatehouse for a test, with a clock that the test turns.

use std::time::Duration;

use domain::{
    Actor, Clock, Db, Domain, MasterKey, RequestCtx,
    ctx::{DeviceActor, SignedIn},
    push::PushService,
};
use types::{CreateUser, DeviceId, Face, PermissionSet, SessionId, Timestamp, UserDetail, UserId, UserState};
use uuid::Uuid;

use crate::{Engine, ForEngine, TestDatabase};

/// The public URL of every test Gatehouse.
pub const PUBLIC_URL: &str = "https://gate.vellmere.example";

/// People of these contexts have always just proved who they are, however far a story turns the clock.
const ALWAYS_RECENT: Timestamp = Timestamp::MAX;

/// A Gatehouse on a fresh database.
#[derive(Debug)]
pub struct TestApp {
    /// The rules under test.
    pub domain: Domain,
    /// The clock; stands still until it is advanced.
    pub clock: Clock,
    /// The key above all keys of this Gatehouse.
    pub master_key: MasterKey,
    /// The database, removed with the app.
    pub database: TestDatabase,
}

impl ForEngine for TestApp {
    async fn for_engine(engine: Engine) -> Self {
        Self::with_mail_server(engine, None).await
    }
}

impl TestApp {
    /// A Gatehouse that sends its messages to `smtp_url`.
    ///
    /// # Panics
    /// When it cannot be opened.
    pub async fn with_mail_server(engine: Engine, smtp_url: Option<String>) -> Self {
        Self::new(engine, Clock::manual(Timestamp::from_millis(1_795_268_580_000)), smtp_url).await
    }

    /// A Gatehouse that goes by the time of the day, beside another process on the same database.
    ///
    /// # Panics
    /// When it cannot be opened.
    pub async fn on_the_wall_clock(engine: Engine) -> Self {
        Self::new(engine, Clock::System, None).await
    }

    async fn new(engine: Engine, clock: Clock, smtp_url: Option<String>) -> Self {
        let database = TestDatabase::new(engine).await;
        let master_key = MasterKey::generate().expect("random numbers");
        let domain = open(&database, &clock, &master_key, smtp_url, PushService::default()).await;
        Self { domain, clock, master_key, database }
    }

    /// Calls Apple's devices at `service` from now on.
    ///
    /// # Panics
    /// When it cannot be opened again.
    #[must_use]
    pub async fn with_push(mut self, service: PushService) -> Self {
        self.domain = open(&self.database, &self.clock, &self.master_key, None, service).await;
        self
    }

    /// A second process on the same database.
    ///
    /// # Panics
    /// When it cannot be opened.
    pub async fn another_process(&self) -> Domain {
        open(&self.database, &self.clock, &self.master_key, None, PushService::default()).await
    }

    /// Turns the clock forward.
    pub fn pass(&self, time: Duration) {
        self.clock.advance(time);
    }

    /// Gatehouse itself.
    pub fn system(&self) -> RequestCtx {
        RequestCtx::system("test")
    }

    /// Nobody known.
    pub fn anonymous(&self) -> RequestCtx {
        RequestCtx::anonymous(Uuid::now_v7().to_string(), Some([203, 0, 113, 44].into()))
    }

    /// A super administrator at the console. The person need not exist in the database.
    pub fn admin(&self) -> RequestCtx {
        self.admin_with(PermissionSet::all())
    }

    /// An administrator at the console who may do this. The person need not exist in the database.
    pub fn admin_with(&self, permissions: PermissionSet) -> RequestCtx {
        self.anonymous().with_actor(Actor::User(SignedIn {
            user_id: UserId(Uuid::now_v7()),
            session_id: SessionId(Uuid::now_v7()),
            face: Face::Console,
            username: "jonas.weber".into(),
            display_name: "Jonas Weber".into(),
            permissions,
            authenticated_at: ALWAYS_RECENT,
        }))
    }

    /// A new person with the usual rights.
    ///
    /// # Panics
    /// When they cannot be created.
    pub async fn user(&self, username: &str) -> UserDetail {
        let input = CreateUser {
            username: username.to_owned(),
            display_name: format!("{username} of Vellmere"),
            email: format!("{username}@vellmere.example"),
            phone_number: None,
            language: None,
            ..CreateUser::default()
        };
        self.domain.people().create(&self.admin(), &input).await.expect("a new person")
    }

    /// Somebody has forgotten their password, and Gatehouse has answered.
    ///
    /// # Panics
    /// When the question is refused or not answered.
    pub async fn forgot_password(&self, typed: &str) {
        let access = self.domain.access();
        access.request_password_reset(&self.anonymous(), typed).await.expect("one answer for all");
        access.answer_reset_requests().await.expect("an answer");
    }

    /// That person at the portal, with the rights they have.
    pub fn portal(&self, user: &UserDetail) -> RequestCtx {
        let rights = if user.row.state == UserState::Active { user.row.rights.as_slice() } else { &[] };
        self.anonymous().with_actor(Actor::User(SignedIn {
            user_id: user.row.id,
            session_id: SessionId(Uuid::now_v7()),
            face: Face::Portal,
            username: user.row.username.clone(),
            display_name: user.row.display_name.clone(),
            permissions: domain::access::policy::portal_permissions(rights),
            authenticated_at: ALWAYS_RECENT,
        }))
    }

    /// A device that has proved its key.
    pub fn device(&self, device_id: DeviceId, user_id: UserId) -> RequestCtx {
        let actor = DeviceActor { device_id, user_id, name: "a device".into() };
        self.anonymous().with_actor(Actor::Device(actor))
    }
}

async fn open(
    database: &TestDatabase,
    clock: &Clock,
    master_key: &MasterKey,
    smtp_url: Option<String>,
    push_service: PushService,
) -> Domain {
    let parts = domain::Parts {
        db: Db::connect(database.url()).await.expect("a database"),
        clock: clock.clone(),
        master_keys: master_key.clone().into(),
        key_source: None,
        public_url: Some(PUBLIC_URL.to_owned()),
        smtp_url,
        sms_networks: vec!["127.0.0.0/8".parse().expect("a network")],
        push_service,
    };
    Domain::open(parts).await.expect("a Gatehouse")
}
