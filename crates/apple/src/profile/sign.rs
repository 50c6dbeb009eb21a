//! The signature of a profile: CMS with the profile inside (RFC 5652).

use openssl::{
    cms::{CMSOptions, CmsContentInfo},
    error::ErrorStack,
    pkey::PKey,
    stack::Stack,
    x509::X509,
};

/// Certificate or key cannot be used to sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the profile cannot be signed with this certificate and key")]
pub struct SignFault;

/// Signs a profile. `chain` is DER, the signer's own certificate first; `key` its private key, PKCS#8 DER.
///
/// # Errors
/// [`SignFault`].
pub fn sign(profile: &[u8], chain: &[Vec<u8>], key: &[u8]) -> Result<Vec<u8>, SignFault> {
    signed(profile, chain, key).ok().flatten().ok_or(SignFault)
}

fn signed(profile: &[u8], chain: &[Vec<u8>], key: &[u8]) -> Result<Option<Vec<u8>>, ErrorStack> {
    let Some((own, above)) = chain.split_first() else { return Ok(None) };
    let own = X509::from_der(own)?;
    let key = PKey::private_key_from_pkcs8(key)?;
    if !own.public_key()?.public_eq(&key) {
        return Ok(None);
    }
    let mut others = Stack::new()?;
    for certificate in above {
        others.push(X509::from_der(certificate)?)?;
    }
    let options = CMSOptions::BINARY | CMSOptions::NOSMIMECAP;
    CmsContentInfo::sign(Some(&own), Some(&key), Some(&others), Some(profile), options)?.to_der().map(Some)
}

#[cfg(test)]
mod tests {
    use openssl::{
        asn1::Asn1Time,
        hash::MessageDigest,
        nid::Nid,
        pkcs7::{Pkcs7, Pkcs7Flags},
        rsa::Rsa,
        x509::{X509Builder, X509NameBuilder, store::X509StoreBuilder},
    };

    use super::*;

    fn signer() -> (Vec<u8>, Vec<u8>) {
        let key = PKey::from_rsa(Rsa::generate(2048).unwrap()).unwrap();
        let mut subject = X509NameBuilder::new().unwrap();
        subject.append_entry_by_nid(Nid::COMMONNAME, "Profiles").unwrap();
        let subject = subject.build();
        let mut builder = X509Builder::new().unwrap();
        builder.set_subject_name(&subject).unwrap();
        builder.set_issuer_name(&subject).unwrap();
        builder.set_not_before(&Asn1Time::days_from_now(0).unwrap()).unwrap();
        builder.set_not_after(&Asn1Time::days_from_now(1).unwrap()).unwrap();
        builder.set_pubkey(&key).unwrap();
        builder.sign(&key, MessageDigest::sha256()).unwrap();
        (builder.build().to_der().unwrap(), key.private_key_to_pkcs8().unwrap())
    }

    #[test]
    fn a_signed_profile_carries_what_was_signed() {
        let (certificate, key) = signer();
        let profile = crate::profile::enrolment::tests::enrolment().write();
        let der = sign(&profile, &[certificate], &key).unwrap();
        let read = Pkcs7::from_der(&der).unwrap();
        let (mut inside, store) = (Vec::new(), X509StoreBuilder::new().unwrap().build());
        let flags = Pkcs7Flags::NOVERIFY | Pkcs7Flags::BINARY;
        read.verify(&Stack::new().unwrap(), &store, None, Some(&mut inside), flags).unwrap();
        assert_eq!(inside, profile);
    }

    #[test]
    fn a_key_that_is_not_the_certificates_signs_nothing() {
        let ((certificate, _), (_, key)) = (signer(), signer());
        assert_eq!(sign(b"profile", &[certificate], &key), Err(SignFault));
        assert_eq!(sign(b"profile", &[], &key), Err(SignFault));
        assert_eq!(sign(b"profile", &[b"nonsense".to_vec()], &key), Err(SignFault));
    }
}
