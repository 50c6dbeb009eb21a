//! Talking to a server: every step has a time limit, nothing is followed to another server, and what
//! comes back is taken apart without trust.

mod address;
mod entry;
mod search;
mod tls;

use std::{net::SocketAddr, time::Duration};

use ldap3::{Ldap, LdapConnAsync, LdapConnSettings, StdStream};
use tokio::{net::TcpStream, task::AbortHandle, time::timeout};
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
    driver: AbortHandle,
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.driver.abort();
    }
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
        let stream = match stream.into_std() {
            Ok(stream) => StdStream::Tcp(stream),
            Err(error) => return (Err(Fault::told(DirectoryFault::Unreachable, &error.to_string())), None),
        };
        let settings = LdapConnSettings::new().set_std_stream(stream);
        if self.settings.security == DirectorySecurity::Plain {
            return (self.finish(settings, &url).await, None);
        }
        let (config, witness) = match tls::config(self.settings, &url) {
            Ok(made) => made,
            Err(fault) => return (Err(fault), None),
        };
        let start_tls = self.settings.security == DirectorySecurity::StartTls;
        let settings = settings.set_config(config).set_starttls(start_tls);
        let connection = self.finish(settings, &tls::name_for_handshake(&url)).await;
        let (facts, refusal) = witness.take();
        let connection = connection.map_err(|fault| match (refusal, &fault.kind) {
            (Some(refusal), _) => refusal,
            (None, DirectoryFault::Unreachable) if facts.is_some() => {
                Fault { kind: DirectoryFault::TlsFailed, ..fault }
            }
            (None, DirectoryFault::Protocol) if start_tls => {
                Fault { kind: DirectoryFault::StartTlsRefused, ..fault }
            }
            _ => fault,
        });
        (connection, facts)
    }

    /// All of the above.
    pub(super) async fn open(&self) -> Answer<Connection> {
        let addresses = self.resolve().await?;
        let stream = self.connect(&addresses).await?;
        self.secure(stream).await.0
    }

    async fn finish(&self, settings: LdapConnSettings, url: &Url) -> Answer<Connection> {
        let settings = settings.set_conn_timeout(self.limit);
        let (driver, ldap) = LdapConnAsync::from_url_with_settings(settings, url).await?;
        let driving = tokio::spawn(async move {
            if let Err(error) = driver.drive().await {
                tracing::debug!(%error, "a connection to a directory ended");
            }
        });
        Ok(Connection { ldap, limit: self.limit, driver: driving.abort_handle() })
    }
}

impl Connection {
    /// Signs in. Never without a password: a directory takes that for nobody and agrees (RFC 4513
    /// section 5.1.2).
    pub(super) async fn bind(&mut self, dn: &str, password: &str) -> Answer<()> {
        if dn.is_empty() || password.is_empty() {
            return Err(DirectoryFault::BindRefused.into());
        }
        let result = self.ldap.with_timeout(self.limit).simple_bind(dn, password).await?;
        if result.rc == 0 { Ok(()) } else { Err(Fault::of_result(&result)) }
    }
}

async fn within<T>(limit: Duration, work: impl Future<Output = Answer<T>>) -> Answer<T> {
    timeout(limit, work).await.unwrap_or_else(|_| Err(DirectoryFault::TimedOut.into()))
}
