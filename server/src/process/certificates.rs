//! The listener that asks for certificates of people (docs/decisions/0012). The handshake makes sure
//! that the browser holds the key; whether the certificate counts is decided by the domain.

use std::{
    future::Future,
    io,
    net::{SocketAddr, TcpListener},
    pin::Pin,
    sync::Arc,
    time::Duration,
};

use axum::{Extension, extract::connect_info::IntoMakeServiceWithConnectInfo, middleware::AddExtension};
use axum_server::{
    Handle,
    accept::Accept,
    tls_rustls::{RustlsAcceptor, RustlsConfig},
};
use domain::Domain;
use rustls::{
    DigitallySignedStruct, DistinguishedName, Error, ServerConfig, SignatureScheme,
    client::danger::HandshakeSignatureValid,
    crypto::{CryptoProvider, WebPkiSupportedAlgorithms, verify_tls12_signature, verify_tls13_signature},
    pki_types::{CertificateDer, UnixTime},
    server::{
        NoServerSessionStorage,
        danger::{ClientCertVerified, ClientCertVerifier},
    },
};
use tokio::net::TcpStream;
use tokio_rustls::server::TlsStream;
use tower::Layer as _;

use super::{serve, tls};
use crate::{AppState, config::TlsFiles, fault::Fault, http::certificates::Shown, router};

const LOOK_EVERY: Duration = Duration::from_secs(2);

/// Serves until the process is asked to end.
///
/// # Errors
/// A certificate of the server that cannot be used, or a listener that fails.
pub(super) async fn run(
    state: AppState,
    listener: TcpListener,
    files: TlsFiles,
    handle: Handle<SocketAddr>,
) -> Result<(), Fault> {
    let config = RustlsConfig::from_config(Arc::new(build(&files, &Offered::read(state.domain()).await)?));
    tokio::spawn(follow(state.clone(), files, config.clone()));
    let fault = |error: io::Error| {
        Fault::new(format!("The listener for certificates cannot go on: {error}"), "Start Gatehouse again.")
    };
    let service: IntoMakeServiceWithConnectInfo<axum::Router, SocketAddr> =
        router::certificates(state).into_make_service_with_connect_info();
    let acceptor = Acceptor(RustlsAcceptor::new(config));
    let server = axum_server::from_tcp(listener).map_err(fault)?.acceptor(acceptor).handle(handle);
    serve::finish(server, service).await.map_err(fault)
}

/// The names of the authorities that the browser is told, so that it offers cards that fit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Offered(Vec<Vec<u8>>);

impl Offered {
    /// Where the database does not answer, none: the browser offers everything then.
    async fn read(domain: &Domain) -> Self {
        Self(domain.access().authority_subjects().await.unwrap_or_default())
    }
}

/// Takes up new files and newly trusted authorities.
async fn follow(state: AppState, files: TlsFiles, config: RustlsConfig) {
    let mut seen = (tls::changed_at(&files), Offered::read(state.domain()).await);
    loop {
        tokio::select! {
            () = state.shutdown().cancelled() => return,
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
        let now = (tls::changed_at(&files), Offered::read(state.domain()).await);
        if now == seen {
            continue;
        }
        match build(&files, &now.1) {
            Ok(fresh) => config.reload_from_config(Arc::new(fresh)),
            // The main listener has said so already.
            Err(fault) => {
                tracing::debug!(fault = %fault.what, "the listener for certificates stays as it is")
            }
        }
        seen = now;
    }
}

fn build(files: &TlsFiles, offered: &Offered) -> Result<ServerConfig, Fault> {
    let (chain, key) = tls::read_pair(files)?;
    let provider = CryptoProvider::get_default().cloned();
    let provider = provider.unwrap_or_else(|| Arc::new(rustls::crypto::ring::default_provider()));
    let hints = offered.0.iter().cloned().map(DistinguishedName::from).collect();
    let verifier = AnyHolder { algorithms: provider.signature_verification_algorithms, hints };
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(|builder| {
            builder.with_client_cert_verifier(Arc::new(verifier)).with_single_cert(chain, key)
        })
        .map_err(|error| tls::cannot_be_used("GATEHOUSE_TLS_CERT", &files.cert, &error))?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    // A card that was pulled out must not come in again on what its last visit left behind.
    config.session_storage = Arc::new(NoServerSessionStorage {});
    config.send_tls13_tickets = 0;
    Ok(config)
}

/// Lets everybody in who proves to hold the key of the certificate they show, or shows none.
#[derive(Debug)]
struct AnyHolder {
    algorithms: WebPkiSupportedAlgorithms,
    hints: Vec<DistinguishedName>,
}

impl ClientCertVerifier for AnyHolder {
    fn client_auth_mandatory(&self) -> bool {
        false
    }

    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &self.hints
    }

    /// Not yet: the page behind the handshake can say what is wrong, the handshake cannot.
    fn verify_client_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        Ok(ClientCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, cert, signature, &self.algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, cert, signature, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}

/// Shakes hands and puts what was shown beside every request of the connection.
#[derive(Debug, Clone)]
struct Acceptor(RustlsAcceptor);

impl<S: Send + 'static> Accept<TcpStream, S> for Acceptor {
    type Stream = TlsStream<TcpStream>;
    type Service = AddExtension<S, Shown>;
    type Future = Pin<Box<dyn Future<Output = io::Result<(Self::Stream, Self::Service)>> + Send>>;

    fn accept(&self, stream: TcpStream, service: S) -> Self::Future {
        let accepted = self.0.accept(stream, service);
        Box::pin(async move {
            let (stream, service) = accepted.await?;
            let shown = stream.get_ref().1.peer_certificates().map(<[_]>::to_vec).unwrap_or_default();
            Ok((stream, Extension(Shown(shown.into())).layer(service)))
        })
    }
}
