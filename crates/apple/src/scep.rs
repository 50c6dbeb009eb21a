//! How a device gets its certificate: the Simple Certificate Enrolment Protocol (RFC 8894).
//!
//! A request is signed by the key that asks, and encrypted to the authority; inside is a request for a
//! certificate (PKCS#10) with the challenge that its profile gave it. [`Responder`] reads one and writes the
//! answer; what the certificate says is decided by the server, never by the request.
//!
//! RSA key transport is decrypted here. Whoever serves this gives one answer for all faults, keeps the key for
//! this alone, and limits how often it may be asked.

mod answer;
pub mod client;
mod issue;
mod message;
mod request;
mod revoked;
mod write;

#[cfg(test)]
mod tests;

pub use answer::{FailInfo, Responder};
pub use issue::{Authority, AuthorityFault, Validity};
pub use message::{Message, MessageKind};
pub use request::{Cipher, Request};

/// Longest message, in bytes.
pub const MAX_BYTES: usize = 64 << 10;

/// What a server that speaks like this one says it can do (`GetCACaps`).
#[must_use]
pub fn capabilities(legacy: bool) -> String {
    // SHA-384 is verified as well, and strongSwan 5.9.8 takes the list for empty without it.
    let mut lines = vec!["POSTPKIOperation", "SHA-256", "SHA-384", "SHA-512", "AES", "SCEPStandard"];
    if legacy {
        lines.extend(["SHA-1", "DES3"]);
    }
    lines.join("\n")
}

/// Why something is not done. One word for all that is wrong with a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// No message of this protocol, or its signature does not fit.
    #[error("this is no message of a device that asks for a certificate")]
    Malformed,
    /// A key or certificate of the server's own cannot be used.
    #[error("the authority's key or certificate cannot be used")]
    Authority,
}

impl From<openssl::error::ErrorStack> for Fault {
    fn from(_: openssl::error::ErrorStack) -> Self {
        Self::Malformed
    }
}

impl From<der::Error> for Fault {
    fn from(_: der::Error) -> Self {
        Self::Malformed
    }
}

/// Names of the attributes (RFC 8894 section 3.2.1).
mod oid {
    use der::asn1::ObjectIdentifier;

    pub(super) const MESSAGE_TYPE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.113733.1.9.2");
    pub(super) const PKI_STATUS: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.113733.1.9.3");
    pub(super) const FAIL_INFO: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.113733.1.9.4");
    pub(super) const SENDER_NONCE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.113733.1.9.5");
    pub(super) const RECIPIENT_NONCE: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("2.16.840.1.113733.1.9.6");
    pub(super) const TRANSACTION_ID: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("2.16.840.1.113733.1.9.7");

    pub(super) const CONTENT_TYPE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.3");
    pub(super) const MESSAGE_DIGEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.4");
    pub(super) const CHALLENGE_PASSWORD: ObjectIdentifier =
        ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.7");

    pub(super) const DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.1");
    pub(super) const SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");
    pub(super) const ENVELOPED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.3");

    pub(super) const SHA_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
    pub(super) const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");

    pub(super) const AES_128_CBC: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.1.2");
    pub(super) const AES_192_CBC: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.1.22");
    pub(super) const AES_256_CBC: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.1.42");
    pub(super) const DES3_CBC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.3.7");
}
