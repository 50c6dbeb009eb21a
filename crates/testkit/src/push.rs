//! A push service for tests: HTTP/2 with client certificates, as Apple's, which can be told what to answer.

use std::{
    collections::{HashMap, VecDeque},
    convert::Infallible,
    net::{Ipv4Addr, SocketAddr},
    sync::{Arc, Mutex, PoisonError},
};

use domain::push::PushService;
use http_body_util::{BodyExt, Full};
use hyper::{
    Request, Response,
    body::{Bytes, Incoming},
    server::conn::http2,
    service::service_fn,
};
use hyper_util::rt::{TokioExecutor, TokioIo};
use rustls::{RootCertStore, ServerConfig, pki_types::PrivateKeyDer, server::WebPkiClientVerifier};
use tokio::{
    net::TcpListener,
    sync::{Notify, watch},
    task::JoinHandle,
};
use tokio_rustls::TlsAcceptor;

use crate::pki::{
    Authority, Card,
    rcgen::{CertificateParams, DnType, ExtendedKeyUsagePurpose, SanType},
};

/// A call as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// The device's address, in hexadecimal.
    pub token: String,
    /// What it is to hear.
    pub magic: String,
    /// `apns-topic`.
    pub topic: String,
    /// `apns-push-type`.
    pub kind: String,
    /// Which connection it came by, counted from one.
    pub connection: usize,
}

/// What the service does with a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Takes it.
    Accept,
    /// Refuses it with a status and a reason, and the moment that a device went.
    Refuse(u16, &'static str, Option<i64>),
}

#[derive(Debug, Default)]
struct Shared {
    calls: Vec<Call>,
    /// For one device, for good.
    devices: HashMap<String, Answer>,
    /// For the next calls, whosever.
    next: VecDeque<Answer>,
    connections: usize,
    /// Answers wait until this says that they may go.
    may_answer: Option<watch::Receiver<bool>>,
}

/// Keeps the service from answering until it is dropped.
#[derive(Debug)]
pub struct Hold {
    _answers: watch::Sender<bool>,
}

/// A running service. Dropping it closes the port.
pub struct PushSimulator {
    address: SocketAddr,
    vouching: Authority,
    /// Issues push certificates.
    issuing: Authority,
    shared: Arc<Mutex<Shared>>,
    called: Arc<Notify>,
    listening: JoinHandle<()>,
}

impl PushSimulator {
    /// A service that takes every call.
    ///
    /// # Panics
    /// When there is no free port.
    pub async fn start() -> Self {
        let (vouching, issuing) = (Authority::new("Vouches for push"), Authority::new("Issues for push"));
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let acceptor = TlsAcceptor::from(Arc::new(tls(&vouching, &issuing)));
        let shared = Arc::new(Mutex::new(Shared::default()));
        let called = Arc::new(Notify::new());
        let listening = tokio::spawn(listen(listener, acceptor, Arc::clone(&shared), Arc::clone(&called)));
        Self { address, vouching, issuing, shared, called, listening }
    }

    /// Where it is, and who vouches for it.
    #[must_use]
    pub fn service(&self) -> PushService {
        let url = format!("https://localhost:{}", self.address.port());
        PushService { url, roots: vec![self.vouching.der()] }
    }

    /// A push certificate of this topic, with its key.
    #[must_use]
    pub fn certificate(&self, topic: &str) -> Card {
        push_certificate(&self.issuing, topic)
    }

    /// Answers the next calls so, whosever they are.
    pub fn answer(&self, answers: impl IntoIterator<Item = Answer>) {
        self.lock().next.extend(answers);
    }

    /// Answers calls of one device so from now on.
    pub fn answer_device(&self, token: &[u8], answer: Answer) {
        let token: String = token.iter().map(|byte| format!("{byte:02x}")).collect();
        self.lock().devices.insert(token, answer);
    }

    /// Takes calls and answers none while the hold lasts.
    #[must_use]
    pub fn hold(&self) -> Hold {
        let (answers, may_answer) = watch::channel(false);
        self.lock().may_answer = Some(may_answer);
        Hold { _answers: answers }
    }

    /// Returns when there is a call that nobody has asked for yet.
    pub async fn called(&self) {
        let called = Arc::clone(&self.called);
        while self.lock().calls.is_empty() {
            called.notified().await;
        }
    }

