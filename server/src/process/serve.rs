//! Serves until it is asked to end.

use std::{
    io::ErrorKind,
    net::{SocketAddr, TcpListener},
    time::Duration,
};

use axum::extract::connect_info::IntoMakeServiceWithConnectInfo;
use axum_server::Handle;
use domain::access::CertificateListener;
use hyper_util::rt::TokioTimer;
use tokio::signal::unix::{SignalKind, signal};

use super::{certificates, open, tls};
use crate::{
    AppState, Options,
    assets::Assets,
    config::{Certificates, Config},
    fault::Fault,
    router,
};

/// How long running requests have to end.
const GRACE: Duration = Duration::from_secs(8);
/// How long a client may take to send the head of a request.
const HEAD_TIME: Duration = Duration::from_secs(15);
/// Largest head of a request, in bytes.
const HEAD_SIZE: usize = 16 * 1024;

/// A server that listens, and what its people need to know.
#[derive(Debug)]
pub struct Serving {
    state: AppState,
    listener: TcpListener,
    certificates: Option<TcpListener>,
    config: Config,
    /// Where it listens.
    pub address: SocketAddr,
    /// Where the first administrator begins; a single-use link, until the set-up is complete.
    pub set_up_link: Option<String>,
}

/// Opens everything and listens.
///
/// # Errors
/// Whatever is in the way, with its remedy.
pub async fn prepare(config: Config) -> Result<Serving, Fault> {
    let domain = open(&config).await?;
    let listener = listen(config.listen)?;
    let address = listener.local_addr().unwrap_or(config.listen);
    let certificates = match &config.certificates {
        Some(wanted) => Some(listen_for_certificates(&domain, wanted)?),
        None => None,
    };
    let options = Options {
        trusted_proxies: config.trusted_proxies.clone(),
        tls: config.tls.is_some(),
        dev: config.dev,
    };
    let state = AppState::new(domain, Assets::embedded(), options);
    if state.assets().is_empty() {
        tracing::warn!(
            "this program was built without its pages' files: run `make build`, or `make run` from the sources"
        );
    }
    let set_up_link = set_up_link(&state, &config, address).await?;
    Ok(Serving { state, listener, certificates, config, address, set_up_link })
}

impl Serving {
    /// The URL of this very listener.
    pub fn url(&self) -> String {
        own_url(&self.config, self.address)
    }

    /// Serves until a signal asks to end, then lets running requests finish.
    ///
    /// # Errors
    /// A certificate that cannot be used, or a listener that fails.
    pub async fn run(self) -> Result<(), Fault> {
        let Self { state, listener, certificates, config, .. } = self;
        let handle = Handle::new();
        let shutdown = state.shutdown().clone();
        tokio::spawn(end_on_signal(shutdown.clone(), handle.clone()));
        let holder = format!("{}-{}", std::process::id(), uuid::Uuid::now_v7());
        let (domain, ended) = (state.domain().clone(), shutdown.clone());
        let jobs = tokio::spawn(async move { domain.run_jobs(&holder, ended.cancelled_owned()).await });
        // In a development build the compressor itself is slow, and the browser near.
        if !cfg!(debug_assertions) {
            let assets = state.assets().clone();
            tokio::task::spawn_blocking(move || assets.compress());
        }
        if let (Some(listener), Some(files)) = (certificates, config.tls.clone()) {
            let (state, own) = (state.clone(), Handle::new());
            tokio::spawn(end_with(shutdown.clone(), own.clone()));
            tokio::spawn(async move {
                if let Err(fault) = certificates::run(state, listener, files, own).await {
                    tracing::error!(fault = %fault.what, "certificates are not asked for any more");
                }
            });
        }
        let service = router::app(state).into_make_service_with_connect_info::<SocketAddr>();
        let fault = |error: std::io::Error| {
            Fault::new(format!("The server cannot go on: {error}"), "Start it again.")
        };
        match &config.tls {
            Some(files) => {
                let tls = tls::load(files)?;
                tokio::spawn(tls::follow(files.clone(), tls.clone(), shutdown.clone()));
                let server = axum_server::from_tcp_rustls(listener, tls).map_err(fault)?;
                finish(server.handle(handle), service).await.map_err(fault)?;
            }
            None => {
                let server = axum_server::from_tcp(listener).map_err(fault)?;
                finish(server.handle(handle), service).await.map_err(fault)?;
            }
        }
        shutdown.cancel();
        let _ = tokio::time::timeout(Duration::from_secs(2), jobs).await;
        Ok(())
    }
}

