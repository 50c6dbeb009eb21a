//! The mail server: how to reach it, and one try to hand it a message.

mod address;
mod failure;
mod mime;

use std::time::Duration;

use lettre::transport::smtp::{
    authentication::{Credentials, DEFAULT_MECHANISMS},
    client::{AsyncSmtpConnection, TlsParameters},
    extension::ClientId,
};
use tokio::net::TcpStream;
use types::MailServer;
use url::Host;

pub(super) use mime::{Mail, Recipient};

use super::{failure::Failure, outlet::Outlet};
use crate::{Error, Result};
use address::{Address, Encryption};

/// The mail server, when one is configured.
pub(crate) type Mailer = Outlet<MailServer>;

/// A mail server and how to talk to it.
pub(crate) struct Server {
    address: Address,
    /// Made once, since it reads the system's certificates.
    tls: Option<TlsParameters>,
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Server").field(&self.address).finish()
    }
}

impl Mailer {
    /// Reads `GATEHOUSE_SMTP_URL`; see [`address::Address`] for its form. Nothing is sent yet.
    ///
    /// # Errors
    /// When the URL or the certificate file that it names cannot be read. The words never hold the
    /// URL, since a password may be in it.
    pub(crate) fn new(url: Option<&str>) -> Result<Self> {
        let Some(url) = url.map(str::trim).filter(|url| !url.is_empty()) else { return Ok(Self::default()) };
        let address =
            Address::parse(url).map_err(|fault| Error::internal(format!("GATEHOUSE_SMTP_URL: {fault}")))?;
        let server =
            Server::at(address).map_err(|fault| Error::internal(format!("GATEHOUSE_SMTP_URL: {fault}")))?;
        Ok(Self::fixed(server))
    }

    /// Hands one message to the mail server. A connection of its own for each: nothing of a broken
    /// one can reach the next message.
    ///
    /// # Errors
    /// Why it was not taken, and whether trying again makes sense.
    pub(super) async fn send(&self, mail: &Mail<'_>) -> Result<(), Failure> {
        let Some(server) = self.current() else {
            return Err(Failure::Unreachable("No mail server is set up".to_owned()));
        };
        let limit = server.address.timeout;
        let mut connection = match tokio::time::timeout(limit, server.send(mail)).await {
            Ok(taken) => taken?,
            Err(_) => {
                let words = format!("The mail server did not answer within {} s", limit.as_secs());
                return Err(Failure::Unreachable(words));
            }
        };
        // Taken is taken, even if the server does not say goodbye.
        let _ = tokio::time::timeout(Duration::from_secs(2), connection.quit()).await;
        Ok(())
    }
}

impl Server {
    /// A server that was set up, with the password of its account.
    ///
    /// # Errors
    /// When its host is no host, or TLS cannot be set up.
    pub(super) fn of(server: &MailServer, password: Option<String>) -> std::result::Result<Self, String> {
        Self::at(Address::of(server, password)?)
    }

    /// How long one try can take.
    pub(super) fn timeout(&self) -> Duration {
        self.address.timeout
    }

    fn at(address: Address) -> std::result::Result<Self, String> {
        let tls = match address.encryption {
            Encryption::None => None,
            _ => Some(address.tls_parameters()?),
        };
        Ok(Self { address, tls })
    }

    /// Hands the message over and gives the connection, to be closed.
    async fn send(&self, mail: &Mail<'_>) -> Result<AsyncSmtpConnection, Failure> {
        let message = mime::write(mail, self.address.from.as_ref())?;
        let mut connection = self.connect(mail.public_host).await?;
        connection.send(message.envelope(), &message.formatted()).await.map_err(Failure::of_message)?;
        Ok(connection)
    }

    async fn connect(&self, public_host: &str) -> Result<AsyncSmtpConnection, Failure> {
        let address = &self.address;
        let hello = hello(public_host);
        let server = (address.host.as_str(), address.port);
        let wrapper = self.tls.clone().filter(|_| address.encryption == Encryption::Wrapper);
        let mut connection = match wrapper {
            Some(tls) => {
                AsyncSmtpConnection::connect_tokio1(server, Some(address.timeout), &hello, Some(tls), None)
                    .await
                    .map_err(Failure::of_connection)?
            }
            None => {
                let stream = TcpStream::connect(server).await.map_err(|error| Failure::of_network(&error))?;
                // The end of a message is a packet of its own; it shall not wait for the receipt of the
                // one before, which servers put off for 40 ms.
                stream.set_nodelay(true).map_err(|error| Failure::of_network(&error))?;
                AsyncSmtpConnection::connect_with_transport(Box::new(stream), &hello)
                    .await
                    .map_err(Failure::of_connection)?
            }
        };
        let upgrade = match address.encryption {
            Encryption::None | Encryption::Wrapper => false,
            Encryption::Required => true,
            Encryption::Opportunistic => connection.can_starttls(),
        };
        if let Some(tls) = self.tls.clone().filter(|_| upgrade) {
            connection.starttls(tls, &hello).await.map_err(Failure::of_connection)?;
        }
        if let Some((user, password)) = &address.credentials {
            let credentials = Credentials::new(user.clone(), password.clone());
            connection.auth(DEFAULT_MECHANISMS, &credentials).await.map_err(Failure::of_connection)?;
        }
        Ok(connection)
    }
}

/// How to introduce oneself: by the public host.
fn hello(public_host: &str) -> ClientId {
    match Host::parse(public_host) {
        Ok(Host::Ipv4(ip)) => ClientId::Ipv4(ip),
        Ok(Host::Ipv6(ip)) => ClientId::Ipv6(ip),
        _ => ClientId::Domain(public_host.to_owned()),
    }
}
