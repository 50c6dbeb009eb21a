//! The database: one writer and many readers on SQLite, one pool on PostgreSQL, and the transaction
//! in which every change runs.

pub(crate) mod list;

use std::{future::Future, time::Duration};

use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend,
    SqliteTransactionMode, TransactionOptions, TransactionTrait,
};
use types::MessageChannel;

use crate::{
    Domain,
    error::{Error, Result},
    live::{Hub, LiveEvent},
};

/// A connection that has rested for so long is asked whether it is still there before it is used. Asked every time,
/// each query would go there and back twice.
const RESTED: Duration = Duration::from_secs(1);

/// Connections to the database.
#[derive(Debug, Clone)]
pub struct Db {
    write: DatabaseConnection,
    read: DatabaseConnection,
}

/// Which database engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// A file beside the process.
    Sqlite,
    /// A server.
    Postgres,
}

impl Db {
    /// Connects to `sqlite://…` (the file is made when it is not there) or `postgres://…`.
    ///
    /// # Errors
    /// A URL of another kind, or a database that does not answer.
    pub async fn connect(url: &str) -> Result<Self> {
        if url.starts_with("sqlite:") {
            // One writer: SQLite has one write lock, and a queue in the pool is fairer than retries.
            // FULL: what was acknowledged survives a power cut.
            let write = Database::connect(sqlite(url, 1)).await?;
            let read = Database::connect(sqlite(url, 8)).await?;
            return Ok(Self { write, read });
        }
        if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            let mut options = ConnectOptions::new(url);
            options.max_connections(16).acquire_timeout(Duration::from_secs(10)).sqlx_logging(false);
            options.test_before_acquire_if_idle_for(RESTED);
            let pool = Database::connect(options).await?;
            return Ok(Self { write: pool.clone(), read: pool });
        }
        Err(Error::internal("the database URL must begin with sqlite:// or postgres://"))
    }

    /// Which engine this is.
    pub fn engine(&self) -> Engine {
        match self.write.get_database_backend() {
            DbBackend::Postgres => Engine::Postgres,
            _ => Engine::Sqlite,
        }
    }

    /// For queries that change nothing.
    pub fn read(&self) -> &DatabaseConnection {
        &self.read
    }

    /// For migrations and single statements of jobs; rules use [`Domain::begin`].
    pub fn write(&self) -> &DatabaseConnection {
        &self.write
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> Result<()> {
        self.read.execute_unprepared("SELECT 1").await?;
        Ok(())
    }

    /// Closes all connections.
    ///
    /// # Errors
    /// When the engine cannot finish its work.
    pub async fn close(self) -> Result<()> {
        self.read.close().await?;
        self.write.close().await?;
        Ok(())
    }
}

fn sqlite(url: &str, connections: u32) -> ConnectOptions {
    let url = if url.contains('?') { url.to_owned() } else { format!("{url}?mode=rwc") };
    let mut options = ConnectOptions::new(url);
    options.max_connections(connections).acquire_timeout(Duration::from_secs(30)).sqlx_logging(false);
    options.test_before_acquire_if_idle_for(RESTED);
    options.map_sqlx_sqlite_opts(|options| {
        options
            .busy_timeout(Duration::from_secs(15))
            .foreign_keys(true)
            .pragma("journal_mode", "WAL")
            .pragma("synchronous", "FULL")
    });
    options
}

/// A change in progress. Dropped without [`Tx::commit`] it leaves nothing behind.
#[derive(Debug)]
pub struct Tx {
    inner: DatabaseTransaction,
    engine: Engine,
    mail_leaves: bool,
    sms_leaves: bool,
    hub: Hub,
    events: Vec<LiveEvent>,
}

impl Tx {
    /// The connection inside the transaction.
    pub fn conn(&self) -> &DatabaseTransaction {
        &self.inner
    }

    /// Which engine this is.
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// Whether messages of a channel can leave; else they are held.
    pub(crate) fn leaves(&self, channel: MessageChannel) -> bool {
        match channel {
            MessageChannel::Email => self.mail_leaves,
            MessageChannel::Sms => self.sms_leaves,
        }
    }

    /// Tells live pages and waiting devices once the change is committed.
    pub fn announce(&mut self, event: LiveEvent) {
        self.events.push(event);
    }

    /// Makes the change lasting, then announces it.
    ///
    /// # Errors
    /// When the database refuses; nothing is announced then.
    pub async fn commit(self) -> Result<()> {
        self.inner.commit().await?;
        for event in self.events {
            self.hub.publish(event);
        }
        Ok(())
    }
}

impl Domain {
    /// Begins a change. On SQLite the write lock is taken at once, so that nothing that was read in
    /// the transaction can change before it commits. On PostgreSQL the rule locks the rows it
    /// decides by.
    pub(crate) async fn begin(&self) -> Result<Tx> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let inner = self.db().write().begin_with_options(options).await?;
        Ok(Tx {
            inner,
            engine: self.db().engine(),
            mail_leaves: self.mailer().is_configured(),
            sms_leaves: self.sms_sender().is_configured(),
            hub: self.hub().clone(),
            events: Vec::new(),
        })
    }

    /// Runs `change` again when another transaction took the same unique key in between (a place
    /// under the device limit, for example), a few times at most.
    pub(crate) async fn retry_on_conflict<T, F, Fut>(&self, mut change: F) -> Result<T>
    where
        F: FnMut() -> Fut,
        Fut: Future<Output = Result<T>>,
    {
        for _ in 0..10 {
            match change().await {
                Err(error) if error.is_unique_violation() => {}
                outcome => return outcome,
            }
        }
        change().await
    }
}
