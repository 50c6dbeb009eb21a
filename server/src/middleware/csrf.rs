//! Defence against requests that a foreign page makes a browser send (trust.md section 2.5).
//!
//! Browsers say where a request comes from in `Sec-Fetch-Site`; older ones in `Origin` alone. A request
//! that carries a session cookie and neither of them comes from no browser that we know, and is refused
//! too: the cookie would be its only credential.

use axum::http::{header, request::Parts};
use types::Face;

use crate::http::cookies;

/// Whether the request may go on. `public_url` is how browsers reach Gatehouse.
pub(crate) fn is_allowed(public_url: Option<&str>, request: &Parts) -> bool {
    if request.method.is_safe() {
        return true;
    }
    let text = |name: &str| request.headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    if let Some(site) = text("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    match text(header::ORIGIN.as_str()) {
        Some(origin) => Some(origin) == public_url || is_own_host(origin, request),
        None => !has_session(request),
    }
}

/// Whether the origin is the host that the request was sent to, for addresses beside the public URL
/// such as `localhost`.
fn is_own_host(origin: &str, request: &Parts) -> bool {
    let host = request.uri.authority().map(|authority| authority.as_str());
    let host = host.or_else(|| request.headers.get(header::HOST)?.to_str().ok());
    let sent_from = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
    host.is_some() && sent_from == host
}

fn has_session(request: &Parts) -> bool {
    Face::ALL.iter().any(|face| cookies::session_token(&request.headers, *face).is_some())
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;

    fn allowed(method: &str, headers: &[(&str, &str)]) -> bool {
        let mut request = Request::builder().method(method).uri("/devices").header("host", "gate.example");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        is_allowed(Some("https://gate.example"), &request.body(()).unwrap().into_parts().0)
    }

    const COOKIE: (&str, &str) = ("cookie", "__Host-portal=abc");

    #[test]
    fn reading_is_never_refused() {
        assert!(allowed("GET", &[COOKIE, ("sec-fetch-site", "cross-site")]));
        assert!(allowed("HEAD", &[COOKIE, ("origin", "https://evil.example")]));
    }

    #[test]
    fn a_foreign_page_cannot_post() {
        for (name, value) in [
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
            ("sec-fetch-site", "SAME-ORIGIN"),
            ("origin", "https://evil.example"),
            ("origin", "https://gate.example.evil.example"),
            ("origin", "https://gate.example:8443"),
            ("origin", "null"),
            ("origin", ""),
        ] {
            assert!(!allowed("POST", &[COOKIE, (name, value)]), "{name}: {value}");
            assert!(!allowed("POST", &[(name, value)]), "{name}: {value}, without a cookie");
        }
        assert!(!allowed(
            "POST",
            &[COOKIE, ("sec-fetch-site", "cross-site"), ("origin", "https://gate.example")]
        ));
        assert!(!allowed("POST", &[COOKIE]));
        assert!(!allowed("POST", &[("cookie", "theme=dark; __Host-console=x")]));
    }

    #[test]
    fn our_own_pages_and_programs_without_cookies_can() {
        assert!(allowed("POST", &[COOKIE, ("sec-fetch-site", "same-origin")]));
        assert!(allowed("POST", &[COOKIE, ("sec-fetch-site", "none")]));
        assert!(allowed("POST", &[COOKIE, ("origin", "https://gate.example")]));
        assert!(allowed("POST", &[("cookie", "theme=dark")]));
        assert!(allowed("POST", &[]));
    }
}
