//! One line in the log per request, under its id. Queries, headers and bodies are left out, and so are
//! the secrets that some paths carry.

use std::{borrow::Cow, time::Instant};

use axum::{extract::Request, middleware::Next, response::Response};
use tracing::Instrument;

use super::visitor::Visitor;

/// Paths whose next part is a secret.
const SECRET_BEHIND: [&str; 3] = ["/r/", "/set-up/", "/set-password/"];

pub(super) async fn trace(request: Request, next: Next) -> Response {
    let visitor = request.extensions().get::<Visitor>().cloned().unwrap_or_default();
    let path = without_secret(request.uri().path()).into_owned();
    let span =
        tracing::info_span!("request", id = %visitor.request_id, method = %request.method(), path = ?path);
    let started = Instant::now();
    async move {
        let answer = next.run(request).await;
        let (status, took_ms) = (answer.status().as_u16(), started.elapsed().as_millis());
        let address = visitor.address.map(|address| address.to_string()).unwrap_or_default();
        if path == "/healthz" || path == "/readyz" || path.starts_with("/assets/") {
            tracing::debug!(status, took_ms, address, "answered");
        } else {
            tracing::info!(status, took_ms, address, "answered");
        }
        answer
    }
    .instrument(span)
    .await
}

/// The path with a placeholder where a secret may stand, in whatever spelling.
fn without_secret(path: &str) -> Cow<'_, str> {
    let plain = path.to_ascii_lowercase().replace("%2f", "/").replace("%2d", "-").replace("%72", "r");
    for prefix in SECRET_BEHIND {
        if plain.trim_start_matches('/').starts_with(prefix.trim_start_matches('/')) {
            return Cow::Owned(format!("{prefix}…"));
        }
    }
    Cow::Borrowed(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_token_of_a_link_is_left_out() {
        for path in [
            "/r/s3cret",
            "/r/s3cret/more",
            "//r/s3cret",
            "/R/s3cret",
            "/set-up/s3cret",
            "/set-password/s3cret",
            "/r%2Fs3cret",
        ] {
            assert!(!without_secret(path).contains("s3cret"), "{path}");
        }
        assert_eq!(without_secret("/register/linux"), "/register/linux");
        assert_eq!(without_secret("/set-up"), "/set-up");
    }
}
