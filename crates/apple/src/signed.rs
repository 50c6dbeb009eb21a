//! Signed data with its content inside (RFC 2315), as signed profiles and the messages of Apple TVs are.

use openssl::{
    pkcs7::{Pkcs7, Pkcs7Flags},
    stack::Stack,
    x509::store::X509StoreBuilder,
};

/// Whether the signature has to fit its content. Whose it is, is judged by nobody here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Signature {
    /// It has to.
    Fits,
    /// The device judges it.
    IsNotJudged,
}

/// What is inside; nothing for what is no such data, or where the signature does not fit and has to.
pub(crate) fn inside(bytes: &[u8], signature: Signature) -> Option<Vec<u8>> {
    let signed = Pkcs7::from_der(bytes).ok()?;
    let nobody = X509StoreBuilder::new().ok()?.build();
    let nothing = Stack::new().ok()?;
    let mut inside = Vec::new();
    let flags = Pkcs7Flags::NOVERIFY | Pkcs7Flags::BINARY;
    let flags = match signature {
        Signature::Fits => flags,
        Signature::IsNotJudged => flags | Pkcs7Flags::NOSIGS,
    };
    signed.verify(&nothing, &nobody, None, Some(&mut inside), flags).ok()?;
    Some(inside)
}

/// What is inside a signed file; nothing for one that is not signed.
pub(crate) fn opened(file: &[u8]) -> Option<Vec<u8>> {
    // Every such file begins with a sequence.
    if file.first() != Some(&0x30) {
        return None;
    }
    inside(file, Signature::IsNotJudged)
}
