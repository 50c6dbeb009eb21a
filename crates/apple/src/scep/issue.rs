//! The authority of devices, and the certificates that it issues (RFC 5280).

use der::Decode;
use openssl::{
    asn1::Asn1Time,
    bn::BigNum,
    error::ErrorStack,
    hash::MessageDigest,
    nid::Nid,
    pkey::{PKey, Private},
    rsa::Rsa,
    sha::sha256,
    x509::{
        X509, X509Builder, X509Name, X509NameBuilder,
        extension::{
            AuthorityKeyIdentifier, BasicConstraints, ExtendedKeyUsage, KeyUsage, SubjectKeyIdentifier,
        },
    },
};

use x509_cert::{
    TbsCertificate,
    ext::pkix::{BasicConstraints as BasicConstraints509, KeyUsage as KeyUsage509},
};

use super::Fault;
use crate::x509::{entry, seconds};

/// From when until when, in seconds since the epoch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Validity {
    /// From then on.
    pub from: i64,
    /// Until then.
    pub until: i64,
}

/// An authority that issues certificates of devices. Has no `Debug`: there is a private key in it.
pub struct Authority {
    pub(super) certificate: X509,
    pub(super) key: PKey<Private>,
}

impl Authority {
    /// Makes an authority of its own, with an RSA key of 3,072 bits that signs and is encrypted to.
    ///
    /// # Errors
    /// When there are no random numbers.
    pub fn generate(name: &str, serial: &[u8], validity: Validity) -> Result<Self, Fault> {
        let make = || -> Result<Self, ErrorStack> {
            let key = PKey::from_rsa(Rsa::generate(3072)?)?;
            let subject = common_name(name)?;
            let mut builder = begin(&subject, &subject, &key, serial, validity)?;
            builder.append_extension(BasicConstraints::new().critical().ca().pathlen(0).build()?)?;
            // Beside what authorities do: some clients take the key that says it may be encrypted to.
            let usage = KeyUsage::new()
                .critical()
                .key_cert_sign()
                .crl_sign()
                .digital_signature()
                .key_encipherment()
                .build()?;
            builder.append_extension(usage)?;
            let identifier = SubjectKeyIdentifier::new().build(&builder.x509v3_context(None, None))?;
            builder.append_extension(identifier)?;
            builder.sign(&key, MessageDigest::sha256())?;
            Ok(Self { certificate: builder.build(), key })
        };
        make().map_err(|_| Fault::Authority)
    }

    /// Takes one that is there: its certificate DER, its key PKCS#8 DER.
    ///
    /// # Errors
    /// [`Fault::Authority`] for what is none, and for a key that is not the certificate's.
    pub fn read(certificate: &[u8], key: &[u8]) -> Result<Self, Fault> {
        let read = || -> Result<Option<Self>, ErrorStack> {
            let certificate = X509::from_der(certificate)?;
            let key = PKey::private_key_from_pkcs8(key)?;
            let fits = certificate.public_key()?.public_eq(&key) && key.rsa().is_ok();
            Ok(fits.then_some(Self { certificate, key }))
        };
        read().ok().flatten().ok_or(Fault::Authority)
    }

    /// Takes one that was made elsewhere: its certificate in PEM, its key PKCS#8 DER. It may issue certificates, and
    /// requests may be encrypted to it.
    ///
    /// # Errors
    /// [`AuthorityFault`].
    pub fn read_pem(certificate: &str, key: &[u8]) -> Result<Self, AuthorityFault> {
        let none = |_| AuthorityFault::NoCertificate;
        let certificate = X509::from_pem(certificate.as_bytes()).map_err(none)?;
        let parsed = x509_cert::Certificate::from_der(&certificate.to_der().map_err(none)?)
            .map_err(|_| AuthorityFault::NoCertificate)?;
        if !may_issue(&parsed.tbs_certificate) {
            return Err(AuthorityFault::NoAuthority);
        }
        let key = PKey::private_key_from_pkcs8(key).map_err(|_| AuthorityFault::OtherKey)?;
        if key.rsa().is_err() {
            return Err(AuthorityFault::OtherKind);
        }
        let own = certificate.public_key().map_err(none)?;
        match own.public_eq(&key) {
            true => Ok(Self { certificate, key }),
            false => Err(AuthorityFault::OtherKey),
        }
    }

    /// What it calls itself: its common name, or its organisation.
    #[must_use]
    pub fn name(&self) -> String {
        let subject = self.certificate.subject_name();
        let name = entry(subject, Nid::COMMONNAME).or_else(|| entry(subject, Nid::ORGANIZATIONNAME));
        name.unwrap_or_default()
    }

