//! Whether a chain of certificates leads to a trusted authority: signatures, time, purpose, names and
//! revocation. The words of a refusal are for the audit log; the person gets one answer for all.

use crate::x509;
use std::time::Duration;

use rustls::pki_types::{CertificateDer, TrustAnchor, UnixTime};
use types::Timestamp;
use webpki::{
    BorrowedCertRevocationList, CertRevocationList, EndEntityCert, Error, ExpirationPolicy,
    ExtendedKeyUsageValidator, KeyPurposeId, KeyPurposeIdIter, RevocationCheckDepth, RevocationOptions,
    RevocationOptionsBuilder, UnknownStatusPolicy, VerifiedPath,
};

/// More certificates than these are no chain, in number and bytes.
const MAX_CHAIN: usize = 8;
const MAX_BYTES: usize = 64 * 1024;

/// TLS client authentication, and Microsoft's smart card logon, as they are encoded and written.
const PURPOSES: [&[u8]; 2] = [
    &[0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x02],
    &[0x2b, 0x06, 0x01, 0x04, 0x01, 0x82, 0x37, 0x14, 0x02, 0x02],
];
const PURPOSES_IN_WORDS: [&str; 2] = ["1.3.6.1.5.5.7.3.2", "1.3.6.1.4.1.311.20.2.2"];

/// An authority that counts.
#[derive(Debug, Clone)]
pub(super) struct Trusted {
    pub(super) certificate: CertificateDer<'static>,
    pub(super) crl: Option<Vec<u8>>,
    pub(super) crl_required: bool,
}

/// Goes through if the first certificate of the chain counts now.
pub(super) fn verify(
    chain: &[CertificateDer<'_>],
    trusted: &[Trusted],
    now: Timestamp,
) -> Result<(), &'static str> {
    let Some((leaf, others)) = chain.split_first() else { return Err("no certificate was shown") };
    if chain.len() > MAX_CHAIN || chain.iter().map(|der| der.len()).sum::<usize>() > MAX_BYTES {
        return Err("the chain of certificates is too long");
    }
    let end = EndEntityCert::try_from(leaf).map_err(|_| "the certificate cannot be read")?;
    let parsed = x509::parse(leaf).ok_or("the certificate cannot be read")?;
    let (current, over): (Vec<&Trusted>, Vec<&Trusted>) = trusted.iter().partition(|authority| {
        x509::parse(&authority.certificate).is_some_and(|found| x509::is_valid_at(&found, now))
    });
    let anchors: Vec<TrustAnchor<'_>> = current
        .iter()
        .filter_map(|authority| webpki::anchor_from_trusted_cert(&authority.certificate).ok())
        .collect();
    let seconds = u64::try_from(now.as_secs()).unwrap_or_default();
    let time = UnixTime::since_unix_epoch(Duration::from_secs(seconds));
    let algorithms = webpki::ALL_VERIFICATION_ALGS;
    let path = end.verify_for_usage(algorithms, &anchors, others, time, SignIn, None, None);
    let found = match path.map_err(|error| reason(&error)) {
        Err(UNKNOWN)
            if over.iter().any(|authority| issued(&authority.certificate, parsed.issuer().as_raw())) =>
        {
            return Err("its authority is not valid now");
        }
        found => found?,
    };
    check_purpose(&parsed)?;
    let issuers: Vec<&Trusted> =
        current.into_iter().filter(|authority| stands_in(&found, &authority.certificate)).collect();
    let anchor = [found.anchor().clone()];
    check_revocation(&issuers, |revocation| {
        end.verify_for_usage(algorithms, &anchor, others, time, SignIn, Some(revocation), None)
            .map(drop)
            .map_err(|error| reason(&error))
    })
}

const UNKNOWN: &str = "it was issued by nobody who is trusted";

