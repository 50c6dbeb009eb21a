//! The signature base (RFC 9421 section 2.5).

use std::fmt;

use crate::SignatureError;

/// The request as the server received it, without the three header fields of the signature.
#[derive(Clone, Copy)]
pub struct Message<'a> {
    /// The method as sent, in capitals.
    pub method: &'a str,
    /// The absolute URI: the server's configured base URL plus path and query exactly as sent.
    pub target_uri: &'a str,
    /// The raw body; empty when there is none.
    pub body: &'a [u8],
    /// Looks up another header field by its lower-case name, several lines joined with `", "`. `None` if absent.
    pub field: &'a dyn Fn(&str) -> Option<String>,
}

impl<'a> Message<'a> {
    /// A request of which no other header field is known; a signature that covers one is refused.
    #[must_use]
    pub fn new(method: &'a str, target_uri: &'a str, body: &'a [u8]) -> Self {
        Self { method, target_uri, body, field: &|_| None }
    }
}

impl fmt::Debug for Message<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Message")
            .field("method", &self.method)
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// Builds the lines of the covered components followed by `@signature-params`, for which `params` is taken to the letter.
pub(crate) fn build<'c>(
    components: impl IntoIterator<Item = &'c str>,
    params: &str,
    content_digest: &str,
    message: &Message<'_>,
) -> Result<String, SignatureError> {
    let mut base = String::new();
    for name in components {
        let value = value(name, content_digest, message)?;
        // A line break inside a value would let one line pose as two.
        if value.bytes().any(|b| b != b'\t' && !(0x20..0x7f).contains(&b)) {
            return Err(SignatureError::UnknownComponent);
        }
        base.push_str(&format!("\"{name}\": {value}\n"));
    }
    base.push_str(&format!("\"@signature-params\": {params}"));
    Ok(base)
}

/// The value of one component (RFC 9421 sections 2.1 and 2.2).
fn value(name: &str, content_digest: &str, message: &Message<'_>) -> Result<String, SignatureError> {
    let value = match name {
        "@method" => Some(message.method.to_owned()),
        "@target-uri" => Some(message.target_uri.to_owned()),
        "content-digest" => Some(content_digest.to_owned()),
        _ if name.starts_with('@') => derived(name, message.target_uri),
        _ => (message.field)(name).map(|value| value.trim_matches([' ', '\t']).to_owned()),
    };
    value.ok_or(SignatureError::UnknownComponent)
}

/// What follows from the target URI alone.
fn derived(name: &str, target_uri: &str) -> Option<String> {
    let (scheme, rest) = target_uri.split_once("://")?;
    let scheme = scheme.to_ascii_lowercase();
    let split = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, path_and_query) = rest.split_at_checked(split)?;
    let (path, query) = match path_and_query.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (path_and_query, None),
    };
    let path = if path.is_empty() { "/" } else { path };
    match name {
        "@scheme" => Some(scheme),
        "@authority" => {
            let authority = authority.to_ascii_lowercase();
            let default_port = if scheme == "https" { ":443" } else { ":80" };
            Some(authority.strip_suffix(default_port).unwrap_or(&authority).to_owned())
        }
        "@path" => Some(path.to_owned()),
        "@query" => Some(format!("?{}", query.unwrap_or_default())),
        "@request-target" => Some(query.map_or_else(|| path.to_owned(), |query| format!("{path}?{query}"))),
        _ => None,
    }
}
