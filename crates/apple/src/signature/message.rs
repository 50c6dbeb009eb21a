//! Signed data in DER (RFC 5652 section 5), as far as a device's signature goes: one signer, known by issuer and
//! serial number, whose certificate is inside, and whose content is elsewhere.

use der::{
    Decode, Encode, Reader, SliceReader, Tag, TagNumber, Tagged,
    asn1::{AnyRef, ObjectIdentifier},
};
use openssl::sha::sha256;

use super::{
    Fault, Signer,
    key::{Digest, Key},
};

const SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");
const DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.1");
const CONTENT_TYPE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.3");
const MESSAGE_DIGEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.4");

/// What is said of one signature.
pub(super) struct Message<'a> {
    certificate: &'a [u8],
    key: Key<'a>,
    digest: Digest,
    /// The signed attributes, as they were sent, without their tag.
    attributes: Option<&'a [u8]>,
    signature: &'a [u8],
}

impl<'a> Message<'a> {
    /// Reads signed data; nothing for what is none of this form.
    pub(super) fn read(bytes: &'a [u8]) -> Option<Self> {
        let info = parts(one(bytes, Tag::Sequence)?)?;
        let [kind, content] = info.as_slice() else { return None };
        if oid(kind)? != SIGNED_DATA {
            return None;
        }
        let fields = parts(one(content.inside(context(0))?, Tag::Sequence)?)?;
        // Version, digests, content, certificates, perhaps revocation lists, signers.
        let (digests, certificates, signers) = match fields.as_slice() {
            [version, digests, content, certificates, signers]
            | [version, digests, content, certificates, _, signers]
                if matches!(version.inside(Tag::Integer)?, [1 | 3]) =>
            {
                let content = parts(content.inside(Tag::Sequence)?)?;
                // Content that came along is not the body that was signed.
                let [kind] = content.as_slice() else { return None };
                if oid(kind)? != DATA {
                    return None;
                }
                (digests.inside(Tag::Set)?, certificates.inside(context(0))?, signers.inside(Tag::Set)?)
            }
            _ => return None,
        };
        let signer = parts(one(signers, Tag::Sequence)?)?;
        let (version, signer) = signer.split_first()?;
        if version.inside(Tag::Integer)? != [1] {
            return None;
        }
        // Attributes that are not signed stand at the end.
        let signer = match signer.split_last()? {
            (last, signer) if last.tag == context(1) => signer,
            _ => signer,
        };
        let (name, digest, attributes, algorithm, signature) = match signer {
            [name, digest, algorithm, signature] => (name, digest, None, algorithm, signature),
            [name, digest, attributes, algorithm, signature] => {
                (name, digest, Some(attributes.inside(context(0))?), algorithm, signature)
            }
            _ => return None,
        };
        let is_named = parts(digests)?.iter().any(|part| part.whole == digest.whole);
        if !is_named {
            return None;
        }
        let digest = Digest::of(algorithm_of(digest)?)?;
        let name = name.inside(Tag::Sequence)?;
        let (certificate, key) =
            parts(certificates)?.iter().find_map(|certificate| key_of(certificate, name))?;
        let key = Key::read(key, algorithm_of(algorithm)?, digest)?;
        Some(Self { certificate, key, digest, attributes, signature: signature.inside(Tag::OctetString)? })
    }

    /// Who has signed this body, if the signature fits.
    pub(super) fn signer_of(&self, body: &[u8]) -> Result<Signer, Fault> {
        let fits = match self.attributes {
            None => self.key.fits(body, self.signature),
            Some(attributes) => {
                let told = told(attributes).ok_or(Fault::Malformed)?;
                told == self.digest.over(body) && self.key.fits(&as_set(attributes)?, self.signature)
            }
        };
        match fits {
            true => {
                Ok(Signer { certificate: self.certificate.to_vec(), fingerprint: sha256(self.certificate) })
            }
            false => Err(Fault::Wrong),
        }
    }
}

/// The digest in signed attributes, which say what they are about (RFC 5652 section 11).
fn told(attributes: &[u8]) -> Option<&[u8]> {
    let (mut kinds, mut digests) = (Vec::new(), Vec::new());
    for attribute in parts(attributes)? {
        let fields = parts(attribute.inside(Tag::Sequence)?)?;
        let [kind, values] = fields.as_slice() else { return None };
        let values = values.inside(Tag::Set)?;
        match oid(kind)? {
            CONTENT_TYPE => kinds.push(oid(parts(values)?.first()?)?),
            MESSAGE_DIGEST => digests.push(one(values, Tag::OctetString)?),
            _ => {}
        }
    }
    match (kinds.as_slice(), digests.as_slice()) {
        ([kind], [digest]) if *kind == DATA => Some(digest),
        _ => None,
    }
}

/// Signed attributes as they are signed: as a set of its own (RFC 5652 section 5.4), in the order in which they
/// were sent.
fn as_set(attributes: &[u8]) -> Result<Vec<u8>, Fault> {
    AnyRef::new(Tag::Set, attributes).and_then(|set| set.to_der()).map_err(|_| Fault::Malformed)
}

/// A certificate and its key, if its issuer and serial number are these.
fn key_of<'a>(certificate: &Part<'a>, name: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let fields = parts(certificate.inside(Tag::Sequence)?)?;
    let inside = parts(fields.first()?.inside(Tag::Sequence)?)?;
    let fields = match inside.first()?.tag == context(0) {
        true => inside.get(1..)?,
        false => inside.as_slice(),
    };
    let [serial, _, issuer, _, _, key, ..] = fields else { return None };
    let named = name.strip_prefix(issuer.whole)? == serial.whole;
    named.then_some((certificate.whole, key.whole))
}

/// The name of an algorithm that takes no parameters.
fn algorithm_of(part: &Part<'_>) -> Option<ObjectIdentifier> {
    match parts(part.inside(Tag::Sequence)?)?.as_slice() {
        [name] => oid(name),
        [name, none] if none.inside(Tag::Null)?.is_empty() => oid(name),
        _ => None,
    }
}

/// One element.
#[derive(Clone, Copy)]
pub(super) struct Part<'a> {
    tag: Tag,
    /// With its tag and length.
    whole: &'a [u8],
    value: &'a [u8],
}

impl<'a> Part<'a> {
    /// What is in it, if it is of this kind.
    pub(super) fn inside(&self, tag: Tag) -> Option<&'a [u8]> {
        (self.tag == tag).then_some(self.value)
    }
}

/// The elements one after the other.
pub(super) fn parts(bytes: &[u8]) -> Option<Vec<Part<'_>>> {
    let mut reader = SliceReader::new(bytes).ok()?;
    let mut parts = Vec::with_capacity(8);
    while !reader.is_finished() {
        let whole = reader.tlv_bytes().ok()?;
        let element = AnyRef::from_der(whole).ok()?;
        parts.push(Part { tag: element.tag(), whole, value: element.value() });
    }
    Some(parts)
}

/// What is in the only element, if it is of this kind.
pub(super) fn one(bytes: &[u8], tag: Tag) -> Option<&[u8]> {
    match parts(bytes)?.as_slice() {
        [part] => part.inside(tag),
        _ => None,
    }
}

pub(super) fn oid(part: &Part<'_>) -> Option<ObjectIdentifier> {
    ObjectIdentifier::from_bytes(part.inside(Tag::ObjectIdentifier)?).ok()
}

fn context(number: u8) -> Tag {
    Tag::ContextSpecific { constructed: true, number: TagNumber::new(number) }
}
