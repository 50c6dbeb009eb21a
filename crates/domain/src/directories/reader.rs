//! Connecting as the reading account, at the other server when the first does not answer.

use std::time::Duration;

use entity::directory;
use types::DirectorySettings;

use super::{
    client::{Connection, Server},
    fault::{Answer, Fault},
    store,
};
use crate::{Domain, error::Result};

/// Everything that is needed to read a directory.
#[derive(Clone)]
pub(super) struct Account {
    pub(super) settings: DirectorySettings,
    pub(super) password: Option<String>,
}

impl std::fmt::Debug for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Account").field("url", &self.settings.url).finish_non_exhaustive()
    }
}

impl Account {
    pub(super) fn of(domain: &Domain, row: &directory::Model) -> Result<Self> {
        Ok(Self { settings: store::settings(row)?, password: store::password(domain, row)? })
    }

    /// How long a step may take.
    pub(super) fn limit(&self) -> Duration {
        Duration::from_secs(u64::from(self.settings.timeout_s))
    }

    pub(super) fn server<'a>(&'a self, url: &'a str, limit: Duration) -> Server<'a> {
        Server { settings: &self.settings, url, limit }
    }

    /// The server, then the one for when it does not answer.
    pub(super) fn urls(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.settings.url.as_str()).chain(self.settings.failover_url.as_deref())
    }

    /// A connection on which the reading account is signed in, and to which server. What counts is what
    /// the first server said, if none does.
    pub(super) async fn open(&self, limit: Duration) -> Answer<(Connection, String)> {
        let mut first: Option<Fault> = None;
        for url in self.urls() {
            let outcome = self.open_at(url, limit).await;
            match outcome {
                Ok(connection) => return Ok((connection, url.to_owned())),
                Err(fault) if fault.is_away() => first = first.or(Some(fault)),
                Err(fault) => return Err(fault),
            }
        }
        Err(first.unwrap_or_else(|| types::DirectoryFault::Unreachable.into()))
    }

    /// The same at one server.
    pub(super) async fn open_at(&self, url: &str, limit: Duration) -> Answer<Connection> {
        let mut connection = self.server(url, limit).open().await?;
        self.sign_in(&mut connection).await?;
        Ok(connection)
    }

    /// Signs the reading account in, if there is one.
    pub(super) async fn sign_in(&self, connection: &mut Connection) -> Answer<()> {
        match &self.settings.bind_dn {
            Some(dn) => connection.bind(dn, self.password.as_deref().unwrap_or_default()).await,
            None => Ok(()),
        }
    }
}
