use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signer as _, SigningKey};

use crate::signed::{check_keyid, check_nonce};
use crate::{Message, SignatureError, base, content_digest};

/// What is signed.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// The method in capitals.
    pub method: &'a str,
    /// The absolute URI with path and query exactly as they will be sent.
    pub target_uri: &'a str,
    /// The raw body as it will be sent.
    pub body: &'a [u8],
}

impl fmt::Debug for Request<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request").field("method", &self.method).finish_non_exhaustive()
    }
}

/// The parameters of a signature.
#[derive(Debug, Clone, Copy)]
pub struct Params<'a> {
    /// Seconds since 1970, UTC.
    pub created: i64,
    /// The device id, lower case.
    pub keyid: &'a str,
    /// 16 to 64 of `A–Z a–z 0–9 - _`, never used before by this key.
    pub nonce: &'a str,
}

/// The three header fields to send, by their lower-case names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedHeaders {
    /// `Signature-Input`
    pub signature_input: String,
    /// `Signature`
    pub signature: String,
    /// `Content-Digest`
    pub content_digest: String,
}

/// Signs `@method`, `@target-uri` and `content-digest` of a request under the label `gatehouse`.
///
/// # Errors
/// `Malformed` if key id, nonce, method or URI cannot be put into a signature.
pub fn sign(
    key: &SigningKey,
    request: &Request<'_>,
    params: Params<'_>,
) -> Result<SignedHeaders, SignatureError> {
    check_keyid(params.keyid)?;
    check_nonce(params.nonce)?;
    if params.created < 0 {
        return Err(SignatureError::Malformed("created"));
    }
    let content_digest = content_digest(request.body);
    let input = format!(
        "(\"@method\" \"@target-uri\" \"content-digest\");created={};keyid=\"{}\";nonce=\"{}\";alg=\"ed25519\"",
        params.created, params.keyid, params.nonce,
    );
    let message = Message::new(request.method, request.target_uri, request.body);
    let base = base::build(["@method", "@target-uri", "content-digest"], &input, &content_digest, &message)?;
    let signature = key.sign(base.as_bytes());
    Ok(SignedHeaders {
        signature_input: format!("gatehouse={input}"),
        signature: format!("gatehouse=:{}:", STANDARD.encode(signature.to_bytes())),
        content_digest,
    })
}
