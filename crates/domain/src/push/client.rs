//! The push service (Apple: *Sending notification requests to APNs*; HTTP/2 with a client certificate).

use std::{
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicI64, AtomicU32, Ordering},
    },
    time::Duration,
};

use reqwest::{Client, StatusCode, redirect::Policy};
use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{CertificateDer, PrivateKeyDer},
};
use serde::Deserialize;
use types::Timestamp;

use super::PushService;
use crate::{
    error::{Error, Result},
    hex::hex,
    network::SYSTEM_ROOTS,
};

/// How long one call may take, the answer included.
const TIMEOUT: Duration = Duration::from_secs(20);
/// For how long the push service keeps a call for a device that is away.
const KEEP: Duration = Duration::from_hours(3 * 24);
/// Longest answer that is read, in bytes; real ones have less than a hundred.
const MAX_ANSWER: usize = 4 << 10;
/// The first rest after the service did not answer, which doubles up to the longest.
const REST: Duration = Duration::from_secs(5);
/// The longest.
const LONGEST_REST: Duration = Duration::from_mins(10);
/// After it has refused the certificate.
const REST_REFUSED: Duration = Duration::from_hours(1);

/// Whom to call, and what to say.
pub(super) struct Call<'a> {
    /// The device's address.
    pub(super) token: &'a [u8],
    /// What it must hear.
    pub(super) magic: &'a str,
}

/// What became of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Answer {
    /// The service has taken it.
    Accepted,
    /// It knows no such device under this certificate.
    NoDevice(String),
    /// The device is not there any more, since then.
    Gone(Timestamp),
    /// This device was called too often.
    TooOften,
    /// The request was wrong: ours, not the device's.
    Wrong(String),
    /// It refuses the certificate, for all devices.
    NotWelcome(String),
    /// It did not answer, or not now.
    Away(String),
}

#[derive(Deserialize)]
struct Refusal {
    #[serde(default)]
    reason: String,
    /// Milliseconds since the epoch.
    timestamp: Option<i64>,
}

/// A connection to the push service with the certificate that counts, and when it rests.
#[derive(Debug, Default)]
pub(crate) struct Line {
    service: PushService,
    ready: RwLock<Option<Ready>>,
    resting_until: AtomicI64,
    failures: AtomicU32,
}

#[derive(Debug, Clone)]
struct Ready {
    /// The version of the settings that it was made from.
    version: i64,
    http: Client,
    topic: Arc<str>,
}

impl Line {
    pub(crate) fn to(service: PushService) -> Self {
        Self { service, ..Self::default() }
    }

    /// Whether this version of the certificate is the one in use.
    pub(super) fn is_of(&self, version: i64) -> bool {
        self.ready().is_some_and(|ready| ready.version == version)
    }

    /// Uses a certificate from now on: its chain DER, its key PKCS#8 DER.
    ///
    /// # Errors
    /// For a key that TLS cannot use.
    pub(super) fn set(&self, version: i64, chain: &[Vec<u8>], key: &[u8], topic: &str) -> Result<()> {
        let http = client(&self.service, chain, key)?;
        let ready = Ready { version, http, topic: topic.into() };
        *self.ready.write().unwrap_or_else(PoisonError::into_inner) = Some(ready);
        self.wake_up();
        Ok(())
    }

    pub(super) fn is_resting(&self, now: Timestamp) -> bool {
        now.as_millis() < self.resting_until.load(Ordering::Relaxed)
    }

    /// Calls nobody for a while: longer each time, and not at the same moment as everybody else.
    pub(super) fn rest(&self, now: Timestamp, refused: bool, chance: f64) {
        let failures = self.failures.fetch_add(1, Ordering::Relaxed).min(10);
        let longest = REST.saturating_mul(1 << failures).min(LONGEST_REST);
        let rest = if refused { REST_REFUSED } else { longest.mul_f64(0.5 + chance / 2.0) };
        self.resting_until.store((now + rest).as_millis(), Ordering::Relaxed);
    }

