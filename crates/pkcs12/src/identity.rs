//! Private keys with the certificates that belong to them.

use std::fmt;

use x509_parser::{certificate::X509Certificate, prelude::FromDer};
use zeroize::Zeroizing;

use crate::{
    Fault,
    private_key::PrivateKey,
    safe::{Certificate, Contents, Key},
};

/// A private key, its certificate and the chain above it.
pub struct Identity {
    /// What the file calls it.
    pub name: Option<String>,
    /// The private key (PKCS#8, DER).
    pub key: Zeroizing<Vec<u8>>,
    /// The certificate (X.509, DER).
    pub certificate: Vec<u8>,
    /// Those above it in the file, the nearest first.
    pub chain: Vec<Vec<u8>>,
}

/// Without the key.
impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Identity").field("name", &self.name).finish_non_exhaustive()
    }
}

/// Finds for each key the certificate with its public key. What the file itself says of it is not asked: tools
/// leave it out, and what fits is certain.
pub(crate) fn pair(contents: Contents) -> Result<Vec<Identity>, Fault> {
    if contents.keys.is_empty() {
        return Err(Fault::NoPrivateKey);
    }
    let parsed = contents
        .certificates
        .iter()
        .map(|certificate| Ok((certificate, parse(&certificate.der)?)))
        .collect::<Result<Vec<_>, Fault>>()?;
    let mut identities = Vec::new();
    let mut fault = Fault::NoCertificate;
    for Key { name, pkcs8 } in contents.keys {
        let found = match PrivateKey::read(&pkcs8) {
            // The newest, where one key has served several certificates.
            Ok(key) => parsed
                .iter()
                .filter(|(_, x509)| key.belongs_to(x509.public_key()))
                .max_by_key(|(_, x509)| x509.validity().not_after.timestamp()),
            Err(unreadable) => {
                fault = unreadable;
                None
            }
        };
        if let Some((certificate, x509)) = found {
            identities.push(Identity {
                name: name.or_else(|| certificate.name.clone()),
                certificate: certificate.der.clone(),
                chain: above(x509, &parsed),
                key: pkcs8,
            });
        }
    }
    if identities.is_empty() { Err(fault) } else { Ok(identities) }
}

fn parse(der: &[u8]) -> Result<X509Certificate<'_>, Fault> {
    match X509Certificate::from_der(der) {
        Ok((_, certificate)) => Ok(certificate),
        Err(_) => Err(Fault::Malformed),
    }
}

/// The certificates above one, as far as they are there, each once.
fn above(of: &X509Certificate<'_>, all: &[(&Certificate, X509Certificate<'_>)]) -> Vec<Vec<u8>> {
    let mut chain: Vec<Vec<u8>> = Vec::new();
    let (mut subject, mut issuer) = (of.subject().as_raw(), of.issuer().as_raw());
    while subject != issuer {
        let next =
            all.iter().find(|(next, x509)| x509.subject().as_raw() == issuer && !chain.contains(&next.der));
        let Some((next, x509)) = next else { break };
        chain.push(next.der.clone());
        (subject, issuer) = (x509.subject().as_raw(), x509.issuer().as_raw());
    }
    chain
}
