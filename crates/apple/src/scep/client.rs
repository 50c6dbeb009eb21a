//! The side that asks, for simulated devices and tests.

use der::{
    Any, Decode, Encode,
    asn1::{BitString, SetOfVec, Utf8StringRef},
};
use openssl::{
    cms::{CMSOptions, CmsContentInfo},
    hash::MessageDigest,
    pkcs7::{Pkcs7, Pkcs7Flags},
    pkey::{PKey, Private},
    rsa::Rsa,
    sign::Signer,
    stack::Stack,
    symm,
    x509::X509,
};
use x509_cert::{
    name::Name,
    request::{CertReq, CertReqInfo, Version},
    spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned},
};

use super::{
    Fault, Validity, issue, message,
    message::{Message, MessageKind},
    oid, write,
};

/// SHA-256 with RSA.
const SHA_256_RSA: der::asn1::ObjectIdentifier =
    der::asn1::ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.11");

/// How an envelope is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strength {
    /// As clients of today do.
    Aes128,
    /// As old ones do.
    TripleDes,
}

/// A client with a key of its own, and a certificate that it has signed itself. Has no `Debug`: there is a
/// private key in it.
pub struct Client {
    key: PKey<Private>,
    certificate: Vec<u8>,
}

/// What an answer said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// The certificate, DER.
    Issued(Vec<u8>),
    /// Refused, with the number of the reason.
    Refused(String),
}

impl Client {
    /// A client that may sign from `validity` on.
    ///
    /// # Errors
    /// When there are no random numbers.
    pub fn new(name: &str, validity: Validity) -> Result<Self, Fault> {
        Self::with_key(&Rsa::generate(2048)?.private_key_to_der()?, name, validity)
    }

    /// A client with a key that is there, PKCS#1 DER.
    ///
    /// # Errors
    /// [`Fault::Malformed`] for what is no key.
    pub fn with_key(key: &[u8], name: &str, validity: Validity) -> Result<Self, Fault> {
        let key = PKey::from_rsa(Rsa::private_key_from_der(key)?)?;
        let subject = issue::common_name(name)?;
        let mut builder = issue::begin(&subject, &subject, &key, &[1], validity)?;
        builder.sign(&key, MessageDigest::sha256())?;
        Ok(Self { certificate: builder.build().to_der()?, key })
    }

    /// The private key, PKCS#8 DER.
    ///
    /// # Errors
    /// [`Fault::Malformed`].
    pub fn private_key(&self) -> Result<Vec<u8>, Fault> {
        Ok(self.key.private_key_to_pkcs8()?)
    }

    /// Asks an authority (its certificate DER) for a certificate.
    ///
    /// # Errors
    /// [`Fault::Malformed`] for what cannot be asked.
    pub fn ask(
        &self,
        authority: &[u8],
        challenge: Option<&str>,
        transaction_id: &str,
        nonce: &[u8],
        strength: Strength,
    ) -> Result<Vec<u8>, Fault> {
        let cipher = match strength {
            Strength::Aes128 => symm::Cipher::aes_128_cbc(),
            Strength::TripleDes => symm::Cipher::des_ede3_cbc(),
        };
        let words = (MessageKind::PkcsReq, transaction_id, nonce);
        self.say(authority, &self.request(challenge)?, cipher, &self.certificate, words)
    }

    /// Asks for a certificate for the key of `next`, with the one that this client was issued (DER); RFC 8894
    /// section 3.3.1.2.
    ///
    /// # Errors
    /// [`Fault::Malformed`] for what cannot be asked.
    pub fn renew(
        &self,
        issued: &[u8],
        next: &Self,
        authority: &[u8],
        transaction_id: &str,
        nonce: &[u8],
    ) -> Result<Vec<u8>, Fault> {
        let words = (MessageKind::RenewalReq, transaction_id, nonce);
        self.say(authority, &next.request(None)?, symm::Cipher::aes_128_cbc(), issued, words)
    }

    fn say(
        &self,
        authority: &[u8],
        inside: &[u8],
        cipher: symm::Cipher,
        certificate: &[u8],
        (kind, transaction_id, nonce): (MessageKind, &str, &[u8]),
    ) -> Result<Vec<u8>, Fault> {
        let mut to = Stack::new()?;
        to.push(X509::from_der(authority)?)?;
        let envelope = CmsContentInfo::encrypt(&to, inside, cipher, CMSOptions::BINARY)?.to_der()?;
        let attributes = vec![
            write::text(oid::MESSAGE_TYPE, kind.word())?,
            write::text(oid::TRANSACTION_ID, transaction_id)?,
            write::bytes(oid::SENDER_NONCE, nonce)?,
        ];
        write::sign(&envelope, attributes, certificate, &self.key)
    }

    /// Reads the answer to what was asked with `nonce`.
    ///
    /// # Errors
    /// [`Fault::Malformed`] for what is none, or is one to somebody else, or was not signed by `authority`.
    pub fn read(&self, answer: &[u8], authority: &[u8], nonce: &[u8]) -> Result<Reply, Fault> {
        self.read_for(&self.certificate, self, answer, authority, nonce)
    }

    /// Reads the answer to [`renew`](Self::renew).
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn read_renewed(
        &self,
        issued: &[u8],
        next: &Self,
        answer: &[u8],
        authority: &[u8],
        nonce: &[u8],
    ) -> Result<Reply, Fault> {
        self.read_for(issued, next, answer, authority, nonce)
    }

    fn read_for(
        &self,
        own: &[u8],
        next: &Self,
        answer: &[u8],
        authority: &[u8],
        nonce: &[u8],
    ) -> Result<Reply, Fault> {
        let answer = Message::read(answer)?;
        let is_ours = answer.kind == MessageKind::CertRep
            && answer.signer == authority
            && answer.recipient_nonce.as_deref() == Some(nonce);
        match answer.status.as_deref().filter(|_| is_ours) {
            Some("0") => {
                let own = X509::from_der(own)?;
                let envelope = Pkcs7::from_der(&answer.content)?;
                let inside = envelope.decrypt(&self.key, &own, Pkcs7Flags::BINARY)?;
                let issued = message::certificates(&inside)?.into_iter().find(|certificate| {
                    let key = X509::from_der(certificate).and_then(|certificate| certificate.public_key());
                    key.is_ok_and(|key| key.public_eq(&next.key))
                });
                issued.map(Reply::Issued).ok_or(Fault::Malformed)
            }
            Some("2") => Ok(Reply::Refused(answer.fail_info.unwrap_or_default())),
            _ => Err(Fault::Malformed),
        }
    }

    fn request(&self, challenge: Option<&str>) -> Result<Vec<u8>, Fault> {
        let mut attributes = SetOfVec::new();
        if let Some(challenge) = challenge {
            let value = Any::encode_from(&Utf8StringRef::new(challenge)?)?;
            attributes.insert(write::attribute(oid::CHALLENGE_PASSWORD, value)?)?;
        }
        let own = X509::from_der(&self.certificate)?;
        let info = CertReqInfo {
            version: Version::V1,
            subject: Name::from_der(&own.subject_name().to_der()?)?,
            public_key: SubjectPublicKeyInfoOwned::from_der(&self.key.public_key_to_der()?)?,
            attributes,
        };
        let mut signing = Signer::new(MessageDigest::sha256(), &self.key)?;
        signing.update(&info.to_der()?)?;
        let algorithm = AlgorithmIdentifierOwned { oid: SHA_256_RSA, parameters: Some(Any::null()) };
        let signature = BitString::from_bytes(&signing.sign_to_vec()?)?;
        Ok(CertReq { info, algorithm, signature }.to_der()?)
    }
}
