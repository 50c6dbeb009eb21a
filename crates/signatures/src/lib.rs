//! HTTP Message Signatures (RFC 9421) with Ed25519 and Digest Fields (RFC 9530), as Gatehouse devices use them.
//!
//! Pure functions over strings and bytes: no IO, no clock, no memory of nonces. A server works in two steps, so that it
//! can look the key up in between: [`Signed::parse`] reads the three header fields and gives `keyid`, `created` and
//! `nonce`; [`Signed::verify`] then checks digest and signature against the request. Whether `created` is fresh and the
//! nonce new is the caller's business, and so is answering every [`SignatureError`] alike.
//!
//! A client calls [`sign`] and sends the three values of [`SignedHeaders`].

mod base;
mod digest;
mod error;
mod field;
mod key;
mod sign;
mod signed;
#[cfg(test)]
mod tests;

pub use ed25519_dalek::{SigningKey, VerifyingKey};

pub use crate::base::Message;
pub use crate::digest::{content_digest, verify_content_digest};
pub use crate::error::SignatureError;
pub use crate::key::{encode_public_key, public_key};
pub use crate::sign::{Params, Request, SignedHeaders, sign};
pub use crate::signed::Signed;
