//! Signed requests of a registered device.

use std::time::Duration;

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use serde::Serialize;
use signatures::{Params, Request, SigningKey, sign};

use crate::http::{self, NoAnswer, Reply};
use crate::state::State;
use crate::{clock, keys};

/// Why a signed request did not do what it should.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fault {
    /// No answer; try again.
    Network(String),
    /// The server wants to be left alone for a while.
    Later { wait: Option<Duration>, reason: String },
    /// The clocks differ, and the `Date` header did not help.
    Clock,
    /// The server does not know this device or its key.
    Unknown,
    /// The device was retired or wiped.
    Gone,
    /// Another refusal, with its status and code word.
    Refused { status: u16, code: String },
}

/// A client with key, device id and the server's clock.
pub(crate) struct Client {
    http: reqwest::Client,
    key: SigningKey,
    device_id: String,
    base_url: String,
    clock_offset_s: i64,
}

impl Client {
    pub(crate) fn new(http: reqwest::Client, key: SigningKey, state: &State) -> Self {
        Self {
            http,
            key,
            device_id: state.device_id.clone(),
            base_url: state.base_url.clone(),
            clock_offset_s: state.clock_offset_s,
        }
    }

    /// What this client adds to the computer's clock, in seconds; changes when the server says it is wrong.
    pub(crate) fn clock_offset_s(&self) -> i64 {
        self.clock_offset_s
    }

    /// Now, by the server's clock as far as it is known.
    pub(crate) fn now(&self) -> i64 {
        clock::now().saturating_add(self.clock_offset_s)
    }

    /// Posts `body` to `path` (absolute, with query) under a fresh signature.
    ///
    /// A stale signature is made again once with the clock of the `Date` header, a used nonce once with another.
    ///
    /// # Errors
    /// A [`Fault`] for everything but a 2xx answer.
    pub(crate) async fn post(
        &mut self,
        path: &str,
        body: &impl Serialize,
        timeout: Duration,
    ) -> Result<Reply, Fault> {
        let body = serde_json::to_vec(body).map_err(|error| Fault::Network(error.to_string()))?;
        let url = format!("{}{path}", self.base_url);
        let (mut clock_set, mut nonce_changed) = (false, false);
        loop {
            let headers = self.sign(&url, &body)?;
            let reply = http::post(&self.http, &url, headers, body.clone(), timeout).await;
            let reply = reply.map_err(|NoAnswer { reason, .. }| Fault::Network(reason))?;
            match (reply.status, reply.code().as_str()) {
                (200..=299, _) => return Ok(reply),
                (401, "signature_stale") => match reply.date {
                    Some(date) if !clock_set => {
                        clock_set = true;
                        self.clock_offset_s = date.saturating_sub(clock::now());
                    }
                    _ => return Err(Fault::Clock),
                },
                (401, "nonce_reused") if !nonce_changed => nonce_changed = true,
                (401, "signature_invalid") => return Err(Fault::Unknown),
                (403, "device_gone") => return Err(Fault::Gone),
                (429 | 500..=599, _) => {
                    let reason = format!("the server answers {}", reply.status);
                    return Err(Fault::Later { wait: reply.retry_after, reason });
                }
                (status, code) => return Err(Fault::Refused { status, code: code.to_owned() }),
            }
        }
    }

    fn sign(&self, url: &str, body: &[u8]) -> Result<HeaderMap, Fault> {
        let request = Request { method: "POST", target_uri: url, body };
        let nonce = keys::nonce();
        let params = Params { created: self.now(), keyid: &self.device_id, nonce: &nonce };
        let unsigned = |error: String| Fault::Network(format!("the request cannot be signed: {error}"));
        let signed = sign(&self.key, &request, params).map_err(|error| unsigned(error.to_string()))?;
        let mut headers = HeaderMap::new();
        for (name, value) in [
            ("signature-input", signed.signature_input),
            ("signature", signed.signature),
            ("content-digest", signed.content_digest),
        ] {
            let value = HeaderValue::from_str(&value).map_err(|error| unsigned(error.to_string()))?;
            headers.insert(HeaderName::from_static(name), value);
        }
        Ok(headers)
    }
}
