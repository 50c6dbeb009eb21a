//! A mail server for tests, which can be told to misbehave.
//!
//! It speaks ESMTP (RFC 5321) on 127.0.0.1, with `STARTTLS` (RFC 3207) and `AUTH` (RFC 4954) when asked to, and keeps
//! what it received:
//!
//! ```
//! # async fn example() {
//! use testkit::smtp::{Answer, SmtpServer, Stage};
//!
//! let mail = SmtpServer::start().await;
//! mail.answer_next(Answer::Refuse { stage: Stage::Recipient, code: 451 });
//! // … send to mail.address() twice: the first is put off, the second arrives …
//! let received = mail.wait_for_messages(1).await;
//! assert_eq!(received[0].recipients, ["ada@example.org"]);
//! # }
//! ```

mod message;
mod options;
mod session;
mod wire;

pub use message::Message;
pub use options::{Answer, Certificate, Credentials, Options, Security, Stage};

use session::Session;
use std::collections::VecDeque;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use wire::Wire;

/// A running mail server. Dropping it closes the port; sessions that are open end with their clients.
#[derive(Debug)]
pub struct SmtpServer {
    address: SocketAddr,
    shared: Arc<Shared>,
    listening: JoinHandle<()>,
}

/// What the sessions of a server have in common.
#[derive(Debug)]
struct Shared {
    options: Options,
    answers: Mutex<VecDeque<Answer>>,
    seen: watch::Sender<Seen>,
}

/// What has happened so far.
#[derive(Debug, Default)]
struct Seen {
    messages: Vec<Message>,
    /// Sessions that keep their client waiting now.
    hanging: usize,
    /// How often [`SmtpServer::release`] was called.
    releases: usize,
}

impl SmtpServer {
    /// A server without TLS and without authentication that takes every message.
    pub async fn start() -> Self {
        Self::start_with(Options::default()).await
    }

    /// A server as `options` say.
    pub async fn start_with(options: Options) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared {
            options,
            answers: Mutex::default(),
            seen: watch::Sender::new(Seen::default()),
        });
        let listening = tokio::spawn(listen(listener, Arc::clone(&shared)));
        Self { address, shared, listening }
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Its address as `GATEHOUSE_SMTP_URL` takes it. The host is a name when there is a certificate to match.
    #[must_use]
    pub fn url(&self) -> String {
        let credentials = self.shared.options.credentials.as_ref();
        let login = credentials.map(|who| format!("{}:{}@", who.user, who.password)).unwrap_or_default();
        let port = self.address.port();
        match self.shared.options.security {
            Security::None => format!("smtp://{login}127.0.0.1:{port}"),
            Security::StartTls(_) => format!("smtp://{login}localhost:{port}?tls=required"),
            Security::Tls(_) => format!("smtps://{login}localhost:{port}"),
        }
    }

    /// Answers the next message so, after those that were arranged before it. Without arrangement all are accepted.
    pub fn answer_next(&self, answer: Answer) {
        self.shared.answers.lock().unwrap().push_back(answer);
    }

    /// Lets every session that hangs now go on and accept its message.
    pub fn release(&self) {
        self.shared.seen.send_modify(|seen| seen.releases += 1);
    }

    /// The messages taken so far, oldest first.
    #[must_use]
    pub fn messages(&self) -> Vec<Message> {
        self.shared.seen.borrow().messages.clone()
    }

    /// The messages taken, as soon as there are `count` of them.
    pub async fn wait_for_messages(&self, count: usize) -> Vec<Message> {
        let mut seen = self.shared.seen.subscribe();
        seen.wait_for(|seen| seen.messages.len() >= count).await.unwrap().messages.clone()
    }

    /// Returns as soon as `count` sessions hang.
    pub async fn wait_until_hanging(&self, count: usize) {
        let mut seen = self.shared.seen.subscribe();
        seen.wait_for(|seen| seen.hanging >= count).await.unwrap();
    }
}

impl Drop for SmtpServer {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

async fn listen(listener: TcpListener, shared: Arc<Shared>) {
    while let Ok((stream, _)) = listener.accept().await {
        // As mail servers do: a reply of several lines does not wait for the receipt of the first.
        stream.set_nodelay(true).unwrap();
        let shared = Arc::clone(&shared);
        // A client that goes away in the middle is the test's own doing.
        tokio::spawn(async move { serve(stream, shared).await.ok() });
    }
}

async fn serve(stream: TcpStream, shared: Arc<Shared>) -> std::io::Result<()> {
    let wire = match &shared.options.security {
        Security::Tls(certificate) => {
            let stream = TlsAcceptor::from(certificate.server_config()).accept(stream).await?;
            Wire::new(stream, true)
        }
        Security::None | Security::StartTls(_) => Wire::new(stream, false),
    };
    Session::new(wire, shared).run().await
}
