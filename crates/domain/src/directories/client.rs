//! Talking to a server: every step has a time limit, nothing is followed to another server, and what
//! comes back is taken apart without trust.

mod address;
mod entry;
mod frame;
mod guard;
mod search;
mod start_tls;
mod tls;

use std::{net::SocketAddr, sync::Arc, time::Duration};

use ldap3::{Ldap, LdapConnAsync, LdapConnSettings, StdStream};
use tokio::{net::TcpStream, task::JoinSet, time::timeout};
use types::{CertificateFacts, DirectoryFault, DirectorySecurity, DirectorySettings};
use url::Url;

use super::fault::{Answer, Fault};

pub(super) use entry::Entry;
pub(super) use search::{Found, Search};
pub(super) use tls::check_authorities;

/// Where a server is and how long it may take.
#[derive(Debug, Clone, Copy)]
pub(super) struct Server<'a> {
    /// Security and authorities.
    pub(super) settings: &'a DirectorySettings,
    /// Which of its addresses.
    pub(super) url: &'a str,
    /// For each step.
    pub(super) limit: Duration,
}

/// A connection that is ready for use; dropping it closes it.
pub(super) struct Connection {
    ldap: Ldap,
    limit: Duration,
    guard: Arc<guard::Guard>,
    _tasks: JoinSet<()>,
}

impl std::fmt::Debug for Connection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Connection").finish_non_exhaustive()
    }
}

impl Server<'_> {
    /// The server's addresses. Resolved once; only these are connected to.
    pub(super) async fn resolve(&self) -> Answer<Vec<SocketAddr>> {
        within(self.limit, address::resolve(self.url)).await
    }

    /// A connection to the first address that answers.
    pub(super) async fn connect(&self, addresses: &[SocketAddr]) -> Answer<TcpStream> {
        let mut fault = Fault::from(DirectoryFault::Unresolvable);
        let share = self.limit / u32::try_from(addresses.len().max(1)).unwrap_or(1);
        for address in addresses {
            match timeout(share, TcpStream::connect(address)).await {
                Ok(Ok(stream)) => return Ok(stream),
                Ok(Err(error)) => fault = Fault::told(DirectoryFault::Unreachable, &error.to_string()),
                Err(_) => fault = DirectoryFault::TimedOut.into(),
            }
        }
        Err(fault)
    }

    /// TLS, if it is asked for, and everything that makes it a connection. The certificate is told even
    /// if it is not trusted.
    pub(super) async fn secure(&self, stream: TcpStream) -> (Answer<Connection>, Option<CertificateFacts>) {
        let url = match Url::parse(self.url) {
            Ok(url) => url,
            Err(error) => return (Err(Fault::told(DirectoryFault::Protocol, &error.to_string())), None),
        };
        if self.settings.security == DirectorySecurity::Plain {
            return (self.finish(stream).await, None);
        }
        let (config, name, witness) = match tls::config(self.settings, &url) {
            Ok(made) => made,
            Err(fault) => return (Err(fault), None),
        };
        let mut stream = stream;
        if self.settings.security == DirectorySecurity::StartTls
            && let Err(fault) = within(self.limit, start_tls::ask(&mut stream)).await
        {
            return (Err(fault), None);
        }
        let handshake = within(self.limit, tls::handshake(config, name, stream)).await;
        let (facts, refusal) = witness.take();
        match handshake {
            Ok(stream) => (self.finish(stream).await, facts),
            Err(fault) => (Err(refusal.unwrap_or(fault)), facts),
        }
    }

    /// All of the above.
    pub(super) async fn open(&self) -> Answer<Connection> {
        let addresses = self.resolve().await?;
        let stream = self.connect(&addresses).await?;
        self.secure(stream).await.0
    }

    async fn finish(&self, wire: impl guard::Wire) -> Answer<Connection> {
        let broken =
            |error: &dyn std::fmt::Display| Fault::told(DirectoryFault::Internal, &error.to_string());
        let (guard, mut tasks) = (Arc::new(guard::Guard::new()), JoinSet::new());
        let stream = guard::stand_before(wire, &guard, &mut tasks).map_err(|error| broken(&error))?;
        let settings = LdapConnSettings::new().set_std_stream(StdStream::Unix(stream));
        let here = Url::parse("ldapi:///").map_err(|error| broken(&error))?;
        let (driver, ldap) = LdapConnAsync::from_url_with_settings(settings, &here).await?;
        tasks.spawn(async move {
            if let Err(error) = driver.drive().await {
                tracing::debug!(%error, "a connection to a directory ended");
            }
        });
        Ok(Connection { ldap, limit: self.limit, guard, _tasks: tasks })
    }
}

impl Connection {
    /// Signs in. Never without a password: a directory takes that for nobody and agrees (RFC 4513
    /// section 5.1.2).
    pub(super) async fn bind(&mut self, dn: &str, password: &str) -> Answer<()> {
        if dn.is_empty() || password.is_empty() {
            return Err(DirectoryFault::BindRefused.into());
        }
        let result = self.ldap.with_timeout(self.limit).simple_bind(dn, password).await;
        let result = result.map_err(|error| self.guard.explain(error.into()))?;
        self.guard.read_all();
        if result.rc == 0 { Ok(()) } else { Err(Fault::of_result(&result)) }
    }
}

async fn within<T>(limit: Duration, work: impl Future<Output = Answer<T>>) -> Answer<T> {
    timeout(limit, work).await.unwrap_or_else(|_| Err(DirectoryFault::TimedOut.into()))
}
