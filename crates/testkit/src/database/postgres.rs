//! PostgreSQL: a template database in the cluster that `TEST_DATABASE_URL` names.

use super::{connect, migrate, schema_digest};
use crate::engine::environment;
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};
use tokio::sync::OnceCell;
use url::Url;
use uuid::Uuid;

static TEMPLATE: OnceCell<String> = OnceCell::const_new();

/// The lock under which one test program at a time makes the template ("gate" in ASCII).
const TEMPLATE_LOCK: i64 = 0x67_61_74_65;

/// A database that is dropped with this value.
#[derive(Debug)]
pub(super) struct Database {
    name: String,
    cluster: Url,
}

impl Database {
    pub(super) fn url(&self) -> String {
        named(&self.cluster, &self.name)
    }
}

/// A database made from the template.
pub(super) async fn create() -> Database {
    let cluster = cluster();
    let template = TEMPLATE.get_or_init(|| template(&cluster)).await;
    let name = format!("t_{}", Uuid::now_v7().simple());
    let admin = connect(cluster.as_str(), 1).await;
    run(&admin, &format!(r#"CREATE DATABASE "{name}" TEMPLATE "{template}""#)).await;
    admin.close().await.unwrap();
    Database { name, cluster }
}

fn cluster() -> Url {
    let Some(url) = environment("TEST_DATABASE_URL") else {
        panic!(
            "this test needs PostgreSQL and TEST_DATABASE_URL is not set: use `make test`, or `with-postgres -- cargo \
             test …`, or leave PostgreSQL out with GATEHOUSE_TEST_ENGINES=sqlite"
        )
    };
    Url::parse(&url).unwrap_or_else(|error| panic!("TEST_DATABASE_URL is not an address: {error}"))
}

/// The template's name; made when the cluster has none for these migrations.
async fn template(cluster: &Url) -> String {
    let name = format!("template_{}", schema_digest());
    let admin = connect(cluster.as_str(), 1).await;
    run(&admin, &format!("SELECT pg_advisory_lock({TEMPLATE_LOCK})")).await;
    if !exists(&admin, &name).await {
        let draft = format!("draft_{}", Uuid::now_v7().simple());
        run(&admin, &format!(r#"CREATE DATABASE "{draft}""#)).await;
        migrate(&named(cluster, &draft)).await;
        run(&admin, &format!(r#"ALTER DATABASE "{draft}" RENAME TO "{name}""#)).await;
    }
    // Closing the session gives the lock back.
    admin.close().await.unwrap();
    name
}

async fn exists(admin: &DatabaseConnection, name: &str) -> bool {
    let question = Statement::from_sql_and_values(
        admin.get_database_backend(),
        "SELECT 1 FROM pg_database WHERE datname = $1",
        [name.into()],
    );
    admin.query_one_raw(question).await.unwrap().is_some()
}

async fn run(admin: &DatabaseConnection, sql: &str) {
    admin.execute_unprepared(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
}

fn named(cluster: &Url, database: &str) -> String {
    let mut url = cluster.clone();
    url.set_path(database);
    url.into()
}

impl Drop for Database {
    fn drop(&mut self) {
        let cluster = self.cluster.clone();
        let sql = format!(r#"DROP DATABASE IF EXISTS "{}" WITH (FORCE)"#, self.name);
        // A story may end in a panic or inside a runtime: a thread of its own works in every case.
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let admin = connect(cluster.as_str(), 1).await;
                run(&admin, &sql).await;
            });
        });
        if dropping.join().is_err() {
            eprintln!("the test database {} was left behind", self.name);
        }
    }
}
