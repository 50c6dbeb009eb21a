//! Something between a client and a server: it passes on what they say, or behaves badly.

use super::flood::{self, Flood};
use rustls::ServerConfig;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

/// How it behaves to new connections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// Passes everything on.
    Pass,
    /// Takes connections and says nothing, ever.
    Silent,
    /// Closes every connection at once.
    Closed,
    /// Says what is no LDAP.
    Babbling,
    /// Lets everybody in, and answers a search so.
    Flooding(Flood),
}

/// A place to connect to instead of a server. Dropping it closes the port.
#[derive(Debug)]
pub struct Gateway {
    address: SocketAddr,
    manner: watch::Sender<Manner>,
    listening: JoinHandle<()>,
}

impl Gateway {
    /// In front of `server`, with TLS of its own if a configuration is given.
    ///
    /// # Panics
    /// When there is no port.
    pub async fn before(server: SocketAddr, tls: Option<Arc<ServerConfig>>) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let (manner, seen) = watch::channel(Manner::Pass);
        let listening = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let manner = *seen.borrow();
                let tls = tls.clone();
                tokio::spawn(async move { serve(stream, server, manner, tls).await.ok() });
            }
        });
        Self { address, manner, listening }
    }

    /// Its address without TLS.
    #[must_use]
    pub fn url(&self) -> String {
        format!("ldap://localhost:{}", self.address.port())
    }

    /// Its address with TLS.
    #[must_use]
    pub fn tls_url(&self) -> String {
        format!("ldaps://localhost:{}", self.address.port())
    }

    /// Behaves so from the next connection on.
    pub fn behave(&self, manner: Manner) {
        self.manner.send_replace(manner);
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

async fn serve(
    mut stream: TcpStream,
    server: SocketAddr,
    manner: Manner,
    tls: Option<Arc<ServerConfig>>,
) -> std::io::Result<()> {
    match manner {
        Manner::Closed => Ok(()),
        Manner::Silent => {
            // Reads, so that the client can say everything it likes.
            tokio::io::copy(&mut stream, &mut tokio::io::sink()).await.map(drop)
        }
        Manner::Babbling => {
            use tokio::io::AsyncWriteExt as _;
            stream.write_all(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n").await?;
            tokio::io::copy(&mut stream, &mut tokio::io::sink()).await.map(drop)
        }
        Manner::Flooding(flood) => flood::serve(stream, flood).await,
        Manner::Pass => {
            let mut upstream = TcpStream::connect(server).await?;
            match tls {
                Some(config) => {
                    let mut stream = TlsAcceptor::from(config).accept(stream).await?;
                    copy_bidirectional(&mut stream, &mut upstream).await.map(drop)
                }
                None => copy_bidirectional(&mut stream, &mut upstream).await.map(drop),
            }
        }
    }
}
