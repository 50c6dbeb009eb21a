/// Why a signature, a digest or a public key was not accepted.
///
/// For logs and tests. A server must answer all of them with one and the same body, so that nobody learns how far a
/// forged request came.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// A header field or a signature parameter that must be there is not.
    #[error("{0} is missing")]
    Missing(&'static str),
    /// A header field or a parameter is there, but not in the form that its specification or ours demands.
    #[error("{0} is malformed")]
    Malformed(&'static str),
    /// A value is longer than any honest client would send.
    #[error("{0} is too long")]
    TooLong(&'static str),
    /// `alg` names something other than `ed25519`.
    #[error("only ed25519 is supported")]
    Algorithm,
    /// A component that the signature must protect is not in its list.
    #[error("the signature does not cover {0}")]
    NotCovered(&'static str),
    /// The signature covers a component that this crate cannot rebuild, or that the request does not have.
    #[error("a covered component cannot be rebuilt")]
    UnknownComponent,
    /// The body is not the one that was digested, or no known digest algorithm is listed.
    #[error("the content digest does not match the body")]
    Digest,
    /// The signature is not by this key over this request.
    #[error("the signature does not match")]
    Signature,
    /// Not a usable Ed25519 public key.
    #[error("not a usable Ed25519 public key")]
    Key,
}
