//! Whom the agent trusts.

use std::fs;
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio_rustls::TlsAcceptor;

use super::*;

const REFUSAL: &str = "{\"code\":\"registration_refused\"}";

/// A server with a certificate of a private authority that refuses every registration. Gives its address and the
/// authority in PEM.
async fn start() -> (String, String) {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
    let key = KeyPair::generate().unwrap();
    let names = vec!["127.0.0.1".to_owned()];
    let certificate = CertificateParams::new(names).unwrap().signed_by(&key, &authority).unwrap();
    let key = rustls::pki_types::PrivatePkcs8KeyDer::from(key.serialize_der());
    let config = rustls::ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key.into())
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let Ok(mut stream) = acceptor.accept(stream).await else { continue };
            let mut request = [0; 4096];
            let _ = stream.read(&mut request).await;
            let answer = format!(
                "HTTP/1.1 403 Forbidden\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{REFUSAL}",
                REFUSAL.len()
            );
            let _ = stream.write_all(answer.as_bytes()).await;
            let _ = stream.shutdown().await;
        }
    });
    (address, authority.pem())
}

#[tokio::test]
async fn a_private_authority_is_trusted_only_when_it_is_given() {
    let (address, authority) = start().await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ca.pem");
    fs::write(&file, authority).unwrap();
    let file = file.to_str().unwrap();
    let server = format!("https://{address}");
    let line = ["register", "--server", &server, "--user", "u", "--pin", "1"];
    let trusting: Vec<&str> = line.iter().copied().chain(["--ca-file", file]).collect();
    assert_eq!(exit_code(agent(folder.path(), &trusting).await), 3);
    assert_ne!(exit_code(agent(folder.path(), &line).await), 3);
    let link = format!("mirp://{address}&user=u&pin=1");
    assert_eq!(exit_code(agent(folder.path(), &["register", &link, "--ca-file", file]).await), 3);
}

#[tokio::test]
async fn a_file_without_a_certificate_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ca.pem");
    fs::write(&file, "not a certificate").unwrap();
    let line = ["register", "mirp://h&user=u&pin=1", "--ca-file", file.to_str().unwrap()];
    assert_eq!(exit_code(agent(folder.path(), &line).await), 2);
    fs::remove_file(&file).unwrap();
    assert_eq!(exit_code(agent(folder.path(), &line).await), 1);
}
