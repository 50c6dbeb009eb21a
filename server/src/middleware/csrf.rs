//! Defence against requests that a foreign page makes a browser send (trust.md section 2.5).
//!
//! Browsers say where a request comes from in `Sec-Fetch-Site`; older ones in `Origin` alone. A request
//! that carries a session cookie and neither of them comes from no browser that we know, and is refused
//! too: the cookie would be its only credential.

use axum::http::{header, request::Parts};
use types::Face;

use crate::http::cookies;

/// What forms and server functions send.
const OURS: [&str; 2] = ["application/x-www-form-urlencoded", "application/json"];

/// What forms with a file send.
const WITH_FILE: &str = "multipart/form-data";

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

/// Whether the body is of a type that our own pages send. Foreign pages can make a browser send others
/// without asking first, and what a body means is never guessed. Files come to the few forms that take one.
pub(crate) fn is_form_of_ours(request: &Parts, is_empty: bool, takes_files: bool) -> bool {
    let Some(given) = request.headers.get(header::CONTENT_TYPE) else {
        return request.method.is_safe() || is_empty;
    };
    let given = given.to_str().unwrap_or_default().split(';').next().unwrap_or_default().trim();
    request.method.is_safe()
        || OURS.iter().any(|ours| given.eq_ignore_ascii_case(ours))
        || takes_files && given.eq_ignore_ascii_case(WITH_FILE)
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
    fn a_body_is_what_our_pages_send() {
        let comes = |content_type: &str, is_empty, takes_files| {
            let request = Request::post("/devices").header("content-type", content_type).body(()).unwrap();
            is_form_of_ours(&request.into_parts().0, is_empty, takes_files)
        };
        let ours = |content_type: &str, is_empty| comes(content_type, is_empty, false);
        assert!(comes("multipart/form-data; boundary=x", false, true));
        assert!(!comes("text/plain", false, true));
        assert!(ours("application/x-www-form-urlencoded", false));
        assert!(ours("Application/JSON; charset=utf-8", false));
        for other in
            ["text/plain", "multipart/form-data; boundary=x", "application/xml", "", "application/jsonx"]
        {
            assert!(!ours(other, false) && !ours(other, true), "{other}");
        }
        let bare = Request::post("/sign-out").body(()).unwrap().into_parts().0;
        assert!(is_form_of_ours(&bare, true, true) && !is_form_of_ours(&bare, false, true));
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
