//! How a mail server is to behave.

use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use std::sync::Arc;

/// The settings of a server.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Whether and when the connection is encrypted.
    pub security: Security,
    /// The one account that may send; `None` lets everybody.
    pub credentials: Option<Credentials>,
}

/// Whether and when a connection is encrypted.
#[derive(Clone, Debug, Default)]
pub enum Security {
    /// Never.
    #[default]
    None,
    /// After `STARTTLS`, without which no message is taken.
    StartTls(Certificate),
    /// From the first byte.
    Tls(Certificate),
}

/// An account of the mail server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credentials {
    /// The name to sign in with.
    pub user: String,
    /// Its password.
    pub password: String,
}

/// What the server does with a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Takes it.
    Accept,
    /// Refuses it with a reply code: 4xx for now, 5xx for good.
    Refuse {
        /// The command that is refused.
        stage: Stage,
        /// The reply code.
        code: u16,
    },
    /// Keeps the client waiting for the last reply until [`release`](super::SmtpServer::release), then takes it.
    Hang,
    /// Takes it and closes the connection without a reply, so that the client cannot know.
    Drop,
}

/// The points at which a message can be refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The greeting: the whole connection is refused.
    Greeting,
    /// `MAIL FROM`.
    Sender,
    /// `RCPT TO`.
    Recipient,
    /// After the message itself.
    Message,
}

/// A self-signed certificate for `localhost` and its key.
#[derive(Clone)]
pub struct Certificate {
    config: Arc<ServerConfig>,
    pem: String,
    key_pem: String,
}

impl std::fmt::Debug for Certificate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Certificate")
    }
}

impl Certificate {
    /// Makes a new one.
    #[must_use]
    pub fn for_localhost() -> Self {
        let names = vec!["localhost".to_owned(), "127.0.0.1".to_owned()];
        let CertifiedKey { cert, signing_key } = generate_simple_self_signed(names).unwrap();
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(signing_key.serialize_der()));
        let chain: Vec<CertificateDer<'static>> = vec![cert.der().clone()];
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .and_then(|builder| builder.with_no_client_auth().with_single_cert(chain, key))
            .unwrap();
        Self { config: Arc::new(config), pem: cert.pem(), key_pem: signing_key.serialize_pem() }
    }

    /// The certificate in PEM, for a client to trust.
    #[must_use]
    pub fn pem(&self) -> &str {
        &self.pem
    }

    /// Its key in PEM, for a server of one's own.
    #[must_use]
    pub fn key_pem(&self) -> &str {
        &self.key_pem
    }

    pub(super) fn server_config(&self) -> Arc<ServerConfig> {
        Arc::clone(&self.config)
    }
}
