//! Signed data with attributes of one's own (RFC 5652 section 5), which OpenSSL reads but does not write here.

use cms::{
    cert::{CertificateChoices, IssuerAndSerialNumber},
    content_info::{CmsVersion, ContentInfo},
    signed_data::{
        CertificateSet, EncapsulatedContentInfo, SignedData, SignerIdentifier, SignerInfo, SignerInfos,
    },
};
use der::{
    Any, Decode, Encode, Tag,
    asn1::{ObjectIdentifier, OctetString, OctetStringRef, PrintableStringRef, SetOfVec},
};
use openssl::{
    hash::MessageDigest,
    pkey::{PKey, Private},
    sha::sha256,
    sign::Signer,
};
use x509_cert::{Certificate, attr::Attribute, spki::AlgorithmIdentifierOwned};

use super::{Fault, oid};

/// An attribute with one value.
pub(super) fn attribute(name: ObjectIdentifier, value: Any) -> Result<Attribute, Fault> {
    Ok(Attribute { oid: name, values: SetOfVec::try_from([value])? })
}

/// An attribute with a text.
pub(super) fn text(name: ObjectIdentifier, text: &str) -> Result<Attribute, Fault> {
    attribute(name, Any::encode_from(&PrintableStringRef::new(text)?)?)
}

/// An attribute with bytes.
pub(super) fn bytes(name: ObjectIdentifier, bytes: &[u8]) -> Result<Attribute, Fault> {
    attribute(name, Any::encode_from(&OctetStringRef::new(bytes)?)?)
}

/// Signs `content` with these attributes and those that every signature has.
pub(super) fn sign(
    content: &[u8],
    attributes: Vec<Attribute>,
    certificate: &[u8],
    key: &PKey<Private>,
) -> Result<Vec<u8>, Fault> {
    let signer = Certificate::from_der(certificate)?;
    let mut attributes = attributes;
    attributes.push(attribute(oid::CONTENT_TYPE, Any::encode_from(&oid::DATA)?)?);
    attributes.push(bytes(oid::MESSAGE_DIGEST, &sha256(content))?);
    let attributes = SetOfVec::try_from(attributes)?;
    // What is signed is the set of attributes under its own tag, as it is written here.
    let mut signing = Signer::new(MessageDigest::sha256(), key)?;
    signing.update(&attributes.to_der()?)?;
    let sha_256 = AlgorithmIdentifierOwned { oid: oid::SHA_256, parameters: None };
    let info = SignerInfo {
        version: CmsVersion::V1,
        sid: SignerIdentifier::IssuerAndSerialNumber(IssuerAndSerialNumber {
            issuer: signer.tbs_certificate.issuer.clone(),
            serial_number: signer.tbs_certificate.serial_number.clone(),
        }),
        digest_alg: sha_256.clone(),
        signed_attrs: Some(attributes),
        signature_algorithm: AlgorithmIdentifierOwned { oid: oid::RSA, parameters: Some(Any::null()) },
        signature: OctetString::new(signing.sign_to_vec()?)?,
        unsigned_attrs: None,
    };
    whole(SignedData {
        version: CmsVersion::V1,
        digest_algorithms: SetOfVec::try_from([sha_256])?,
        encap_content_info: EncapsulatedContentInfo {
            econtent_type: oid::DATA,
            econtent: Some(Any::new(Tag::OctetString, content)?),
        },
        certificates: Some(set(vec![signer])?),
        crls: None,
        signer_infos: SignerInfos(SetOfVec::try_from([info])?),
    })
}

/// A structure that carries certificates (DER) and nothing else.
pub(super) fn certificates(chain: &[&[u8]]) -> Result<Vec<u8>, Fault> {
    let chain = chain.iter().map(|der| Certificate::from_der(der)).collect::<Result<Vec<_>, _>>()?;
    whole(SignedData {
        version: CmsVersion::V1,
        digest_algorithms: SetOfVec::new(),
        encap_content_info: EncapsulatedContentInfo { econtent_type: oid::DATA, econtent: None },
        certificates: Some(set(chain)?),
        crls: None,
        signer_infos: SignerInfos(SetOfVec::new()),
    })
}

fn set(certificates: Vec<Certificate>) -> Result<CertificateSet, Fault> {
    let choices: Vec<_> = certificates.into_iter().map(CertificateChoices::Certificate).collect();
    Ok(CertificateSet(SetOfVec::try_from(choices)?))
}

fn whole(signed: SignedData) -> Result<Vec<u8>, Fault> {
    Ok(ContentInfo { content_type: oid::SIGNED_DATA, content: Any::encode_from(&signed)? }.to_der()?)
}
