//! The computer's clock, read here alone.

/// Seconds since 1970, UTC.
#[expect(clippy::disallowed_methods, reason = "the agent's one place that reads the system clock")]
pub(crate) fn now() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.ok().and_then(|since| i64::try_from(since.as_secs()).ok()).unwrap_or_default()
}
