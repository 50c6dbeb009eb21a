//! The authority of devices, and the certificates that it issues (RFC 5280).

use openssl::{
    asn1::Asn1Time,
    bn::BigNum,
    error::ErrorStack,
    hash::MessageDigest,
    nid::Nid,
    pkey::{PKey, Private},
    rsa::Rsa,
    x509::{
        X509, X509Builder, X509Name, X509NameBuilder,
        extension::{
            AuthorityKeyIdentifier, BasicConstraints, ExtendedKeyUsage, KeyUsage, SubjectKeyIdentifier,
        },
    },
};

use super::Fault;

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
