//! A message from outside: signed data whose attributes say what it is, and whose content is an envelope or
//! nothing.

use cms::{
    cert::CertificateChoices,
    content_info::ContentInfo,
    signed_data::{SignedData, SignerInfo},
};
use der::{
    Any, Decode, Encode,
    asn1::{ObjectIdentifier, OctetStringRef, PrintableStringRef},
};
use openssl::{
    pkcs7::{Pkcs7, Pkcs7Flags},
    stack::Stack,
    x509::{X509, store::X509StoreBuilder},
};

use super::{Fault, MAX_BYTES, oid};

/// What a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessageKind {
    /// The answer.
    CertRep,
    /// A renewal, signed with the earlier certificate.
    RenewalReq,
    /// A request.
    PkcsReq,
    /// Asks again.
    CertPoll,
}

impl MessageKind {
    fn of(word: &str) -> Option<Self> {
        match word {
            "3" => Some(Self::CertRep),
            "17" => Some(Self::RenewalReq),
            "19" => Some(Self::PkcsReq),
            "20" => Some(Self::CertPoll),
            _ => None,
        }
    }

    pub(super) fn word(self) -> &'static str {
        match self {
            Self::CertRep => "3",
            Self::RenewalReq => "17",
            Self::PkcsReq => "19",
            Self::CertPoll => "20",
        }
    }
}

/// A message whose signature fits. Whose certificate it is is not asked here.
#[derive(Clone, PartialEq, Eq)]
pub struct Message {
    /// What it is.
    pub kind: MessageKind,
    /// Which exchange it belongs to, as the client says.
    pub transaction_id: String,
    /// The certificate of whoever signed, DER.
    pub signer: Vec<u8>,
    /// The sender's number, to be told back.
    pub(super) sender_nonce: Vec<u8>,
    /// The number that the sender was told, in an answer.
    pub(super) recipient_nonce: Option<Vec<u8>>,
    /// `0` done, `2` failed, `3` later, in an answer.
    pub(super) status: Option<String>,
    /// Why it failed, in an answer.
    pub(super) fail_info: Option<String>,
    /// The envelope, DER; nothing in an answer that failed.
    pub(super) content: Vec<u8>,
}

impl Message {
    /// Reads a message and verifies its signature.
    ///
    /// # Errors
    /// [`Fault::Malformed`] for all that is wrong.
    pub fn read(bytes: &[u8]) -> Result<Self, Fault> {
        if bytes.len() > MAX_BYTES {
            return Err(Fault::Malformed);
        }
        // Clients send BER; what is written again is DER, and that alone is read below.
        let outer = Pkcs7::from_der(bytes)?;
        let flags = Pkcs7Flags::NOVERIFY | Pkcs7Flags::BINARY;
        let (mut content, none) = (Vec::new(), Stack::<X509>::new()?);
        let signers = outer.signers(&none, flags)?;
        let mut signers = signers.into_iter();
        let (Some(signer), None) = (signers.next(), signers.next()) else { return Err(Fault::Malformed) };
        let store = X509StoreBuilder::new()?.build();
        outer.verify(&none, &store, None, Some(&mut content), flags)?;
        let info = ContentInfo::from_der(&outer.to_der()?)?;
        if info.content_type != oid::SIGNED_DATA {
            return Err(Fault::Malformed);
        }
        let signed: SignedData = info.content.decode_as()?;
        let [signer_info] = signed.signer_infos.0.as_slice() else { return Err(Fault::Malformed) };
        let attributes = Attributes(signer_info);
        let kind = attributes.text(oid::MESSAGE_TYPE).and_then(|word| MessageKind::of(&word));
        Ok(Self {
            kind: kind.ok_or(Fault::Malformed)?,
            transaction_id: attributes
                .text(oid::TRANSACTION_ID)
                .filter(|id| !id.is_empty() && id.len() <= 255)
                .ok_or(Fault::Malformed)?,
            signer: signer.to_der()?,
            sender_nonce: attributes
                .bytes(oid::SENDER_NONCE)
                .filter(|nonce| !nonce.is_empty() && nonce.len() <= 64)
                .ok_or(Fault::Malformed)?,
            recipient_nonce: attributes.bytes(oid::RECIPIENT_NONCE),
            status: attributes.text(oid::PKI_STATUS),
            fail_info: attributes.text(oid::FAIL_INFO),
            content,
        })
    }
}

/// The signed attributes of a message.
struct Attributes<'a>(&'a SignerInfo);

impl Attributes<'_> {
    /// The only value of an attribute.
    fn value(&self, name: ObjectIdentifier) -> Option<&Any> {
        let found = self.0.signed_attrs.as_ref()?.iter().find(|attribute| attribute.oid == name)?;
        let mut values = found.values.iter();
        values.next().filter(|_| values.next().is_none())
    }

    fn text(&self, name: ObjectIdentifier) -> Option<String> {
        let text: PrintableStringRef<'_> = self.value(name)?.decode_as().ok()?;
        Some(text.as_str().to_owned())
    }

    fn bytes(&self, name: ObjectIdentifier) -> Option<Vec<u8>> {
        let bytes: OctetStringRef<'_> = self.value(name)?.decode_as().ok()?;
        Some(bytes.as_bytes().to_vec())
    }
}

/// The certificates of a structure that carries nothing else, DER.
pub(super) fn certificates(bytes: &[u8]) -> Result<Vec<Vec<u8>>, Fault> {
    let info = ContentInfo::from_der(bytes)?;
    let signed: SignedData = info.content.decode_as()?;
    let set = signed.certificates.ok_or(Fault::Malformed)?;
    let certificates = set.0.iter().filter_map(|choice| match choice {
        CertificateChoices::Certificate(certificate) => Some(certificate.to_der()),
        CertificateChoices::Other(_) => None,
    });
    Ok(certificates.collect::<Result<_, _>>()?)
}
