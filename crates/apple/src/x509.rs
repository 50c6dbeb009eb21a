//! What is read out of certificates.

use openssl::{
    asn1::{Asn1Time, Asn1TimeRef},
    error::ErrorStack,
    nid::Nid,
    x509::X509NameRef,
};

/// A moment, in seconds since the epoch.
pub(crate) fn seconds(time: &Asn1TimeRef) -> Result<i64, ErrorStack> {
    let gone = Asn1Time::from_unix(0)?.diff(time)?;
    Ok(i64::from(gone.days) * 86_400 + i64::from(gone.secs))
}

/// The first part of a name that is of this kind.
pub(crate) fn entry(name: &X509NameRef, kind: Nid) -> Option<String> {
    name.entries_by_nid(kind).next()?.data().to_string().ok()
}
