//! TLS by Gatehouse itself, with a certificate that changes while it serves.

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    sync::Arc,
};

use rustls::{
    ClientConfig, ClientConnection, RootCertStore, StreamOwned,
    pki_types::{CertificateDer, pem::PemObject},
};
use testkit::smtp::Certificate;

use crate::support::{Home, Server, request, said};

/// Asks over TLS, trusting this certificate alone.
fn ask(server: &Server, trusted: &Certificate, path: &str) -> std::io::Result<String> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(trusted.pem().as_bytes()).unwrap()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let connection = ClientConnection::new(Arc::new(config), "localhost".try_into().unwrap()).unwrap();
    let mut stream = StreamOwned::new(connection, TcpStream::connect(server.address())?);
    stream.write_all(request("GET", path, &[], None).as_bytes())?;
    let mut answer = Vec::new();
    // The end of the connection may come without TLS' own goodbye.
    let read = stream.read_to_end(&mut answer);
    if answer.is_empty() {
        read?;
    }
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

#[test]
fn a_certificate_is_used_and_a_new_one_taken_up() {
    let home = Home::with_admin();
    let (first, second) = (Certificate::for_localhost(), Certificate::for_localhost());
    let (cert, key) = (home.path("cert.pem"), home.path("key.pem"));
    let write = |certificate: &Certificate| {
        fs::write(&cert, certificate.pem()).unwrap();
        fs::write(&key, certificate.key_pem()).unwrap();
    };
    write(&first);
    let (cert_path, key_path) = (cert.display().to_string(), key.display().to_string());
    let mut server = home.serve(&[
        ("GATEHOUSE_TLS_CERT", &cert_path),
        ("GATEHOUSE_TLS_KEY", &key_path),
        ("GATEHOUSE_PUBLIC_URL", "https://localhost"),
    ]);
    assert!(server.url.starts_with("https://"), "{}", server.url);
    let answer = ask(&server, &first, "/healthz").unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(answer.to_lowercase().contains("strict-transport-security: max-age=63072000"), "{answer}");
    assert!(ask(&server, &second, "/healthz").is_err(), "the client trusts what it should not");

    let log = BufReader::new(server.child.stderr.take().unwrap());
    write(&second);
    let taken_up = log.lines().map(Result::unwrap).find(|line| line.contains("a new certificate is in use"));
    assert!(taken_up.is_some(), "the server ended");
    assert!(ask(&server, &second, "/healthz").unwrap().starts_with("HTTP/1.1 200"));
    assert!(ask(&server, &first, "/healthz").is_err(), "the old certificate is in use still");
}

#[test]
fn a_certificate_that_cannot_be_used_is_named() {
    let home = Home::new();
    let (one, other) = (Certificate::for_localhost(), Certificate::for_localhost());
    fs::write(home.path("cert.pem"), one.pem()).unwrap();
    fs::write(home.path("key.pem"), other.key_pem()).unwrap();
    let path = |name: &str| home.path(name).display().to_string();
    for key in [path("key.pem"), path("missing.pem"), path("cert.pem")] {
        let output =
            home.run(&["serve"], &[("GATEHOUSE_TLS_CERT", &path("cert.pem")), ("GATEHOUSE_TLS_KEY", &key)]);
        assert!(!output.status.success(), "{key}");
        let said = said(&output);
        assert!(said.contains(".pem") || said.contains("GATEHOUSE_TLS"), "{said}");
    }
    let half = home.run(&["serve"], &[("GATEHOUSE_TLS_CERT", &path("cert.pem"))]);
    assert!(said(&half).contains("GATEHOUSE_TLS_KEY"), "{}", said(&half));
}
