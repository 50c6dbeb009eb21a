//! Authorities, the cards that they issue, and their revocation lists; good ones and bad ones.

use std::sync::atomic::{AtomicU64, Ordering};

use rcgen::{
    BasicConstraints, CertificateParams, CertificateRevocationListParams, CertifiedIssuer, DnType,
    ExtendedKeyUsagePurpose, IsCa, KeyIdMethod, KeyPair, KeyUsagePurpose, RevokedCertParams, SanType,
    SerialNumber, date_time_ymd,
};
use rustls::pki_types::CertificateDer;

pub use rcgen;

/// Every card has a number of its own.
static NUMBER: AtomicU64 = AtomicU64::new(1_000);

/// Microsoft's user principal name.
const UPN: [u64; 10] = [1, 3, 6, 1, 4, 1, 311, 20, 2, 3];

/// An authority with its key.
pub struct Authority {
    issuer: CertifiedIssuer<'static, KeyPair>,
    above: Vec<CertificateDer<'static>>,
}

/// A certificate with its key, as a person holds it.
#[derive(Debug, Clone)]
pub struct Card {
    /// The certificate, then those of the authorities below a root.
    pub chain: Vec<CertificateDer<'static>>,
    /// The private key, PKCS #8 in PEM.
    pub key_pem: String,
    /// Its number at the authority.
    pub number: u64,
}

impl Authority {
    /// A root that is valid until 2090.
    ///
    /// # Panics
    /// When no key can be made.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self::with(name, |_| {})
    }

    /// A root with something of its own.
    ///
    /// # Panics
    /// When no key can be made.
    #[must_use]
    pub fn with(name: &str, change: impl FnOnce(&mut CertificateParams)) -> Self {
        let mut params = authority(name);
        change(&mut params);
        let key = KeyPair::generate().expect("a key");
        Self { issuer: CertifiedIssuer::self_signed(params, key).expect("a root"), above: Vec::new() }
    }

    /// An authority below this one.
    ///
    /// # Panics
    /// When no key can be made.
    #[must_use]
    pub fn below(&self, name: &str, change: impl FnOnce(&mut CertificateParams)) -> Self {
        let mut params = authority(name);
        change(&mut params);
        let key = KeyPair::generate().expect("a key");
        let issuer = CertifiedIssuer::signed_by(params, key, &self.issuer).expect("an authority");
        let above = std::iter::once(issuer.der().clone()).chain(self.above.iter().cloned()).collect();
        Self { issuer, above }
    }

    /// Its certificate in PEM.
    #[must_use]
    pub fn pem(&self) -> String {
        self.issuer.pem()
    }

    /// Its certificate in DER.
    #[must_use]
    pub fn der(&self) -> Vec<u8> {
        self.issuer.der().to_vec()
    }

    /// A card that names its holder by user principal name, for signing in.
    #[must_use]
    pub fn card(&self, upn: &str) -> Card {
        self.card_with(upn, |_| {})
    }

    /// A card with something of its own.
    ///
    /// # Panics
    /// When no key can be made.
    #[must_use]
    pub fn card_with(&self, upn: &str, change: impl FnOnce(&mut CertificateParams)) -> Card {
        let (params, key, number) = card(upn, change);
        let certificate = params.signed_by(&key, &self.issuer).expect("a card");
        let chain = std::iter::once(certificate.der().clone()).chain(self.above.iter().cloned()).collect();
        Card { chain, key_pem: key.serialize_pem(), number }
    }

    /// Its revocation list in PEM, with these numbers, current until 2090.
    #[must_use]
    pub fn list(&self, numbers: &[u64]) -> String {
        self.list_between(numbers, 2026, 2090)
    }

    /// Its revocation list in PEM, made in January of one year, due in January of another.
    ///
    /// # Panics
    /// When it cannot be signed.
    #[must_use]
    pub fn list_between(&self, numbers: &[u64], made: i32, due: i32) -> String {
        let revoked = |number: &u64| RevokedCertParams {
            serial_number: SerialNumber::from(*number),
            revocation_time: date_time_ymd(made, 1, 1),
            reason_code: None,
            invalidity_date: None,
        };
        let params = CertificateRevocationListParams {
            this_update: date_time_ymd(made, 1, 1),
            next_update: date_time_ymd(due, 1, 1),
            crl_number: SerialNumber::from(1_u64),
            issuing_distribution_point: None,
            revoked_certs: numbers.iter().map(revoked).collect(),
            key_identifier_method: KeyIdMethod::Sha256,
        };
        params.signed_by(&self.issuer).expect("a list").pem().expect("PEM")
    }
}

impl Card {
    /// A card that nobody has issued: signed with its own key.
    ///
    /// # Panics
    /// When no key can be made.
    #[must_use]
    pub fn forged(upn: &str) -> Self {
        let (params, key, number) = card(upn, |_| {});
        let certificate = params.self_signed(&key).expect("a card");
        Self { chain: vec![certificate.der().clone()], key_pem: key.serialize_pem(), number }
    }

    /// The chain in PEM.
    #[must_use]
    pub fn pem(&self) -> String {
        use base64::{Engine as _, engine::general_purpose::STANDARD};
        let one = |der: &CertificateDer<'_>| {
            let text = STANDARD.encode(der);
            let lines: Vec<&str> =
                text.as_bytes().chunks(64).filter_map(|line| std::str::from_utf8(line).ok()).collect();
            format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", lines.join("\n"))
        };
        self.chain.iter().map(one).collect()
    }
}

fn authority(name: &str) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = rcgen::DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params.not_before = date_time_ymd(2020, 1, 1);
    params.not_after = date_time_ymd(2090, 1, 1);
    params
}

fn card(upn: &str, change: impl FnOnce(&mut CertificateParams)) -> (CertificateParams, KeyPair, u64) {
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let mut params = CertificateParams::default();
    params.distinguished_name = rcgen::DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, "A holder of a card");
    params.subject_alt_names = vec![SanType::OtherName((UPN.to_vec(), upn.into()))];
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
    params.not_before = date_time_ymd(2020, 1, 1);
    params.not_after = date_time_ymd(2090, 1, 1);
    params.serial_number = Some(SerialNumber::from(number));
    change(&mut params);
    (params, KeyPair::generate().expect("a key"), number)
}
