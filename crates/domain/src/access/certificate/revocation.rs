//! Revocation lists, as they are taken in. Whether one covers a certificate is asked in `verify.rs`.

use crate::x509;
use types::{FieldCode, Timestamp};
use x509_parser::{prelude::FromDer, revocation_list::CertificateRevocationList};

/// What a list says.
pub(super) struct List {
    pub(super) this_update: Timestamp,
    pub(super) next_update: Option<Timestamp>,
    pub(super) revoked: u64,
}

/// Reads a list.
pub(super) fn read(der: &[u8]) -> Result<List, FieldCode> {
    let list = parse(der)?;
    Ok(List {
        this_update: x509::timestamp(list.last_update()),
        next_update: list.next_update().map(x509::timestamp),
        revoked: list.iter_revoked_certificates().count() as u64,
    })
}

/// Whether the list is the authority's own, current, and of a form that can be used.
pub(super) fn check(der: &[u8], authority: &[u8], now: Timestamp) -> Result<List, FieldCode> {
    let list = parse(der)?;
    let issuer = x509::parse(authority).ok_or(FieldCode::Malformed)?;
    webpki::BorrowedCertRevocationList::from_der(der).map_err(|_| FieldCode::Malformed)?;
    if list.issuer().as_raw() != issuer.subject().as_raw() {
        return Err(FieldCode::OtherIssuer);
    }
    let key = &issuer.public_key().subject_public_key.data;
    let (message, signature) = (list.tbs_cert_list.as_ref(), &list.signature_value.data);
    let signed = webpki::ALL_VERIFICATION_ALGS
        .iter()
        .any(|algorithm| algorithm.verify_signature(key, message, signature).is_ok());
    if !signed {
        return Err(FieldCode::OtherIssuer);
    }
    let read = read(der)?;
    if read.this_update > now || read.next_update.is_none_or(|next| next <= now) {
        return Err(FieldCode::OutOfDate);
    }
    Ok(read)
}

fn parse(der: &[u8]) -> Result<CertificateRevocationList<'_>, FieldCode> {
    let (rest, list) = CertificateRevocationList::from_der(der).map_err(|_| FieldCode::Malformed)?;
    if rest.is_empty() { Ok(list) } else { Err(FieldCode::Malformed) }
}
