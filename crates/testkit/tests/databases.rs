//! Test databases: migrated, apart from each other, gone afterwards.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use migrations::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, Statement};
use testkit::{Engine, TestDatabase, both_engines};

async fn scalar(db: &TestDatabase, sql: &str) -> i64 {
    let connection = db.connect().await;
    let row = connection.query_one_raw(Statement::from_string(connection.get_database_backend(), sql)).await;
    row.unwrap().unwrap().try_get_by_index(0).unwrap()
}

async fn tables(db: &TestDatabase) -> i64 {
    let sql = match db.engine() {
        Engine::Sqlite => "SELECT count(*) FROM sqlite_master WHERE type = 'table'",
        Engine::Postgres => "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'",
    };
    scalar(db, sql).await
}

both_engines! {
    async fn every_migration_has_been_applied(db: TestDatabase) {
        let connection = db.connect().await;
        let pending = Migrator::get_pending_migrations(&connection);
        assert!(pending.await.unwrap().is_empty());
        assert!(tables(&db).await > 1);
    }

    async fn two_databases_share_nothing(one: TestDatabase) {
        let other = TestDatabase::new(one.engine()).await;
        let before = tables(&other).await;
        one.connect().await.execute_unprepared("CREATE TABLE only_here (id INTEGER)").await.unwrap();
        assert_eq!(tables(&one).await, before + 1);
        assert_eq!(tables(&other).await, before);
    }

    async fn a_database_goes_even_while_it_is_in_use(db: TestDatabase) {
        let engine = db.engine();
        let url = db.url().to_owned();
        let still_open = db.connect().await;
        still_open.ping().await.unwrap();
        drop(db);
        match engine {
            Engine::Sqlite => {
                let file = url.strip_prefix("sqlite://").unwrap();
                assert!(!std::path::Path::new(file).exists());
            }
            Engine::Postgres => {
                let (_, name) = url.rsplit_once('/').unwrap();
                let sql = format!("SELECT count(*) FROM pg_database WHERE datname = '{name}'");
                assert_eq!(scalar(&TestDatabase::new(engine).await, &sql).await, 0);
            }
        }
    }
}
