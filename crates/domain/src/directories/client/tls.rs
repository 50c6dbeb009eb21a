//! TLS to a directory: whose certificates count, and what the server's one says, trusted or not.

use std::sync::{Arc, Mutex, PoisonError};

use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme,
    client::{
        WebPkiServerVerifier,
        danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    },
    crypto::CryptoProvider,
    pki_types::{CertificateDer, ServerName, UnixTime, pem::PemObject},
};
use sha2::{Digest, Sha256};
use tokio::net::TcpStream;
use tokio_rustls::{TlsConnector, client::TlsStream};
use types::{CertificateFacts, DirectoryFault, DirectorySettings, Timestamp};
use url::{Host, Url};
use x509_parser::prelude::{FromDer, GeneralName, X509Certificate};

use crate::{
    directories::fault::{Answer, Fault, readable},
    network::SYSTEM_ROOTS,
};

/// The configuration of one connection, whom it is to reach, and the witness of its handshake.
pub(super) fn config(
    settings: &DirectorySettings,
    url: &Url,
) -> Answer<(Arc<ClientConfig>, ServerName<'static>, Arc<Witness>)> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let roots = match settings.ca_pem.as_deref() {
        Some(pem) => authorities(pem)?,
        None => SYSTEM_ROOTS.clone(),
    };
    let failed =
        |error: &dyn std::fmt::Display| Fault::told(DirectoryFault::BadAuthorities, &error.to_string());
    let inner = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider.clone())
        .build()
        .map_err(|error| failed(&error))?;
    let name = server_name(url).ok_or(DirectoryFault::CertificateWrongName)?;
    let witness = Arc::new(Witness { inner, provider: provider.clone(), seen: Mutex::default() });
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| failed(&error))?
        .dangerous()
        .with_custom_certificate_verifier(witness.clone())
        .with_no_client_auth();
    Ok((Arc::new(config), name, witness))
}

/// TLS on a connection.
pub(super) async fn handshake(
    config: Arc<ClientConfig>,
    name: ServerName<'static>,
    stream: TcpStream,
) -> Answer<TlsStream<TcpStream>> {
    let outcome = TlsConnector::from(config).connect(name, stream).await;
    outcome.map_err(|error| {
        let is_tls = error.get_ref().is_some_and(|inner| inner.is::<rustls::Error>());
        let kind = if is_tls { DirectoryFault::TlsFailed } else { DirectoryFault::Unreachable };
        Fault::told(kind, &error.to_string())
    })
}

/// Whether certificates of authorities can be read.
pub(in crate::directories) fn check_authorities(pem: &str) -> bool {
    authorities(pem).is_ok()
}

fn authorities(pem: &str) -> Answer<RootCertStore> {
    let failed =
        |error: &dyn std::fmt::Display| Fault::told(DirectoryFault::BadAuthorities, &error.to_string());
    let mut store = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(pem.as_bytes()) {
        let certificate = certificate.map_err(|error| failed(&error))?;
        store.add(certificate).map_err(|error| failed(&error))?;
    }
    if store.is_empty() { Err(DirectoryFault::BadAuthorities.into()) } else { Ok(store) }
}

fn server_name(url: &Url) -> Option<ServerName<'static>> {
    let host = match url.host()? {
        Host::Domain(name) => name.to_owned(),
        Host::Ipv4(address) => address.to_string(),
        Host::Ipv6(address) => address.to_string(),
    };
    ServerName::try_from(host).ok()
}

/// Checks as strictly as the library does, and remembers what it saw.
#[derive(Debug)]
pub(super) struct Witness {
    inner: Arc<WebPkiServerVerifier>,
    provider: Arc<CryptoProvider>,
    seen: Mutex<Seen>,
}

#[derive(Debug, Default)]
struct Seen {
    facts: Option<CertificateFacts>,
    refusal: Option<Fault>,
}

impl Witness {
    /// The certificate, and why it was not trusted if it was not.
    pub(super) fn take(&self) -> (Option<CertificateFacts>, Option<Fault>) {
        let seen = std::mem::take(&mut *self.seen.lock().unwrap_or_else(PoisonError::into_inner));
        (seen.facts, seen.refusal)
    }
}

impl ServerCertVerifier for Witness {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let verdict = self.inner.verify_server_cert(end_entity, intermediates, name, ocsp, now);
        let refusal = verdict.as_ref().err().map(refusal);
        let seen = Seen { facts: facts(end_entity), refusal };
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = seen;
        verdict
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let known = &self.provider.signature_verification_algorithms;
        rustls::crypto::verify_tls12_signature(message, certificate, signature, known)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let known = &self.provider.signature_verification_algorithms;
        rustls::crypto::verify_tls13_signature(message, certificate, signature, known)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.inner.supported_verify_schemes()
    }
}

fn refusal(error: &rustls::Error) -> Fault {
    use CertificateError as C;
    use DirectoryFault as F;
    let kind = match error {
        rustls::Error::InvalidCertificate(fault) => match fault {
            // A foreign authority of the same name signs otherwise.
            C::UnknownIssuer | C::BadSignature => F::UnknownIssuer,
            C::Expired | C::ExpiredContext { .. } => F::CertificateExpired,
            C::NotValidYet | C::NotValidYetContext { .. } => F::CertificateNotYetValid,
            C::NotValidForName | C::NotValidForNameContext { .. } => F::CertificateWrongName,
            _ => F::TlsFailed,
        },
        _ => F::TlsFailed,
    };
    Fault::told(kind, &error.to_string())
}

fn facts(certificate: &CertificateDer<'_>) -> Option<CertificateFacts> {
    let (_, parsed) = X509Certificate::from_der(certificate).ok()?;
    let alternatives = parsed.subject_alternative_name().ok().flatten();
    let names = alternatives.map(|names| names.value.general_names.iter().filter_map(name).collect());
    let moment = |time: x509_parser::time::ASN1Time| Timestamp::from_millis(time.timestamp() * 1000);
    let fingerprint = crate::hex::hex(&Sha256::digest(certificate));
    Some(CertificateFacts {
        subject: readable(&parsed.subject().to_string()),
        names: names.unwrap_or_default(),
        issuer: readable(&parsed.issuer().to_string()),
        not_before: moment(parsed.validity().not_before),
        not_after: moment(parsed.validity().not_after),
        fingerprint,
    })
}

fn name(name: &GeneralName<'_>) -> Option<String> {
    match name {
        GeneralName::DNSName(name) => Some(readable(name)),
        GeneralName::IPAddress(bytes) => {
            let v4 = <[u8; 4]>::try_from(*bytes).map(|octets| std::net::IpAddr::from(octets).to_string());
            let v6 = || <[u8; 16]>::try_from(*bytes).map(|octets| std::net::IpAddr::from(octets).to_string());
            v4.or_else(|_| v6()).ok()
        }
        _ => None,
    }
}
