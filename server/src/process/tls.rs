//! TLS by Gatehouse itself: rustls, HTTP/2 and HTTP/1.1, certificates read again when they change.

use std::{
    path::Path,
    sync::Arc,
    time::{Duration, SystemTime},
};

use axum_server::tls_rustls::RustlsConfig;
use rustls::{
    ServerConfig,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};
use tokio_util::sync::CancellationToken;

use crate::{config::TlsFiles, fault::Fault};

const LOOK_EVERY: Duration = Duration::from_secs(2);

/// Reads certificate and key.
///
/// # Errors
/// Files that cannot be read or do not belong together.
pub(super) fn load(files: &TlsFiles) -> Result<RustlsConfig, Fault> {
    Ok(RustlsConfig::from_config(Arc::new(read(files)?)))
}

/// Reads both again when one has changed. A pair that does not work is logged, and the one in use stays.
pub(super) async fn follow(files: TlsFiles, config: RustlsConfig, shutdown: CancellationToken) {
    let mut seen = changed_at(&files);
    loop {
        tokio::select! {
            () = shutdown.cancelled() => return,
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
        let now = changed_at(&files);
        if now == seen {
            continue;
        }
        let (read, files_again) = (files.clone(), files.clone());
        match tokio::task::spawn_blocking(move || self::read(&read)).await {
            Ok(Ok(fresh)) => {
                config.reload_from_config(Arc::new(fresh));
                seen = now;
                tracing::info!(cert = %files_again.cert.display(), "a new certificate is in use");
            }
            Ok(Err(fault)) => {
                seen = now;
                tracing::error!(fault = %fault.what, "the new certificate cannot be used; the old one stays");
            }
            Err(_) => {}
        }
    }
}

pub(super) fn changed_at(files: &TlsFiles) -> [Option<SystemTime>; 2] {
    let changed = |path: &Path| std::fs::metadata(path).and_then(|metadata| metadata.modified()).ok();
    [changed(&files.cert), changed(&files.key)]
}

/// The chain, own certificate first, and its key.
///
/// # Errors
/// Files that cannot be read.
pub(super) fn read_pair(
    files: &TlsFiles,
) -> Result<(Vec<CertificateDer<'static>>, PrivateKeyDer<'static>), Fault> {
    let chain: Result<Vec<CertificateDer<'static>>, _> =
        CertificateDer::pem_file_iter(&files.cert).and_then(Iterator::collect);
    let chain = chain.map_err(|error| cannot_be_used("GATEHOUSE_TLS_CERT", &files.cert, &error))?;
    let key = PrivateKeyDer::from_pem_file(&files.key)
        .map_err(|error| cannot_be_used("GATEHOUSE_TLS_KEY", &files.key, &error))?;
    Ok((chain, key))
}

/// What is wrong with one of the files.
pub(super) fn cannot_be_used(name: &str, path: &Path, error: &dyn std::fmt::Display) -> Fault {
    Fault::new(
        format!("{name} {} cannot be used: {error}", path.display()),
        "Both files are PEM; the certificate comes first in its chain, and the key belongs to it.",
    )
}

fn read(files: &TlsFiles) -> Result<ServerConfig, Fault> {
    let (chain, key) = read_pair(files)?;
    let mut config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .map_err(|error| cannot_be_used("GATEHOUSE_TLS_CERT", &files.cert, &error))?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}