    /// Until when it counts, in seconds since the epoch.
    #[must_use]
    pub fn until(&self) -> i64 {
        seconds(self.certificate.not_after()).unwrap_or_default()
    }

    /// SHA-256 of its certificate.
    ///
    /// # Errors
    /// [`Fault::Authority`].
    pub fn fingerprint(&self) -> Result<[u8; 32], Fault> {
        Ok(sha256(&self.certificate()?))
    }

    /// Its certificate, PEM.
    ///
    /// # Errors
    /// [`Fault::Authority`].
    pub fn certificate_pem(&self) -> Result<String, Fault> {
        let pem = self.certificate.to_pem().map_err(|_| Fault::Authority)?;
        String::from_utf8(pem).map_err(|_| Fault::Authority)
    }

    /// Its certificate, DER.
    ///
    /// # Errors
    /// [`Fault::Authority`].
    pub fn certificate(&self) -> Result<Vec<u8>, Fault> {
        self.certificate.to_der().map_err(|_| Fault::Authority)
    }

    /// Its private key, PKCS#8 DER, to be kept in an envelope.
    ///
    /// # Errors
    /// [`Fault::Authority`].
    pub fn private_key(&self) -> Result<Vec<u8>, Fault> {
        self.key.private_key_to_pkcs8().map_err(|_| Fault::Authority)
    }

    /// Issues a certificate, DER. Name, serial number and times are the server's; of the request only the
    /// key counts, as `SubjectPublicKeyInfo` in DER.
    ///
    /// # Errors
    /// [`Fault::Malformed`] for a key that is none.
    pub fn issue(
        &self,
        public_key: &[u8],
        name: &str,
        serial: &[u8],
        validity: Validity,
    ) -> Result<Vec<u8>, Fault> {
        let key = PKey::public_key_from_der(public_key)?;
        let subject = common_name(name)?;
        let mut builder =
            begin(&subject, self.certificate.subject_name().to_owned()?.as_ref(), &key, serial, validity)?;
        builder.append_extension(BasicConstraints::new().critical().build()?)?;
        let usage = KeyUsage::new().critical().digital_signature().key_encipherment().build()?;
        builder.append_extension(usage)?;
        builder.append_extension(ExtendedKeyUsage::new().client_auth().build()?)?;
        let context = builder.x509v3_context(Some(&self.certificate), None);
        let identifier = AuthorityKeyIdentifier::new().keyid(true).build(&context)?;
        builder.append_extension(identifier)?;
        builder.sign(&self.key, MessageDigest::sha256())?;
        Ok(builder.build().to_der()?)
    }
}

/// Why an authority that was made elsewhere cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AuthorityFault {
    /// No certificate in PEM.
    #[error("this is no certificate")]
    NoCertificate,
    /// It may not issue certificates, or nobody may encrypt to it.
    #[error("the certificate is not one of an authority that may issue and be encrypted to")]
    NoAuthority,
    /// The key is that of another certificate.
    #[error("the key is not that of the certificate")]
    OtherKey,
    /// The key is not RSA: requests are encrypted to it (RFC 8894 section 3.1).
    #[error("the key is not RSA")]
    OtherKind,
}

/// Whether it says that it is an authority, and does not exclude what this protocol needs of its key.
fn may_issue(certificate: &TbsCertificate) -> bool {
    let is_authority = matches!(certificate.get::<BasicConstraints509>(), Ok(Some((_, basic))) if basic.ca);
    is_authority
        && match certificate.get::<KeyUsage509>() {
            Ok(Some((_, usage))) => {
                usage.key_cert_sign() && usage.digital_signature() && usage.key_encipherment()
            }
            Ok(None) => true,
            Err(_) => false,
        }
}

pub(super) fn common_name(name: &str) -> Result<X509Name, ErrorStack> {
    let mut subject = X509NameBuilder::new()?;
    subject.append_entry_by_nid(Nid::COMMONNAME, name)?;
    Ok(subject.build())
}

/// What all certificates have in common.
pub(super) fn begin<T: openssl::pkey::HasPublic>(
    subject: &X509Name,
    issuer: &openssl::x509::X509NameRef,
    key: &PKey<T>,
    serial: &[u8],
    validity: Validity,
) -> Result<X509Builder, ErrorStack> {
    let mut builder = X509Builder::new()?;
    builder.set_version(2)?;
    let serial = BigNum::from_slice(serial)?.to_asn1_integer()?;
    builder.set_serial_number(&serial)?;
    builder.set_subject_name(subject)?;
    builder.set_issuer_name(issuer)?;
    builder.set_not_before(&*Asn1Time::from_unix(validity.from)?)?;
    builder.set_not_after(&*Asn1Time::from_unix(validity.until)?)?;
    builder.set_pubkey(key)?;
    Ok(builder)
}
