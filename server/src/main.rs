//! The program `gatehouse`.

use std::process::ExitCode;

fn main() -> ExitCode {
    // One TLS implementation for everything; the first line, since a second choice would panic.
    let _ = rustls::crypto::ring::default_provider().install_default();
    server::cli::run()
}
