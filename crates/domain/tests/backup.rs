//! Backups: all rows of one moment, into either engine, or not at all.

use domain::{
    Clock, Db, Domain, Parts,
    backup::{self, Backup, BackupError},
};
use sea_orm::ConnectionTrait as _;
use testkit::{Engine, TestApp, TestDatabase};
use types::{CreateCommand, CreateUser, LockParams, MessageQuery, PageQuery, UserQuery, UserRow};

use crate::{devices::active, registration::register};

async fn written(app: &TestApp) -> Vec<u8> {
    let db = Db::connect(app.database.url()).await.unwrap();
    let mut file = Vec::new();
    backup::write(&db, &app.master_key, app.domain.clock().now(), &mut file).await.unwrap();
    file
}

async fn restored(app: &TestApp, file: &[u8], engine: Engine) -> (TestDatabase, Domain) {
    let database = TestDatabase::new(engine).await;
    let db = Db::connect(database.url()).await.unwrap();
    backup::restore(&db, Backup::open(file, &app.master_key).unwrap()).await.unwrap();
    let parts = Parts {
        db,
        clock: Clock::manual(app.domain.clock().now()),
        master_keys: app.master_key.clone().into(),
        key_source: None,
        public_url: Some(testkit::PUBLIC_URL.to_owned()),
        smtp_url: None,
        sms_networks: Vec::new(),
        push_service: domain::push::PushService::default(),
    };
    (database, Domain::open(parts).await.unwrap())
}

/// Something of everything: people, a device with a command, a waiting registration, messages, a log.
async fn furnish(app: &TestApp) {
    let amira = app.user("amira").await;
    let device = active(app, &amira, 1).await;
    let lock = CreateCommand::lock(&LockParams::default());
    app.domain.devices().command(&app.admin(), device.device_id, &lock).await.unwrap();
    register(app, &app.user("jonas").await).await;
    app.domain.audit().chain_pending().await.unwrap();
}

/// How long the pieces of a file are.
fn pieces(file: &[u8]) -> Vec<usize> {
    let mut rest = &file[b"gatehouse backup 1\n".len() + 32..];
    let mut lengths = Vec::new();
    while let Some((length, after)) = rest.split_first_chunk::<4>() {
        let length = u32::from_be_bytes(*length) as usize;
        lengths.push(length);
        rest = &after[length..];
    }
    lengths
}

fn all() -> PageQuery {
    PageQuery { limit: Some(200), ..PageQuery::default() }
}

async fn people(app: &TestApp, domain: &Domain) -> Vec<UserRow> {
    let query = UserQuery { page: all(), ..UserQuery::default() };
    domain.people().list(&app.admin(), &query).await.unwrap().items
}

