//! What an older version has left becomes today's (trust.md BAK-5, BAK-6): backups that older versions have
//! written, with their master keys, are restored and brought up to date on both engines.
//!
//! `fixtures/` keeps one for each schema that was released. `cargo test --test binary freeze -- --ignored` writes one
//! of today's schema, named after its last step.

use std::{collections::BTreeSet, fs, path::Path};

use sea_orm::{ConnectionTrait as _, Database, DbBackend, Statement};
use serde_json::json;
use testkit::{Engine, TestDatabase};

use crate::support::{ADMIN, Home, http, said};

const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/binary/fixtures");

/// Tables and columns with their types, as an engine tells them.
async fn schema(url: &str) -> BTreeSet<String> {
    let db = Database::connect(url).await.unwrap();
    let sql = match db.get_database_backend() {
        DbBackend::Postgres => {
            "SELECT table_name::text || '.' || column_name::text || ' ' || data_type::text FROM information_schema.columns \
             WHERE table_schema = 'public' UNION ALL SELECT indexdef::text FROM pg_indexes WHERE schemaname = 'public'"
        }
        _ => {
            "SELECT m.name || '.' || c.name || ' ' || c.type FROM sqlite_master m, pragma_table_info(m.name) c \
             WHERE m.type = 'table' UNION ALL SELECT sql FROM sqlite_master WHERE type != 'table' AND sql IS NOT NULL"
        }
    };
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
    rows.iter().map(|row| row.try_get_by_index::<String>(0).unwrap()).collect()
}

/// At which face the tokens work that are there.
async fn faces_of_tokens(url: &str) -> BTreeSet<String> {
    let db = Database::connect(url).await.unwrap();
    let sql = "SELECT face FROM api_tokens";
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
    rows.iter().map(|row| row.try_get_by_index::<String>(0).unwrap()).collect()
}

/// An empty database of an engine, and its address.
async fn empty(home: &Home, engine: Engine) -> (Option<TestDatabase>, String) {
    match engine {
        Engine::Sqlite => (None, home.database_url()),
        Engine::Postgres => {
            let database = TestDatabase::new(engine).await;
            let url = database.url().to_owned();
            let db = Database::connect(&url).await.unwrap();
            db.execute_unprepared("DROP SCHEMA public CASCADE; CREATE SCHEMA public").await.unwrap();
            (Some(database), url)
        }
    }
}

async fn upgrade(engine: Engine) {
    let today = schema(TestDatabase::new(engine).await.url()).await;
    let mut seen = 0;
    for fixture in fs::read_dir(FIXTURES).unwrap() {
        let fixture = fixture.unwrap().path();
        if fixture.extension().is_none_or(|extension| extension != "backup") {
            continue;
        }
        let home = Home::new();
        let key = fs::read_to_string(fixture.with_extension("key")).unwrap();
        let (_database, url) = empty(&home, engine).await;
        let environment = [("GATEHOUSE_MASTER_KEY", key.trim()), ("GATEHOUSE_DATABASE_URL", url.as_str())];
        let restored = home.run(&["restore", fixture.to_str().unwrap()], &environment);
        assert!(restored.status.success(), "{}: {}", fixture.display(), said(&restored));
        assert!(said(&restored).contains("The audit log is whole"), "{}", said(&restored));
        assert_eq!(schema(&url).await, today, "{}: as a fresh one", fixture.display());
        assert_eq!(
            faces_of_tokens(&url).await,
            BTreeSet::from(["console".to_owned()]),
            "{}: tokens of administrators stay what they were",
            fixture.display()
        );
        let token =
            home.run(&["token", "create", "--user", ADMIN, "--name", "new", "--scope", "all"], &environment);
        let token = String::from_utf8(token.stdout).unwrap();
        let server = home.serve(&environment);
        let bearer = format!("Authorization: Bearer {}", token.trim());
        for (path, wanted) in [
            ("/api/v1/users", "Amira Haddad"),
            ("/api/v1/devices", "linux"),
            ("/api/v1/groups", "Field sales"),
        ] {
            let (status, body) = http(&server.address(), "GET", path, &[&bearer], None).unwrap();
            assert!(status == 200 && body.contains(wanted), "{}: {path}: {status} {body}", fixture.display());
        }
        seen += 1;
    }
    assert!(seen > 0, "no older backup in {FIXTURES}");
}

#[tokio::test]
async fn backups_of_older_versions_become_todays_on_sqlite() {
    upgrade(Engine::Sqlite).await;
}

#[tokio::test]
async fn backups_of_older_versions_become_todays_on_postgres() {
    if Engine::Postgres.is_wanted() {
        upgrade(Engine::Postgres).await;
    }
}

#[test]
#[ignore = "writes a fixture; run it when a schema is released"]
fn freeze() {
    let home = Home::with_admin();
    let bearer = format!("Authorization: Bearer {}", home.token());
    let server = home.serve(&[]);
    let post = |path: &str, body: serde_json::Value| -> serde_json::Value {
        let (status, answer) = http(&server.address(), "POST", path, &[&bearer], Some(&body)).unwrap();
        assert!(matches!(status, 200 | 201), "{path}: {status} {answer}");
        serde_json::from_str(&answer).unwrap_or_default()
    };
    let amira = post(
        "/api/v1/users",
        json!({ "username": "amira", "display_name": "Amira Haddad", "email": "amira@vellmere.example" }),
    );
    let group =
        post("/api/v1/groups", json!({ "name": "Field sales", "description": "", "rights": ["locate"] }));
    let members = format!("/api/v1/groups/{}/members", group["id"].as_str().unwrap());
    post(&members, json!({ "add": [amira["id"]], "remove": [] }));
    post(
        "/api/v1/registrations",
        json!({ "user_id": amira["id"], "platform": "linux", "notify": ["email"] }),
    );
    let name = Path::new(FIXTURES).join(server::process::steps().last().unwrap());
    let file = name.with_extension("backup");
    fs::create_dir_all(FIXTURES).unwrap();
    let made = home.run(&["backup", file.to_str().unwrap(), "--replace"], &[]);
    assert!(made.status.success(), "{}", said(&made));
    fs::copy(home.path("data/master.key"), name.with_extension("key")).unwrap();
}