/// A certificate without a purpose of its own could have been issued for anything.
fn check_purpose(leaf: &x509_parser::certificate::X509Certificate<'_>) -> Result<(), &'static str> {
    const WRONG: &str = "it is not meant for signing in (extended key usage)";
    let usage = leaf.extended_key_usage().ok().flatten().ok_or(WRONG)?;
    let other = usage.value.other.iter().any(|oid| PURPOSES_IN_WORDS.contains(&oid.to_id_string().as_str()));
    if !usage.value.client_auth && !other {
        return Err(WRONG);
    }
    match leaf.key_usage() {
        Ok(None) => Ok(()),
        Ok(Some(usage)) if usage.value.digital_signature() => Ok(()),
        _ => Err("its key is not meant for signatures (key usage)"),
    }
}

/// Asks the lists of all trusted authorities that the chain leads over.
fn check_revocation(
    issuers: &[&Trusted],
    verify: impl FnOnce(RevocationOptions<'_>) -> Result<(), &'static str>,
) -> Result<(), &'static str> {
    let required = issuers.iter().any(|authority| authority.crl_required);
    let mut lists = Vec::new();
    for der in issuers.iter().filter_map(|authority| authority.crl.as_deref()) {
        let list =
            BorrowedCertRevocationList::from_der(der).map_err(|_| "the revocation list cannot be read")?;
        lists.push(CertRevocationList::Borrowed(list));
    }
    let lists: Vec<&CertRevocationList<'_>> = lists.iter().collect();
    let Ok(options) = RevocationOptionsBuilder::new(&lists) else {
        return if required { Err(NO_LIST) } else { Ok(()) };
    };
    // A list that nobody asks for still names whom it names once its time is over.
    let (status, expiration) = match required {
        true => (UnknownStatusPolicy::Deny, ExpirationPolicy::Enforce),
        false => (UnknownStatusPolicy::Allow, ExpirationPolicy::Ignore),
    };
    let options = options.with_depth(RevocationCheckDepth::Chain).with_status_policy(status);
    verify(options.with_expiration_policy(expiration).build())
}

const NO_LIST: &str = "there is no revocation list of its authority";

/// Whether the path leads over this authority: its key signed a certificate in it.
fn stands_in(path: &VerifiedPath<'_>, authority: &CertificateDer<'_>) -> bool {
    let (Ok(anchor), Ok(found)) =
        (webpki::anchor_from_trusted_cert(authority), EndEntityCert::try_from(authority))
    else {
        return false;
    };
    let key = found.subject_public_key_info();
    *path.anchor() == anchor
        || path
            .intermediate_certificates()
            .any(|cert| cert.subject() == found.subject() && cert.subject_public_key_info() == key)
}

fn issued(authority: &CertificateDer<'_>, issuer: &[u8]) -> bool {
    x509::parse(authority).is_some_and(|found| found.subject().as_raw() == issuer)
}

/// Signing in, by one of two names. Authorities below the trusted one need not name it.
struct SignIn;

impl ExtendedKeyUsageValidator for SignIn {
    fn validate(&self, purposes: KeyPurposeIdIter<'_, '_>) -> Result<(), Error> {
        let mut none = true;
        for purpose in purposes {
            none = false;
            let purpose = purpose?;
            if PURPOSES.iter().any(|known| KeyPurposeId::new(known) == purpose) {
                return Ok(());
            }
        }
        if none { Ok(()) } else { Err(Error::EmptyEkuExtension) }
    }
}

fn reason(error: &Error) -> &'static str {
    match error {
        Error::UnknownIssuer => UNKNOWN,
        Error::CertExpired { .. } => "it has expired, or its authority has",
        Error::CertNotValidYet { .. } => "it is not valid yet",
        Error::InvalidSignatureForPublicKey => "its signature is not that of the authority it names",
        Error::EmptyEkuExtension => "it is not meant for signing in (extended key usage)",
        Error::CertRevoked => "it was revoked",
        Error::CrlExpired { .. } => "the revocation list of its authority is out of date",
        Error::UnknownRevocationStatus => NO_LIST,
        Error::NameConstraintViolation => "its authority may not name such people (name constraints)",
        Error::CaUsedAsEndEntity => "it is the certificate of an authority",
        Error::EndEntityUsedAsCa => "it was issued by somebody who is no authority",
        Error::InvalidCrlSignatureForPublicKey | Error::IssuerNotCrlSigner => {
            "the revocation list is not that of its authority"
        }
        Error::UnsupportedSignatureAlgorithmContext(_)
        | Error::UnsupportedSignatureAlgorithmForPublicKeyContext(_) => {
            "its signature or key is too weak or unknown"
        }
        _ => "it breaks a rule of certificates",
    }
}
