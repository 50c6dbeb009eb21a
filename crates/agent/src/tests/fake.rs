use std::collections::{BTreeSet, VecDeque};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use serde_json::{Value, json};
use signatures::{Message, Signed, VerifyingKey};

pub(super) const DEVICE: &str = "0198f3a2-7c1e-7d44-9a55-2f0c1b9e6a77";

/// What the server knows and what happened to it.
#[derive(Default)]
pub(super) struct Book {
    pub(super) base_url: String,
    pub(super) key: Option<VerifyingKey>,
    pub(super) registrations: Vec<Value>,
    pub(super) check_ins: Vec<Value>,
    pub(super) results: Vec<(String, Value)>,
    /// Delivered with every check-in until there is a result.
    pub(super) commands: Vec<Value>,
    /// Answers given instead of the next ones, after a valid signature: status, code, `Retry-After`.
    pub(super) instead: VecDeque<(u16, &'static str, Option<u32>)>,
    /// The server's clock minus the computer's.
    pub(super) clock_ahead_s: i64,
    pub(super) hide_date: bool,
    pub(super) next_check_in_s: u32,
    nonces: BTreeSet<String>,
}

/// A server on a port of its own, ended with its runtime.
#[derive(Clone)]
pub(super) struct Fake(Arc<Mutex<Book>>);

impl Fake {
    pub(super) async fn start() -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base_url = format!("http://{}", listener.local_addr().unwrap());
        let fake = Self(Arc::new(Mutex::new(Book { base_url, ..Book::default() })));
        let router = Router::new()
            .route("/api/device/v1/register", post(register))
            .route("/api/device/v1/check-in", post(check_in))
            .route("/api/device/v1/commands/{id}/result", post(result))
            .with_state(fake.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        fake
    }

    pub(super) fn book<T>(&self, look: impl FnOnce(&mut Book) -> T) -> T {
        look(&mut self.0.lock().unwrap())
    }

    pub(super) fn base_url(&self) -> String {
        self.book(|book| book.base_url.clone())
    }

    /// The address of a registration PIN.
    pub(super) fn link(&self) -> String {
        let server = self.base_url().replace("http://", "");
        format!("mirp://{server}&user=amira%40example.com&pin=12345678")
    }

    fn problem(&self, status: u16, code: &str, retry_after: Option<u32>) -> Response {
        let (ahead, hide) = self.book(|book| (book.clock_ahead_s, book.hide_date));
        let date = std::time::UNIX_EPOCH
            + std::time::Duration::from_secs((crate::clock::now() + ahead).try_into().unwrap());
        let body = json!({ "type": "about:blank", "status": status, "code": code }).to_string();
        let mut response = (StatusCode::from_u16(status).unwrap(), body).into_response();
        let date = if hide { "a while ago".to_owned() } else { httpdate::fmt_http_date(date) };
        response.headers_mut().insert("date", date.parse().unwrap());
        if let Some(seconds) = retry_after {
            response.headers_mut().insert("retry-after", seconds.into());
        }
        response
    }

    /// The contract's order: signature, freshness, nonce; then whatever was scripted.
    fn refuse(&self, uri: &Uri, headers: &HeaderMap, body: &[u8]) -> Option<Response> {
        let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let signed =
            Signed::parse(header("signature-input"), header("signature"), header("content-digest")).unwrap();
        let target = format!("{}{uri}", self.base_url());
        let key = self.book(|book| book.key).unwrap_or_default();
        let message = Message::new("POST", &target, body);
        if signed.keyid() != DEVICE || signed.verify(&key, &message).is_err() {
            return Some(self.problem(401, "signature_invalid", None));
        }
        let now = crate::clock::now() + self.book(|book| book.clock_ahead_s);
        if (signed.created() - now).abs() > 300 {
            return Some(self.problem(401, "signature_stale", None));
        }
        if !self.book(|book| book.nonces.insert(signed.nonce().to_owned())) {
            return Some(self.problem(401, "nonce_reused", None));
        }
        let (status, code, retry_after) = self.book(|book| book.instead.pop_front())?;
        Some(self.problem(status, code, retry_after))
    }
}

async fn register(State(fake): State<Fake>, body: Bytes) -> Response {
    let body: Value = serde_json::from_slice(&body).unwrap();
    let key = signatures::public_key(body["public_key"].as_str().unwrap()).unwrap();
    let instead = fake.book(|book| {
        book.registrations.push(body);
        book.key = Some(key);
        book.instead.pop_front()
    });
    if let Some((status, code, retry_after)) = instead {
        return fake.problem(status, code, retry_after);
    }
    let answer = json!({
        "device_id": DEVICE.to_uppercase(), "base_url": fake.base_url(), "check_in_interval_s": 60, "more": true,
    });
    (StatusCode::CREATED, answer.to_string()).into_response()
}

async fn check_in(State(fake): State<Fake>, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    if let Some(refusal) = fake.refuse(&uri, &headers, &body) {
        return refusal;
    }
    let answer = fake.book(|book| {
        book.check_ins.push(serde_json::from_slice(&body).unwrap());
        let notices = json!([{ "id": "n1", "code": "hello", "text": "Hello" }]);
        json!({ "commands": book.commands, "notices": notices, "next_check_in_s": book.next_check_in_s })
    });
    answer.to_string().into_response()
}

async fn result(
    State(fake): State<Fake>,
    Path(id): Path<String>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if let Some(refusal) = fake.refuse(&uri, &headers, &body) {
        return refusal;
    }
    fake.book(|book| {
        book.commands.retain(|command| command["id"] != id.as_str());
        book.results.push((id, serde_json::from_slice(&body).unwrap()));
    });
    StatusCode::NO_CONTENT.into_response()
}