    /// The calls since this was asked last.
    #[must_use]
    pub fn calls(&self) -> Vec<Call> {
        std::mem::take(&mut self.lock().calls)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for PushSimulator {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

/// A push certificate of this topic, with its key.
#[must_use]
pub fn push_certificate(issuing: &Authority, topic: &str) -> Card {
    issuing.card_with("push", |params| with_topic(params, topic))
}

/// The user id of the subject (RFC 4519 section 2.39) is the topic.
fn with_topic(params: &mut CertificateParams, topic: &str) {
    let user_id = DnType::CustomDnType(vec![0, 9, 2342, 19_200_300, 100, 1, 1]);
    params.distinguished_name.push(user_id, topic);
    params.distinguished_name.push(DnType::CommonName, "APSP:simulated");
}

fn tls(vouching: &Authority, issuing: &Authority) -> ServerConfig {
    let own = vouching.card_with("server", |params| {
        params.subject_alt_names = vec![SanType::DnsName("localhost".try_into().expect("a name"))];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    });
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut known = RootCertStore::empty();
    known.add(issuing.der().into()).expect("an authority");
    let clients = WebPkiClientVerifier::builder_with_provider(Arc::new(known), Arc::clone(&provider));
    let key = rustls::pki_types::pem::PemObject::from_pem_slice(own.key_pem.as_bytes());
    let key: PrivateKeyDer<'static> = key.expect("a key");
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("protocols")
        .with_client_cert_verifier(clients.build().expect("a verifier"))
        .with_single_cert(own.chain, key)
        .expect("a certificate");
    config.alpn_protocols = vec![b"h2".to_vec()];
    config
}

async fn listen(
    listener: TcpListener,
    acceptor: TlsAcceptor,
    shared: Arc<Mutex<Shared>>,
    called: Arc<Notify>,
) {
    while let Ok((stream, _)) = listener.accept().await {
        let (acceptor, shared, called) = (acceptor.clone(), Arc::clone(&shared), Arc::clone(&called));
        tokio::spawn(async move {
            let Ok(stream) = acceptor.accept(stream).await else { return };
            let connection = {
                let mut shared = shared.lock().unwrap_or_else(PoisonError::into_inner);
                shared.connections += 1;
                shared.connections
            };
            let service = service_fn(move |request| {
                answer(request, Arc::clone(&shared), Arc::clone(&called), connection)
            });
            let serving = http2::Builder::new(TokioExecutor::new());
            _ = serving.serve_connection(TokioIo::new(stream), service).await;
        });
    }
}

async fn answer(
    request: Request<Incoming>,
    shared: Arc<Mutex<Shared>>,
    called: Arc<Notify>,
    connection: usize,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let token = request.uri().path().strip_prefix("/3/device/").unwrap_or_default().to_owned();
    let header = |name: &str| {
        let value = request.headers().get(name).and_then(|value| value.to_str().ok());
        value.unwrap_or_default().to_owned()
    };
    let (topic, kind) = (header("apns-topic"), header("apns-push-type"));
    let body = request.into_body().collect().await.map(|body| body.to_bytes()).unwrap_or_default();
    let body: serde_json::Value = serde_json::from_slice(&body).unwrap_or_default();
    let magic = body["mdm"].as_str().unwrap_or_default().to_owned();
    let (said, held) = {
        let mut shared = shared.lock().unwrap_or_else(PoisonError::into_inner);
        let said = shared.devices.get(&token).cloned().or_else(|| shared.next.pop_front());
        shared.calls.push(Call { token, magic, topic, kind, connection });
        (said, shared.may_answer.clone())
    };
    called.notify_one();
    if let Some(mut held) = held {
        // Ends when the hold is dropped.
        _ = held.changed().await;
    }
    let (status, body) = match said.unwrap_or(Answer::Accept) {
        Answer::Accept => (200, String::new()),
        Answer::Refuse(status, reason, None) => (status, format!("{{\"reason\":\"{reason}\"}}")),
        Answer::Refuse(status, reason, Some(at)) => {
            (status, format!("{{\"reason\":\"{reason}\",\"timestamp\":{at}}}"))
        }
    };
    let mut response = Response::new(Full::new(Bytes::from(body)));
    *response.status_mut() = status.try_into().unwrap_or_default();
    Ok(response)
}
