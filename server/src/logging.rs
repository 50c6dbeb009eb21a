//! The log: standard error, one line per event.

use std::io::IsTerminal as _;

use tracing::{Level, Metadata};
use tracing_subscriber::{
    EnvFilter, Layer as _, filter::filter_fn, fmt, layer::SubscriberExt as _, util::SubscriberInitExt as _,
};

use crate::config::Config;

/// Our own parts; they never log a secret, at any level.
const OWN: [&str; 4] = ["gatehouse", "server", "domain", "app"];

/// Begins logging by `RUST_LOG`, or by `fallback`.
pub fn begin(fallback: &str) {
    let filter =
        EnvFilter::try_new(Config::log_filter(fallback)).unwrap_or_else(|_| EnvFilter::new(fallback));
    let lines = fmt::layer()
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .with_filter(filter_fn(is_harmless));
    let _ = tracing_subscriber::registry().with(filter).with(lines).try_init();
}

/// Whether an event may be written at all: the finer levels of other crates show headers, statements
/// and parts of bodies.
pub fn is_harmless(metadata: &Metadata<'_>) -> bool {
    let root = metadata.target().split("::").next().unwrap_or_default();
    OWN.contains(&root) || *metadata.level() <= Level::INFO
}
