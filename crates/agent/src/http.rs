//! One HTTP exchange: no redirects, bounded answers, faults in plain words.

use std::error::Error as _;
use std::path::Path;
use std::time::Duration;

use reqwest::header::{CONTENT_TYPE, DATE, HeaderMap, LOCATION, RETRY_AFTER};
use serde::Deserialize;
use serde_json::Value;

use crate::address::is_loopback;
use crate::error::AgentError;

/// Longer answers are not read.
const MAX_ANSWER_BYTES: usize = 1024 * 1024;

/// How long a connection may take to be made.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// An answer of the server.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    /// The `Date` header, in seconds since 1970.
    pub(crate) date: Option<i64>,
    /// The `Retry-After` header.
    pub(crate) retry_after: Option<Duration>,
    /// The `Location` header.
    pub(crate) location: Option<String>,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    /// The stable word of a problem document (RFC 9457), empty if there is none.
    pub(crate) fn code(&self) -> String {
        #[derive(Deserialize)]
        struct Problem {
            #[serde(default)]
            code: Value,
        }
        let problem = serde_json::from_slice::<Problem>(&self.body).ok();
        problem.and_then(|problem| problem.code.as_str().map(str::to_owned)).unwrap_or_default()
    }
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NoAnswer {
    /// What happened.
    pub(crate) reason: String,
    /// The request may have reached the server.
    pub(crate) maybe_sent: bool,
}

/// Builds the HTTP client for one server.
///
/// Certificates are checked against the system's authorities and the one in `ca_file`.
pub(crate) fn client(base_url: &str, ca_file: Option<&Path>) -> Result<reqwest::Client, AgentError> {
    let agent = concat!("gatehouse-agent/", env!("CARGO_PKG_VERSION"));
    let mut builder = reqwest::Client::builder()
        .user_agent(agent)
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(CONNECT_TIMEOUT);
    let mut authorities = Vec::new();
    if let Some(path) = ca_file {
        let pem = std::fs::read(path).map_err(|error| AgentError::file("Reading", path, &error))?;
        authorities = reqwest::Certificate::from_pem_bundle(&pem).unwrap_or_default();
        if authorities.is_empty() {
            return Err(AgentError::Usage(format!("There is no PEM certificate in {}.", path.display())));
        }
    }
    if base_url.starts_with("http://") {
        // Plain http is for this computer alone: no certificate has a part, not even a missing system store.
        builder = builder.tls_certs_only(authorities);
    } else if !authorities.is_empty() {
        builder = builder.tls_certs_merge(authorities);
    }
    if is_loopback(base_url) {
        builder = builder.no_proxy();
    }
    builder.build().map_err(|error| {
        AgentError::Local(format!(
            "Secure connections cannot be set up: {}. Is the package ca-certificates installed?",
            reason(&error)
        ))
    })
}

/// Posts a JSON body and reads the answer whole.
pub(crate) async fn post(
    client: &reqwest::Client,
    url: &str,
    headers: HeaderMap,
    body: Vec<u8>,
    timeout: Duration,
) -> Result<Reply, NoAnswer> {
    let request = client.post(url).headers(headers).header(CONTENT_TYPE, "application/json").body(body);
    exchange(request.timeout(timeout)).await
}

/// Reads what is at an address, whole.
pub(crate) async fn get(client: &reqwest::Client, url: &str, timeout: Duration) -> Result<Reply, NoAnswer> {
    exchange(client.get(url).timeout(timeout)).await
}

async fn exchange(request: reqwest::RequestBuilder) -> Result<Reply, NoAnswer> {
    let mut response = request
        .send()
        .await
        .map_err(|error| NoAnswer { reason: reason(&error), maybe_sent: !error.is_connect() })?;
    let mut reply = Reply {
        status: response.status().as_u16(),
        date: header(response.headers(), DATE.as_str()).and_then(seconds),
        retry_after: header(response.headers(), RETRY_AFTER.as_str())
            .and_then(|text| text.trim().parse().ok())
            .map(Duration::from_secs),
        location: header(response.headers(), LOCATION.as_str()).map(str::to_owned),
        body: Vec::new(),
    };
    let broken = |reason| NoAnswer { reason, maybe_sent: true };
    while let Some(chunk) = response.chunk().await.map_err(|error| broken(reason(&error)))? {
        if reply.body.len().saturating_add(chunk.len()) > MAX_ANSWER_BYTES {
            return Err(broken("the answer is too long".to_owned()));
        }
        reply.body.extend_from_slice(&chunk);
    }
    Ok(reply)
}

fn header<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// An HTTP date in seconds since 1970.
fn seconds(date: &str) -> Option<i64> {
    let since = httpdate::parse_http_date(date).ok()?.duration_since(std::time::UNIX_EPOCH).ok()?;
    i64::try_from(since.as_secs()).ok()
}

/// The innermost cause, which says most, without the address.
fn reason(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        return "no answer in time".to_owned();
    }
    let mut innermost: &dyn std::error::Error = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    if error.source().is_none() { "the request could not be sent".to_owned() } else { innermost.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_http_date_is_read_in_seconds() {
        assert_eq!(seconds("Tue, 20 Apr 2021 02:07:55 GMT"), Some(1_618_884_475));
        assert_eq!(seconds("yesterday"), None);
    }

    #[test]
    fn a_reply_without_a_problem_has_no_code() {
        let reply = |body: &str| Reply {
            status: 403,
            date: None,
            retry_after: None,
            location: None,
            body: body.into(),
        };
        assert_eq!(reply(r#"{"type":"about:blank","code":"device_gone"}"#).code(), "device_gone");
        assert_eq!(reply("<html>").code(), "");
        assert_eq!(reply(r#"{"code":7}"#).code(), "");
    }
}
