use ed25519_dalek::{Signature, VerifyingKey};
use sfv::{FieldType as _, InnerList, List, ListEntry, Parameters, Parser};

use crate::field::{bounded, byte_sequence, member};
use crate::{Message, SignatureError, base, verify_content_digest};

const INPUT: &str = "Signature-Input";
const SIGNATURE: &str = "Signature";
const DIGEST: &str = "Content-Digest";

/// What every signature must protect.
const REQUIRED: [&str; 3] = ["@method", "@target-uri", "content-digest"];

/// More covered components than this are refused.
const MAX_COMPONENTS: usize = 32;

/// A signature as read from a request, not yet verified: everything in it is only claimed.
#[derive(Debug, Clone)]
pub struct Signed {
    keyid: String,
    created: i64,
    expires: Option<i64>,
    nonce: String,
    components: Vec<String>,
    /// The signature parameters as received, and in their canonical spelling where that differs.
    params: Vec<String>,
    signature: Signature,
    content_digest: String,
}

impl Signed {
    /// Reads the three header fields. A field that was sent in several lines is given joined with `", "`, one that was
    /// not sent as `""`.
    ///
    /// There must be exactly one signature, under any label. It covers at least `@method`, `@target-uri` and
    /// `content-digest`, in any order, and has `created`, `keyid` and `nonce`; `alg`, if there, is `ed25519`.
    ///
    /// # Errors
    /// Any [`SignatureError`] but `Digest` and `Signature`, which only [`Signed::verify`] gives.
    pub fn parse(
        signature_input: &str,
        signature: &str,
        content_digest: &str,
    ) -> Result<Self, SignatureError> {
        let (label, params) = member(bounded(signature_input, INPUT)?, INPUT)?;
        let (signature_label, signature) = member(bounded(signature, SIGNATURE)?, SIGNATURE)?;
        let content_digest = bounded(content_digest, DIGEST)?.to_owned();
        if label != signature_label {
            return Err(SignatureError::Malformed(SIGNATURE));
        }
        let signature = byte_sequence(signature, SIGNATURE)?;
        let signature =
            Signature::from_slice(&signature).map_err(|_| SignatureError::Malformed(SIGNATURE))?;

        let list: List = Parser::new(params).parse().map_err(|_| SignatureError::Malformed(INPUT))?;
        let canonical = list.serialize().ok_or(SignatureError::Malformed(INPUT))?;
        let inner = only_inner_list(list)?;
        let components = components(&inner)?;

        let keyid = string(&inner.params, "keyid")?.ok_or(SignatureError::Missing("keyid"))?;
        check_keyid(keyid)?;
        let nonce = string(&inner.params, "nonce")?.ok_or(SignatureError::Missing("nonce"))?;
        check_nonce(nonce)?;
        if string(&inner.params, "alg")?.is_some_and(|alg| alg != "ed25519") {
            return Err(SignatureError::Algorithm);
        }
        let created = seconds(&inner.params, "created")?.ok_or(SignatureError::Missing("created"))?;
        let expires = seconds(&inner.params, "expires")?;

        let (keyid, nonce) = (keyid.to_owned(), nonce.to_owned());
        let mut params = vec![params.to_owned()];
        if !params.contains(&canonical) {
            params.push(canonical);
        }
        Ok(Self { keyid, created, expires, nonce, components, params, signature, content_digest })
    }

    /// The claimed key id: for a device its id, without capitals.
    #[must_use]
    pub fn keyid(&self) -> &str {
        &self.keyid
    }

    /// When the signature says it was made, in seconds since 1970, UTC.
    #[must_use]
    pub fn created(&self) -> i64 {
        self.created
    }

    /// When the signature says it ends, in seconds since 1970, UTC, if it says so. A caller treats a passed one as stale.
    #[must_use]
    pub fn expires(&self) -> Option<i64> {
        self.expires
    }

    /// The nonce: 16 to 64 of `A–Z a–z 0–9 - _`.
    #[must_use]
    pub fn nonce(&self) -> &str {
        &self.nonce
    }

    /// Checks digest and signature against the request.
    ///
    /// The base is rebuilt from the signature parameters as received. Where their spelling is not the canonical one of
    /// RFC 9651, a signature over the canonical one is accepted too (RFC 9421 section 2.3 asks signers for it).
    ///
    /// # Errors
    /// `Digest` if the body is another one, `UnknownComponent` if a covered component cannot be rebuilt, else `Signature`.
    pub fn verify(&self, key: &VerifyingKey, message: &Message<'_>) -> Result<(), SignatureError> {
        verify_content_digest(&self.content_digest, message.body)?;
        for params in &self.params {
            let components = self.components.iter().map(String::as_str);
            let base = base::build(components, params, &self.content_digest, message)?;
            if key.verify_strict(base.as_bytes(), &self.signature).is_ok() {
                return Ok(());
            }
        }
        Err(SignatureError::Signature)
    }
}

/// The one signature; a second member of the dictionary does not even parse as a list of one inner list.
fn only_inner_list(list: List) -> Result<InnerList, SignatureError> {
    let mut members = list.into_iter();
    match (members.next(), members.next()) {
        (Some(ListEntry::InnerList(inner)), None) => Ok(inner),
        _ => Err(SignatureError::Malformed(INPUT)),
    }
}

/// The names of the covered components: none twice, none with parameters (they would change what is covered).
fn components(inner: &InnerList) -> Result<Vec<String>, SignatureError> {
    if inner.items.len() > MAX_COMPONENTS {
        return Err(SignatureError::TooLong(INPUT));
    }
    let mut names: Vec<String> = Vec::with_capacity(inner.items.len());
    for item in &inner.items {
        let name = item.bare_item.as_string().ok_or(SignatureError::Malformed(INPUT))?.as_str();
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-_.@".contains(&b);
        if !item.params.is_empty() || !name.bytes().all(plain) || names.iter().any(|seen| seen == name) {
            return Err(SignatureError::UnknownComponent);
        }
        names.push(name.to_owned());
    }
    for required in REQUIRED {
        if !names.iter().any(|name| name == required) {
            return Err(SignatureError::NotCovered(required));
        }
    }
    Ok(names)
}

fn string<'p>(params: &'p Parameters, name: &'static str) -> Result<Option<&'p str>, SignatureError> {
    match params.get(name) {
        None => Ok(None),
        Some(value) => match value.as_string() {
            Some(text) => Ok(Some(text.as_str())),
            None => Err(SignatureError::Malformed(name)),
        },
    }
}

fn seconds(params: &Parameters, name: &'static str) -> Result<Option<i64>, SignatureError> {
    match params.get(name) {
        None => Ok(None),
        Some(value) => match value.as_integer().map(i64::from) {
            Some(seconds) if seconds >= 0 => Ok(Some(seconds)),
            _ => Err(SignatureError::Malformed(name)),
        },
    }
}

/// A key id is 1 to 128 visible characters without capitals, quotes and backslashes.
pub(crate) fn check_keyid(keyid: &str) -> Result<(), SignatureError> {
    let fits = |b: u8| b.is_ascii_graphic() && !b.is_ascii_uppercase() && b != b'"' && b != b'\\';
    if (1..=128).contains(&keyid.len()) && keyid.bytes().all(fits) {
        Ok(())
    } else {
        Err(SignatureError::Malformed("keyid"))
    }
}

pub(crate) fn check_nonce(nonce: &str) -> Result<(), SignatureError> {
    let fits = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    if (16..=64).contains(&nonce.len()) && nonce.bytes().all(fits) {
        Ok(())
    } else {
        Err(SignatureError::Malformed("nonce"))
    }
}
