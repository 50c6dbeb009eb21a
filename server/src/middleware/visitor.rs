//! Who calls, as far as the connection tells: request id, address, browser.

use std::net::{IpAddr, SocketAddr};

use axum::{
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, header},
    middleware::Next,
    response::Response,
};
use domain::RequestCtx;
use types::MessageLanguage;
use uuid::Uuid;

use super::language;
use crate::{AppState, config::Cidr};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const FORWARDED_FOR: &str = "x-forwarded-for";
/// Longest name of a browser that is kept, in characters.
const USER_AGENT: usize = 200;

/// The request before anybody is known.
#[derive(Debug, Clone, Default)]
pub(crate) struct Visitor {
    /// The id under which the log knows the request.
    pub(crate) request_id: String,
    /// The client's address.
    pub(crate) address: Option<IpAddr>,
    /// The browser, as it calls itself.
    pub(crate) user_agent: Option<String>,
    /// The language that the browser asks for.
    pub(crate) language: MessageLanguage,
}

impl Visitor {
    /// A context for nobody known.
    pub(crate) fn ctx(&self) -> RequestCtx {
        let mut ctx = RequestCtx::anonymous(self.request_id.clone(), self.address);
        ctx.user_agent.clone_from(&self.user_agent);
        ctx.language = self.language;
        ctx
    }
}

/// Puts a [`Visitor`] into the extensions, and its request id on the answer.
pub(crate) async fn recognise(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip().to_canonical());
    let proxies = &state.options().trusted_proxies;
    let from_proxy = peer.is_some_and(|peer| is_trusted(proxies, peer));
    let headers = request.headers();
    let request_id = match from_proxy.then(|| given_id(headers)).flatten() {
        Some(id) => id,
        None => Uuid::now_v7().hyphenated().to_string(),
    };
    let address = if from_proxy { forwarded(headers, proxies).or(peer) } else { peer };
    let user_agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
    let user_agent = user_agent.map(|text| text.chars().take(USER_AGENT).collect());
    let language = language::wanted(headers);
    let id_header = HeaderValue::from_str(&request_id);
    request.extensions_mut().insert(Visitor { request_id, address, user_agent, language });
    let mut answer = next.run(request).await;
    if let Ok(id) = id_header {
        answer.headers_mut().insert(REQUEST_ID, id);
    }
    answer
}

fn is_trusted(proxies: &[Cidr], address: IpAddr) -> bool {
    proxies.iter().any(|network| network.contains(address))
}

/// An id that a proxy has given, if it is of a form that is safe in logs.
fn given_id(headers: &HeaderMap) -> Option<String> {
    let id = headers.get(REQUEST_ID)?.to_str().ok()?;
    let fits =
        (8..=64).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
    fits.then(|| id.to_owned())
}

/// The client's address by `X-Forwarded-For`: the right-most one that is no trusted proxy. What stands
/// left of it was written by the client and means nothing.
fn forwarded(headers: &HeaderMap, proxies: &[Cidr]) -> Option<IpAddr> {
    let lines: Vec<&str> =
        headers.get_all(FORWARDED_FOR).iter().filter_map(|line| line.to_str().ok()).collect();
    let mut nearest = None;
    for part in lines.join(",").rsplit(',') {
        let Some(address) = address_of(part.trim()) else { break };
        nearest = Some(address);
        if !is_trusted(proxies, address) {
            break;
        }
    }
    nearest
}

/// An address with or without a port.
fn address_of(text: &str) -> Option<IpAddr> {
    let address = text.parse::<IpAddr>().ok();
    let address = address.or_else(|| text.parse::<SocketAddr>().ok().map(|socket| socket.ip()));
    let address = address.or_else(|| text.strip_prefix('[')?.strip_suffix(']')?.parse().ok());
    address.map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(lines: &[&str]) -> Option<String> {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(FORWARDED_FOR, line.parse().unwrap());
        }
        let proxies = ["10.0.0.0/8".parse().unwrap(), "192.0.2.1".parse().unwrap()];
        forwarded(&headers, &proxies).map(|address| address.to_string())
    }

    #[test]
    fn the_right_most_address_that_is_no_proxy_is_the_client() {
        assert_eq!(client(&["203.0.113.9"]).as_deref(), Some("203.0.113.9"));
        assert_eq!(client(&["1.2.3.4, 203.0.113.9, 10.1.1.1"]).as_deref(), Some("203.0.113.9"));
        assert_eq!(client(&["1.2.3.4", "203.0.113.9", "192.0.2.1"]).as_deref(), Some("203.0.113.9"));
        assert_eq!(client(&["203.0.113.9:4711"]).as_deref(), Some("203.0.113.9"));
        assert_eq!(client(&["[2001:db8::9]"]).as_deref(), Some("2001:db8::9"));
    }

    #[test]
    fn what_is_no_address_ends_the_search() {
        assert_eq!(client(&["1.2.3.4, nonsense, 10.1.1.1"]).as_deref(), Some("10.1.1.1"));
        assert_eq!(client(&["nonsense"]), None);
        assert_eq!(client(&[]), None);
    }

    #[test]
    fn an_id_that_could_harm_a_log_is_not_taken_over() {
        let id = |text: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(REQUEST_ID, HeaderValue::from_bytes(text.as_bytes()).unwrap());
            given_id(&headers)
        };
        assert_eq!(id("0198f3a2-7c1e-7d44").as_deref(), Some("0198f3a2-7c1e-7d44"));
        for text in [
            "short",
            "with space in it",
            "semi;colon-semi",
            "<script>alert",
            "\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}",
        ] {
            assert_eq!(id(text), None, "{text}");
        }
        assert_eq!(id(&"a".repeat(65)), None);
    }
}
