//! A fresh, migrated database per test.
//!
//! Migrations run once into a template, which each test copies: a file on SQLite, `CREATE DATABASE … TEMPLATE` on
//! PostgreSQL. A template is named by a digest of the migrations, so that a changed migration makes a new one.

mod postgres;
mod sqlite;

use crate::Engine;
use migrations::Migrator;
use sea_orm::{ConnectOptions, Database, DatabaseConnection};
use sea_orm_migration::MigratorTrait;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

/// A database of one test, removed when it goes out of scope.
#[derive(Debug)]
pub struct TestDatabase {
    engine: Engine,
    url: String,
    /// Held for its `Drop`, which removes the database.
    _home: Home,
}

/// What keeps a database in being.
#[derive(Debug)]
enum Home {
    File { _folder: tempfile::TempDir },
    Cluster { _database: postgres::Database },
}

impl TestDatabase {
    /// A fresh database with every migration applied.
    ///
    /// # Panics
    /// When it cannot be made, above all when PostgreSQL is wanted and `TEST_DATABASE_URL` is not set.
    pub async fn new(engine: Engine) -> Self {
        match engine {
            Engine::Sqlite => {
                let (folder, url) = sqlite::create().await;
                Self { engine, url, _home: Home::File { _folder: folder } }
            }
            Engine::Postgres => {
                let database = postgres::create().await;
                Self { engine, url: database.url(), _home: Home::Cluster { _database: database } }
            }
        }
    }

    /// The engine it stands on.
    #[must_use]
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// Its address, as `GATEHOUSE_DATABASE_URL` takes it.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// A plain connection pool to it, without the settings that the domain adds.
    ///
    /// # Panics
    /// When the database does not answer.
    pub async fn connect(&self) -> DatabaseConnection {
        connect(&self.url, 4).await
    }
}

async fn connect(url: &str, connections: u32) -> DatabaseConnection {
    let mut options = ConnectOptions::new(url);
    options.max_connections(connections).sqlx_logging(false);
    Database::connect(options)
        .await
        .unwrap_or_else(|error| panic!("the test database does not answer: {error}"))
}

/// Applies every migration and closes the pool, so that the result can be copied.
async fn migrate(url: &str) {
    let connection = connect(url, 1).await;
    Migrator::up(&connection, None).await.unwrap_or_else(|error| panic!("a migration failed: {error}"));
    connection.close().await.unwrap();
}

/// A name for the schema as the sources of the migrations describe it now.
fn schema_digest() -> String {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations/src");
    let mut files = rust_files(&sources);
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files {
        file.hash(&mut hasher);
        fs::read(&file).unwrap().hash(&mut hasher);
    }
    format!("{:016x}", hasher.finish())
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let entries =
        fs::read_dir(folder).unwrap_or_else(|error| panic!("cannot read {}: {error}", folder.display()));
    let paths = entries.map(|entry| entry.unwrap().path());
    paths
        .flat_map(|path| match path.is_dir() {
            true => rust_files(&path),
            false => vec![path],
        })
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect()
}