    pub(super) fn wake_up(&self) {
        self.failures.store(0, Ordering::Relaxed);
        self.resting_until.store(0, Ordering::Relaxed);
    }

    fn ready(&self) -> Option<Ready> {
        self.ready.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Makes one call.
    pub(super) async fn call(&self, call: &Call<'_>, now: Timestamp) -> Answer {
        let Some(ready) = self.ready() else { return Answer::Away("There is no certificate".to_owned()) };
        let token = hex(call.token);
        let expires = (now + KEEP).as_millis() / 1_000;
        let sent = ready
            .http
            .post(format!("{}/3/device/{token}", self.service.url))
            .header("apns-topic", &*ready.topic)
            .header("apns-push-type", "mdm")
            .header("apns-priority", "10")
            .header("apns-expiration", expires.to_string())
            .json(&serde_json::json!({ "mdm": call.magic }))
            .send()
            .await;
        match sent {
            Ok(response) => judge(response).await,
            Err(error) => Answer::Away(words(&error)),
        }
    }
}

/// What an answer means.
async fn judge(response: reqwest::Response) -> Answer {
    let status = response.status();
    if status == StatusCode::OK {
        return Answer::Accepted;
    }
    let refusal = match response.content_length().is_none_or(|length| length <= MAX_ANSWER as u64) {
        true => response.bytes().await.ok().filter(|body| body.len() <= MAX_ANSWER),
        false => None,
    };
    let refusal: Option<Refusal> = refusal.and_then(|body| serde_json::from_slice(&body).ok());
    let reason: String = refusal.as_ref().map(|refusal| plain(&refusal.reason)).unwrap_or_default();
    let said = if reason.is_empty() { status.as_u16().to_string() } else { reason.clone() };
    match (status.as_u16(), reason.as_str()) {
        (400, "BadDeviceToken" | "DeviceTokenNotForTopic" | "BadTopic" | "TopicDisallowed") => {
            Answer::NoDevice(said)
        }
        (403, _) => Answer::NotWelcome(said),
        (410, _) => match refusal.and_then(|refusal| refusal.timestamp) {
            Some(at) => Answer::Gone(Timestamp::from_millis(at)),
            None => Answer::NoDevice(said),
        },
        (429, _) => Answer::TooOften,
        (500..=599, _) => Answer::Away(said),
        _ => Answer::Wrong(said),
    }
}

/// A word of the service's, as far as it may be shown.
fn plain(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).take(60).collect()
}

/// Why it could not be asked, without addresses.
fn words(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        "It did not answer in time".to_owned()
    } else if error.is_connect() {
        "No connection".to_owned()
    } else {
        "The connection broke off".to_owned()
    }
}

fn client(service: &PushService, chain: &[Vec<u8>], key: &[u8]) -> Result<Client> {
    let roots = match service.roots.as_slice() {
        [] => SYSTEM_ROOTS.clone(),
        own => {
            let mut roots = RootCertStore::empty();
            roots.add_parsable_certificates(own.iter().cloned().map(CertificateDer::from));
            roots
        }
    };
    let chain = chain.iter().cloned().map(CertificateDer::from).collect();
    let key = PrivateKeyDer::try_from(key.to_vec()).map_err(Error::internal)?;
    let mut tls = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(Error::internal)?
        .with_root_certificates(roots)
        .with_client_auth_cert(chain, key)
        .map_err(Error::internal)?;
    tls.alpn_protocols = vec![b"h2".to_vec()];
    Client::builder()
        .user_agent(concat!("gatehouse/", env!("CARGO_PKG_VERSION")))
        .tls_backend_preconfigured(tls)
        .http2_prior_knowledge()
        .http2_keep_alive_interval(Duration::from_mins(1))
        .redirect(Policy::none())
        .no_proxy()
        .timeout(TIMEOUT)
        .build()
        .map_err(Error::internal)
}
