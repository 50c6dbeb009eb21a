//! The list of certificates that do not count any more (RFC 5280 section 5).

use std::time::Duration;

use der::{
    Any, Encode,
    asn1::{BitString, GeneralizedTime, ObjectIdentifier, Uint, UtcTime},
};
use openssl::{hash::MessageDigest, sign::Signer};
use x509_cert::{
    Certificate, Version,
    crl::{CertificateList, RevokedCert, TbsCertList},
    der::Decode,
    ext::{
        AsExtension, Extension,
        pkix::{AuthorityKeyIdentifier, CrlNumber, SubjectKeyIdentifier},
    },
    serial_number::SerialNumber,
    spki::AlgorithmIdentifierOwned,
    time::Time,
};

use super::{Authority, Fault, Validity};

/// RSA with SHA-256 (RFC 4055 section 5).
const SHA_256_RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.11");

/// From then on times have four digits for the year (RFC 5280 section 4.1.2.5).
const YEAR_2050: i64 = 2_524_608_000;

impl Authority {
    /// The list, DER: serial numbers with the moment of each, in seconds since the epoch. It counts as long as
    /// `validity` says.
    ///
    /// # Errors
    /// [`Fault::Malformed`] for a number that is none.
    pub fn revoked(&self, numbers: &[(Vec<u8>, i64)], validity: Validity) -> Result<Vec<u8>, Fault> {
        let own = Certificate::from_der(&self.certificate()?)?;
        let one = |(number, at): &(Vec<u8>, i64)| -> Result<RevokedCert, Fault> {
            Ok(RevokedCert {
                serial_number: SerialNumber::new(number)?,
                revocation_date: time(*at)?,
                crl_entry_extensions: None,
            })
        };
        let numbers = numbers.iter().map(one).collect::<Result<Vec<_>, _>>()?;
        let algorithm = AlgorithmIdentifierOwned { oid: SHA_256_RSA, parameters: Some(Any::null()) };
        let list = TbsCertList {
            version: Version::V2,
            signature: algorithm.clone(),
            issuer: own.tbs_certificate.subject.clone(),
            this_update: time(validity.from)?,
            next_update: Some(time(validity.until)?),
            revoked_certificates: (!numbers.is_empty()).then_some(numbers),
            crl_extensions: Some(extensions(&own, validity)?),
        };
        let mut signer = Signer::new(MessageDigest::sha256(), &self.key)?;
        signer.update(&list.to_der()?)?;
        let signature = BitString::from_bytes(&signer.sign_to_vec()?)?;
        let list = CertificateList { tbs_cert_list: list, signature_algorithm: algorithm, signature };
        Ok(list.to_der()?)
    }
}

/// Whose key has signed, and the number of the list, which grows with time (RFC 5280 sections 5.2.1 and 5.2.3).
fn extensions(own: &Certificate, validity: Validity) -> Result<Vec<Extension>, Fault> {
    let name = &own.tbs_certificate.subject;
    let number = CrlNumber(Uint::new(&validity.from.to_be_bytes())?);
    let mut extensions = vec![number.to_extension(name, &[])?];
    if let Some((_, identifier)) = own.tbs_certificate.get::<SubjectKeyIdentifier>()? {
        let key = AuthorityKeyIdentifier { key_identifier: Some(identifier.0), ..Default::default() };
        extensions.push(key.to_extension(name, &extensions)?);
    }
    Ok(extensions)
}

fn time(seconds: i64) -> Result<Time, Fault> {
    let since = Duration::from_secs(u64::try_from(seconds).map_err(|_| Fault::Malformed)?);
    Ok(match seconds < YEAR_2050 {
        true => Time::UtcTime(UtcTime::from_unix_duration(since)?),
        false => Time::GeneralTime(GeneralizedTime::from_unix_duration(since)?),
    })
}

#[cfg(test)]
mod tests {
    use openssl::x509::{X509, X509Crl};

    use super::*;

    #[test]
    fn the_list_names_what_does_not_count_and_is_the_authoritys() {
        let validity = Validity { from: 1_795_000_000, until: 1_795_604_800 };
        let authority = Authority::generate("Devices", &[9, 8, 7], validity).unwrap();
        let list =
            authority.revoked(&[(vec![0x41, 2], 1_795_000_000), (vec![0x42, 3], 2_600_000_000)], validity);
        let list = X509Crl::from_der(&list.unwrap()).unwrap();
        let key = X509::from_der(&authority.certificate().unwrap()).unwrap().public_key().unwrap();
        assert!(list.verify(&*key).unwrap());
        let numbers: Vec<String> = list
            .get_revoked()
            .unwrap()
            .iter()
            .map(|one| one.serial_number().to_bn().unwrap().to_hex_str().unwrap().to_string())
            .collect();
        assert_eq!(numbers, ["4102", "4203"]);
        let empty = X509Crl::from_der(&authority.revoked(&[], validity).unwrap()).unwrap();
        assert!(empty.get_revoked().is_none() && empty.verify(&*key).unwrap());
    }
}