type Service = IntoMakeServiceWithConnectInfo<axum::Router, SocketAddr>;

pub(super) async fn finish<A>(
    mut server: axum_server::Server<SocketAddr, A>,
    service: Service,
) -> std::io::Result<()>
where
    A: axum_server::accept::Accept<
            tokio::net::TcpStream,
            axum::middleware::AddExtension<axum::Router, axum::extract::ConnectInfo<SocketAddr>>,
        > + Clone
        + Send
        + Sync
        + 'static,
    A::Stream: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin + Send,
    A::Service: axum_server::service::SendService<axum::http::Request<hyper::body::Incoming>> + Send,
    A::Future: Send,
{
    let builder = server.http_builder();
    builder.http1().timer(TokioTimer::new()).header_read_timeout(HEAD_TIME).max_buf_size(HEAD_SIZE);
    builder.http2().timer(TokioTimer::new()).max_header_list_size(HEAD_SIZE as u32);
    server.serve(service).await
}

/// Binds the listener for certificates and tells the domain where it is.
fn listen_for_certificates(domain: &domain::Domain, wanted: &Certificates) -> Result<TcpListener, Fault> {
    let listener = listen(wanted.listen)?;
    let port = listener.local_addr().unwrap_or(wanted.listen).port();
    domain.listens_for_certificates(CertificateListener { url: wanted.url.clone(), port });
    Ok(listener)
}

fn listen(address: SocketAddr) -> Result<TcpListener, Fault> {
    let listener =
        TcpListener::bind(address).and_then(|listener| listener.set_nonblocking(true).map(|()| listener));
    listener.map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => Fault::new(
            format!("Another program listens on {address} already"),
            "End that program, or choose another port with GATEHOUSE_LISTEN, such as 127.0.0.1:3001.",
        ),
        ErrorKind::PermissionDenied => Fault::new(
            format!("This user may not listen on {address}"),
            "Choose a port from 1024 up with GATEHOUSE_LISTEN, or give the program the right to low ports.",
        ),
        _ => Fault::new(
            format!("Gatehouse cannot listen on {address}: {error}"),
            "Choose an address of this computer with GATEHOUSE_LISTEN.",
        ),
    })
}

/// The link that begins the set-up. Where no public URL is configured yet, the listener itself is the
/// one place that is known to answer.
async fn set_up_link(
    state: &AppState,
    config: &Config,
    address: SocketAddr,
) -> Result<Option<String>, Fault> {
    let issued = state.domain().access().issue_set_up_link().await;
    let token =
        issued.map_err(|error| Fault::new(format!("The set-up cannot begin: {error}"), "Start again."))?;
    let base = config.public_url.clone().unwrap_or_else(|| own_url(config, address));
    Ok(token.map(|token| format!("{base}/set-up/{token}")))
}

fn own_url(config: &Config, address: SocketAddr) -> String {
    let scheme = if config.tls.is_some() { "https" } else { "http" };
    let mut shown = address;
    if address.ip().is_unspecified() {
        shown.set_ip(std::net::Ipv4Addr::LOCALHOST.into());
    }
    format!("{scheme}://{shown}")
}

async fn end_with(shutdown: tokio_util::sync::CancellationToken, handle: Handle<SocketAddr>) {
    shutdown.cancelled().await;
    handle.graceful_shutdown(Some(GRACE));
}

async fn end_on_signal(shutdown: tokio_util::sync::CancellationToken, handle: Handle<SocketAddr>) {
    let (Ok(mut terminate), Ok(mut interrupt)) =
        (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
    else {
        tracing::error!("signals cannot be received; end the process with SIGKILL");
        return;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
        () = shutdown.cancelled() => {}
    }
    tracing::info!("ending: running requests may finish");
    shutdown.cancel();
    handle.graceful_shutdown(Some(GRACE));
}
