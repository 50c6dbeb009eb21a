//! Cookies: read and written here alone.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use types::Face;

/// What a sign-out answers beside the cleared cookie: nothing stays in the browser.
pub const CLEAR_SITE_DATA: (HeaderName, HeaderValue) =
    (HeaderName::from_static("clear-site-data"), HeaderValue::from_static("\"cache\", \"storage\""));

/// The value of `Set-Cookie` that begins a session: gone with the browser, never readable by scripts.
///
/// The console's cookie is sent from our own pages alone; the portal's also when somebody follows a
/// link from their mail.
pub fn session(face: Face, token: &str) -> HeaderValue {
    let text = format!("{}={token}; {}", face.cookie(), attributes(face));
    // Tokens are URL-safe base64; anything else would be a fault, and no session the safe outcome.
    HeaderValue::from_str(&text).unwrap_or_else(|_| clear(face))
}

/// The value of `Set-Cookie` that ends it.
pub fn clear(face: Face) -> HeaderValue {
    let text = format!("{}=; Max-Age=0; {}", face.cookie(), attributes(face));
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(""))
}

fn attributes(face: Face) -> &'static str {
    match face {
        Face::Console => "Path=/; Secure; HttpOnly; SameSite=Strict",
        Face::Portal => "Path=/; Secure; HttpOnly; SameSite=Lax",
    }
}

/// The value of `Set-Cookie` that keeps the colours of the pages in this browser. Pages may read and
/// write it too.
pub(crate) fn theme(theme: Option<&str>, is_https: bool) -> HeaderValue {
    let secure = if is_https { "; Secure" } else { "" };
    let text = match theme {
        Some(theme) => format!("theme={theme}; Path=/; Max-Age=31536000; SameSite=Lax{secure}"),
        None => format!("theme=; Path=/; Max-Age=0; SameSite=Lax{secure}"),
    };
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(""))
}

/// What a browser is known by while its certificate is looked at elsewhere.
pub(crate) const CERTIFICATE: &str = "__Host-certificate";

/// Keeps it for five minutes. It comes back with a redirect from there, so not `Strict`.
pub(crate) fn certificate(browser: &str) -> HeaderValue {
    let text = format!("{CERTIFICATE}={browser}; Max-Age=300; Path=/; Secure; HttpOnly; SameSite=Lax");
    HeaderValue::from_str(&text).unwrap_or_else(|_| clear_certificate())
}

/// Forgets it.
pub(crate) fn clear_certificate() -> HeaderValue {
    HeaderValue::from_static("__Host-certificate=; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Lax")
}

/// The session token of a face, if the browser has sent one.
pub fn session_token(headers: &HeaderMap, face: Face) -> Option<String> {
    value(headers, face.cookie()).filter(|token| !token.is_empty() && token.len() <= 128)
}

/// The value of a cookie. One that came twice counts as missing: somebody else has set one of them.
pub(crate) fn value(headers: &HeaderMap, name: &str) -> Option<String> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut found = lines
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter(|(key, _)| *key == name)
        .map(|(_, value)| value.to_owned());
    match (found.next(), found.next()) {
        (Some(value), None) => Some(value),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_cookie_is_closed_on_all_sides() {
        let text = session(Face::Console, "abc");
        assert_eq!(text, "__Host-console=abc; Path=/; Secure; HttpOnly; SameSite=Strict");
        assert_eq!(session(Face::Portal, "abc"), "__Host-portal=abc; Path=/; Secure; HttpOnly; SameSite=Lax");
        assert!(clear(Face::Portal).to_str().unwrap().contains("Max-Age=0"));
    }

    #[test]
    fn a_cookie_is_found_among_others_and_never_twice() {
        let read = |line: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::COOKIE, HeaderValue::from_static(line));
            session_token(&headers, Face::Portal)
        };
        assert_eq!(read("theme=dark; __Host-portal=abc").as_deref(), Some("abc"));
        assert_eq!(read("__Host-portal=abc; __Host-portal=def"), None);
        assert_eq!(read("x__Host-portal=abc; __host-portal=def"), None);
        assert_eq!(read("__Host-portal="), None);
    }
}