testkit::both_engines! {
    async fn a_backup_is_the_same_gatehouse_on_either_engine(app: TestApp) {
        furnish(&app).await;
        let whole = app.domain.audit().verify().await.unwrap();
        let file = written(&app).await;
        for engine in [Engine::Sqlite, app.database.engine()] {
            let (_database, domain) = restored(&app, &file, engine).await;
            assert_eq!(domain.audit().verify().await.unwrap(), whole);
            let admin = app.admin();
            assert_eq!(people(&app, &domain).await, people(&app, &app.domain).await);
            let messages = domain.messages().list(&admin, &MessageQuery::default()).await.unwrap().items;
            assert!(!messages.is_empty());
            for message in messages {
                let there = domain.messages().find(&admin, message.id).await.unwrap();
                let here = app.domain.messages().find(&admin, message.id).await.unwrap();
                assert_eq!(there.text, here.text, "envelopes open");
            }
        }
    }

    async fn writers_go_on_and_the_backup_holds_one_moment(app: TestApp) {
        furnish(&app).await;
        let domain = app.domain.clone();
        let ctx = app.admin();
        let busy = tokio::spawn(async move {
            for number in 0..40 {
                let input = CreateUser {
                    username: format!("busy{number}"),
                    display_name: "Busy".into(),
                    email: format!("busy{number}@vellmere.example"),
                    ..CreateUser::default()
                };
                domain.people().create(&ctx, &input).await.unwrap();
                domain.audit().chain_pending().await.unwrap();
            }
        });
        let mut files = Vec::new();
        while !busy.is_finished() {
            files.push(written(&app).await);
        }
        busy.await.unwrap();
        assert!(!files.is_empty());
        for file in [files.first().unwrap(), files.last().unwrap()] {
            let (_database, domain) = restored(&app, file, Engine::Sqlite).await;
            assert_eq!(domain.audit().verify().await.unwrap().fault, None);
            let query = MessageQuery { page: all(), ..MessageQuery::default() };
            let messages = domain.messages().list(&app.admin(), &query).await.unwrap().items;
            for person in people(&app, &domain).await.iter().filter(|row| row.username.starts_with("busy")) {
                assert!(messages.iter().any(|row| row.user_id == person.id), "a person came with their message");
            }
        }
    }

    async fn large_rows_come_in_pieces_that_can_be_read_again(app: TestApp) {
        furnish(&app).await;
        // Noise (splitmix64): it does not become much smaller by compression than half its hexadecimal digits.
        let mix = |n: u64| {
            let n = n.wrapping_mul(0x9e37_79b9_7f4a_7c15);
            let n = (n ^ (n >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            let n = (n ^ (n >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            n ^ (n >> 31)
        };
        let noise = |row: u64| (0..100_000).map(|n| format!("{:016x}", mix(row << 32 | n))).collect::<String>();
        let db = Db::connect(app.database.url()).await.unwrap();
        for row in 0..12 {
            let sql = format!("INSERT INTO settings (key, value, version, updated_at) VALUES ('noise{row}', '{}', 1, 0)", noise(row));
            db.write().execute_unprepared(&sql).await.unwrap();
        }
        let file = written(&app).await;
        let longest = pieces(&file).into_iter().max().unwrap();
        assert!((1 << 20..6 << 20).contains(&longest), "{longest} bytes");
        let (database, _domain) = restored(&app, &file, app.database.engine()).await;
        let there = Db::connect(database.url()).await.unwrap();
        let sql = format!("SELECT 1 FROM settings WHERE key = 'noise11' AND value = '{}'", noise(11));
        let backend = there.read().get_database_backend();
        let row = there.read().query_one_raw(sea_orm::Statement::from_string(backend, sql)).await.unwrap();
        assert!(row.is_some(), "a large row came back as it was");
    }

    async fn what_was_changed_cut_off_or_sealed_by_another_is_refused(app: TestApp) {
        furnish(&app).await;
        let file = written(&app).await;
        let other = domain::MasterKey::generate().unwrap();
        assert!(matches!(Backup::open(file.as_slice(), &other), Err(BackupError::Sealed)));
        assert!(matches!(Backup::open(&b"something else entirely, and long enough"[..], &other), Err(BackupError::Unknown)));
        let whole = |file: &[u8]| Backup::open(file, &app.master_key).and_then(Backup::verify);
        let summary = whole(&file).unwrap();
        assert!(summary.rows > 10 && summary.tables > 10, "{summary:?}");
        for place in (0..file.len()).step_by(file.len() / 60) {
            let mut damaged = file.clone();
            damaged[place] ^= 1;
            assert!(whole(&damaged).is_err(), "byte {place}");
            assert!(whole(&file[..place]).is_err(), "cut off at {place}");
        }
        assert!(whole(&[file.as_slice(), b"more"].concat()).is_err());
        // The last piece says that it is longer than what is left.
        let mut longer = file.clone();
        let lengths = file.len() - pieces(&file).last().unwrap() - 4;
        longer[lengths + 3] = longer[lengths + 3].wrapping_add(1);
        assert!(whole(&longer).is_err(), "the length of the last piece");
        let database = TestDatabase::new(app.database.engine()).await;
        let db = Db::connect(database.url()).await.unwrap();
        let mut damaged = file.clone();
        let last = damaged.len() - 9;
        damaged[last] ^= 1;
        let outcome = backup::restore(&db, Backup::open(damaged.as_slice(), &app.master_key).unwrap()).await;
        assert!(matches!(outcome, Err(BackupError::Sealed)), "{outcome:?}");
        backup::restore(&db, Backup::open(file.as_slice(), &app.master_key).unwrap()).await.expect("nothing was left behind");
        let again = backup::restore(&db, Backup::open(file.as_slice(), &app.master_key).unwrap()).await;
        assert!(matches!(again, Err(BackupError::NotEmpty(_))), "{again:?}");
    }
}
