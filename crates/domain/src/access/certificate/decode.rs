//! From what people upload to DER.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use rustls::pki_types::{CertificateDer, CertificateRevocationListDer, pem::PemObject};
use types::FieldCode;

/// The largest certificate of an authority, in bytes.
const MAX_CERTIFICATE: usize = 16 * 1024;
/// The largest revocation list, in bytes.
const MAX_LIST: usize = 4 * 1024 * 1024;

/// One certificate: PEM, or DER in base64.
pub(super) fn certificate(text: &str) -> Result<Vec<u8>, FieldCode> {
    let read = |text: &str| {
        one(CertificateDer::pem_slice_iter(text.as_bytes()).map(|der| der.map(|der| der.to_vec())))
    };
    bytes(text, MAX_CERTIFICATE, read)
}

/// One revocation list: PEM, or DER in base64.
pub(super) fn revocation_list(text: &str) -> Result<Vec<u8>, FieldCode> {
    let read = |text: &str| {
        one(CertificateRevocationListDer::pem_slice_iter(text.as_bytes())
            .map(|der| der.map(|der| der.to_vec())))
    };
    bytes(text, MAX_LIST, read)
}

fn bytes(
    text: &str,
    max: usize,
    read_pem: impl FnOnce(&str) -> Result<Vec<u8>, FieldCode>,
) -> Result<Vec<u8>, FieldCode> {
    let text = text.trim();
    if text.is_empty() {
        return Err(FieldCode::Required);
    }
    // Base64 and the lines of PEM make it half as long again at most.
    if text.len() > max.saturating_mul(2) {
        return Err(FieldCode::TooLong);
    }
    let der = if text.contains("-----BEGIN") {
        read_pem(text)?
    } else {
        let joined: String = text.chars().filter(|c| !c.is_ascii_whitespace()).collect();
        let der = STANDARD.decode(joined).map_err(|_| FieldCode::Malformed)?;
        // A file of text, read by a browser as bytes.
        match std::str::from_utf8(&der).ok().filter(|text| text.contains("-----BEGIN")) {
            Some(text) => read_pem(text)?,
            None => der,
        }
    };
    if der.len() > max { Err(FieldCode::TooLong) } else { Ok(der) }
}

/// The only section of its kind. A key beside it means that the wrong file was taken.
fn one<E>(mut sections: impl Iterator<Item = Result<Vec<u8>, E>>) -> Result<Vec<u8>, FieldCode> {
    match (sections.next(), sections.next()) {
        (Some(Ok(der)), None) => Ok(der),
        _ => Err(FieldCode::Malformed),
    }
}

/// Whether a PEM text holds a private key, which nobody needs here.
pub(super) fn holds_private_key(text: &str) -> bool {
    text.contains("PRIVATE KEY-----")
}
