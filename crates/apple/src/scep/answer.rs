//! Reading requests and answering them.

use openssl::{
    cms::{CMSOptions, CmsContentInfo},
    pkcs7::{Pkcs7, Pkcs7Flags},
    stack::Stack,
    symm,
    x509::X509,
};

use super::{
    Authority, Cipher, Fault,
    message::{Message, MessageKind},
    oid,
    request::Request,
    write,
};

/// Why a request is refused (RFC 8894 section 3.2.1.4). A server that says little says `BadRequest` alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FailInfo {
    /// An algorithm that is not supported.
    BadAlg,
    /// The signature does not fit.
    BadMessageCheck,
    /// Not permitted, or not supported.
    BadRequest,
}

impl FailInfo {
    fn word(self) -> &'static str {
        match self {
            Self::BadAlg => "0",
            Self::BadMessageCheck => "1",
            Self::BadRequest => "2",
        }
    }
}

/// The side that answers.
pub struct Responder<'a> {
    /// Whose key requests are encrypted to, and who signs the answers.
    pub authority: &'a Authority,
    /// Whether requests that are encrypted as old clients do are read.
    pub legacy: bool,
}

impl Responder<'_> {
    /// Opens the envelope of a request.
    ///
    /// # Errors
    /// [`Fault::Malformed`] for all that is wrong: what exactly is never told.
    pub fn open(&self, message: &Message) -> Result<Request, Fault> {
        if !matches!(message.kind, MessageKind::PkcsReq | MessageKind::RenewalReq) {
            return Err(Fault::Malformed);
        }
        let cipher = Cipher::of(&message.content)?;
        if cipher == Cipher::TripleDes && !self.legacy {
            return Err(Fault::Malformed);
        }
        let envelope = Pkcs7::from_der(&message.content)?;
        let plain = envelope.decrypt(&self.authority.key, &self.authority.certificate, Pkcs7Flags::BINARY)?;
        // A renewal is signed with the earlier certificate, for another key.
        let asks = if message.kind == MessageKind::RenewalReq { None } else { Some(&*message.signer) };
        Request::read(&plain, asks, cipher)
    }

    /// The answer with a certificate (DER), encrypted to whoever has asked.
    ///
    /// # Errors
    /// [`Fault`] when it cannot be written.
    pub fn accept(&self, message: &Message, certificate: &[u8], nonce: &[u8]) -> Result<Vec<u8>, Fault> {
        let above = self.authority.certificate()?;
        let inside = write::certificates(&[certificate, &above])?;
        let mut to = Stack::new()?;
        to.push(X509::from_der(&message.signer)?)?;
        // As well as requests may be encrypted that are read without old clients, whatever this one did.
        let cipher = symm::Cipher::aes_256_cbc();
        let envelope = CmsContentInfo::encrypt(&to, &inside, cipher, CMSOptions::BINARY)?.to_der()?;
        self.answer(message, "0", None, &envelope, nonce)
    }

    /// The answer without one.
    ///
    /// # Errors
    /// [`Fault`] when it cannot be written.
    pub fn refuse(&self, message: &Message, why: FailInfo, nonce: &[u8]) -> Result<Vec<u8>, Fault> {
        self.answer(message, "2", Some(why), b"", nonce)
    }

    fn answer(
        &self,
        message: &Message,
        status: &str,
        why: Option<FailInfo>,
        content: &[u8],
        nonce: &[u8],
    ) -> Result<Vec<u8>, Fault> {
        let mut attributes = vec![
            write::text(oid::MESSAGE_TYPE, MessageKind::CertRep.word())?,
            write::text(oid::PKI_STATUS, status)?,
            write::text(oid::TRANSACTION_ID, &message.transaction_id)?,
            write::bytes(oid::RECIPIENT_NONCE, &message.sender_nonce)?,
            write::bytes(oid::SENDER_NONCE, nonce)?,
        ];
        if let Some(why) = why {
            attributes.push(write::text(oid::FAIL_INFO, why.word())?);
        }
        write::sign(content, attributes, &self.authority.certificate()?, &self.authority.key)
    }
}
