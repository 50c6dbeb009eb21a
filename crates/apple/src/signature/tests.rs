//! Forms, keys and digests; and that OpenSSL agrees.

use openssl::{
    asn1::Asn1Time,
    bn::BigNum,
    ec::{EcGroup, EcKey},
    hash::MessageDigest,
    nid::Nid,
    pkey::Private,
    rsa::Rsa,
    sha::sha256,
    x509::{X509Builder, X509NameBuilder},
};

use super::*;

const BODY: &[u8] = b"<plist version=\"1.0\"><dict><key>Status</key><string>Idle</string></dict></plist>";

fn certificate(name: &str, key: &PKey<Private>, issuer: Option<(&X509, &PKey<Private>)>) -> X509 {
    let mut subject = X509NameBuilder::new().unwrap();
    subject.append_entry_by_nid(Nid::COMMONNAME, name).unwrap();
    let subject = subject.build();
    let mut builder = X509Builder::new().unwrap();
    builder.set_version(2).unwrap();
    builder.set_serial_number(&BigNum::from_u32(7).unwrap().to_asn1_integer().unwrap()).unwrap();
    builder.set_subject_name(&subject).unwrap();
    builder.set_issuer_name(issuer.map_or(&subject, |(issuer, _)| issuer.subject_name())).unwrap();
    builder.set_not_before(&Asn1Time::days_from_now(0).unwrap()).unwrap();
    builder.set_not_after(&Asn1Time::days_from_now(1).unwrap()).unwrap();
    builder.set_pubkey(key).unwrap();
    builder.sign(issuer.map_or(key, |(_, key)| key), MessageDigest::sha256()).unwrap();
    builder.build()
}

fn rsa() -> PKey<Private> {
    PKey::from_rsa(Rsa::generate(2048).unwrap()).unwrap()
}

fn elliptic() -> PKey<Private> {
    let group = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1).unwrap();
    PKey::from_ec_key(EcKey::generate(&group).unwrap()).unwrap()
}

fn signed(certificate: &X509, key: &PKey<Private>, body: &[u8], more: Pkcs7Flags) -> String {
    let flags = Pkcs7Flags::DETACHED | Pkcs7Flags::BINARY | more;
    let signed = Pkcs7::sign(certificate, key, &Stack::new().unwrap(), body, flags).unwrap();
    STANDARD.encode(signed.to_der().unwrap())
}

#[test]
fn both_forms_and_both_kinds_of_keys_count() {
    for key in [rsa(), elliptic()] {
        let certificate = certificate("device", &key, None);
        for more in [Pkcs7Flags::empty(), Pkcs7Flags::NOATTR] {
            let signer = verify(&signed(&certificate, &key, BODY, more), BODY).unwrap();
            assert_eq!(signer.certificate, certificate.to_der().unwrap());
            assert_eq!(signer.fingerprint, sha256(&signer.certificate));
        }
    }
}

#[test]
fn old_signatures_in_ber_with_sha_1_count() {
    let body = include_bytes!("../../tests/fixtures/idle.plist");
    for header in [
        include_str!("../../tests/fixtures/ber-sha1-without-attributes.b64"),
        include_str!("../../tests/fixtures/ber-sha1-with-attributes.b64"),
        include_str!("../../tests/fixtures/ber-sha512-with-attributes.b64"),
    ] {
        assert_eq!(verify(header, body).map(|signer| signer.fingerprint.len()), Ok(32));
        assert_eq!(verify(header, BODY), Err(Fault::Wrong));
    }
}

#[test]
fn a_changed_body_and_what_is_no_signature_are_refused() {
    let key = rsa();
    let certificate = certificate("device", &key, None);
    for more in [Pkcs7Flags::empty(), Pkcs7Flags::NOATTR] {
        let header = signed(&certificate, &key, BODY, more);
        assert_eq!(verify(&header, b"other"), Err(Fault::Wrong));
        assert_eq!(verify(&header, b""), Err(Fault::Wrong));
    }
    assert_eq!(verify("", BODY), Err(Fault::Missing));
    for header in ["%%%", "AAAA", "MIIB", &"A".repeat(MAX_HEADER + 4)] {
        assert_eq!(verify(header, BODY), Err(Fault::Malformed));
    }
}

#[test]
fn a_body_inside_of_the_signature_does_not_count_for_another() {
    let key = rsa();
    let certificate = certificate("device", &key, None);
    let inside = Pkcs7::sign(&certificate, &key, &Stack::new().unwrap(), BODY, Pkcs7Flags::BINARY).unwrap();
    let header = STANDARD.encode(inside.to_der().unwrap());
    assert!(verify(&header, b"other").is_err());
}

#[test]
fn a_certificate_of_another_authority_is_not_ours() {
    let (ours, theirs, device) = (rsa(), rsa(), rsa());
    let authority = certificate("Devices", &ours, None);
    // The same name, another key.
    let impostor = certificate("Devices", &theirs, None);
    let leaf = certificate("device", &device, Some((&authority, &ours))).to_der().unwrap();
    assert!(is_issued_by(&leaf, &authority.to_der().unwrap()));
    assert!(!is_issued_by(&leaf, &impostor.to_der().unwrap()));
    let own = certificate("device", &device, None).to_der().unwrap();
    assert!(!is_issued_by(&own, &authority.to_der().unwrap()));
    assert!(!is_issued_by(b"nonsense", &authority.to_der().unwrap()));
}

/// What OpenSSL says of the same signature.
fn openssl_says(signed: &[u8], body: &[u8]) -> bool {
    let check = || -> Result<(), ErrorStack> {
        let flags = Pkcs7Flags::NOVERIFY | Pkcs7Flags::DETACHED | Pkcs7Flags::BINARY;
        let store = openssl::x509::store::X509StoreBuilder::new()?.build();
        Pkcs7::from_der(signed)?.verify(&*Stack::new()?, &store, Some(body), None, flags)
    };
    check().is_ok()
}

#[test]
fn nothing_counts_that_openssl_would_refuse() {
    for key in [rsa(), elliptic()] {
        let certificate = certificate("device", &key, None);
        for more in [Pkcs7Flags::empty(), Pkcs7Flags::NOATTR] {
            let header = signed(&certificate, &key, BODY, more);
            let good = STANDARD.decode(header).unwrap();
            assert!(openssl_says(&good, BODY));
            for at in 0..good.len() {
                for bit in [0x01, 0x80] {
                    let mut bad = good.clone();
                    bad[at] ^= bit;
                    let ours = verify(&STANDARD.encode(&bad), BODY);
                    // Another certificate is known to nobody.
                    let ours = ours.is_ok_and(|signer| signer.certificate == certificate.to_der().unwrap());
                    let theirs = openssl_says(&bad, BODY);
                    assert!(!ours || theirs, "byte {at}, bit {bit}: we take it, OpenSSL does not");
                }
            }
        }
    }
}

#[test]
fn keys_that_are_not_known_to_the_quick_way_count_as_well() {
    let small = PKey::from_rsa(Rsa::generate(1024).unwrap()).unwrap();
    let group = EcGroup::from_curve_name(Nid::SECP521R1).unwrap();
    let large = PKey::from_ec_key(EcKey::generate(&group).unwrap()).unwrap();
    for key in [small, large] {
        let certificate = certificate("device", &key, None);
        let header = signed(&certificate, &key, BODY, Pkcs7Flags::empty());
        assert!(verify(&header, BODY).is_ok());
        assert_eq!(verify(&header, b"other"), Err(Fault::Wrong));
    }
}

#[test]
fn one_signer_whose_certificate_is_inside() {
    let (key, other) = (rsa(), rsa());
    let certificate = certificate("device", &key, None);
    let alone = signed(&certificate, &key, BODY, Pkcs7Flags::NOCERTS);
    assert_eq!(verify(&alone, BODY), Err(Fault::Malformed));
    // Another certificate beside it speaks for nobody.
    let flags = Pkcs7Flags::DETACHED | Pkcs7Flags::BINARY;
    let mut more = Stack::new().unwrap();
    more.push(self::certificate("other", &other, None)).unwrap();
    let both = Pkcs7::sign(&certificate, &key, &more, BODY, flags).unwrap().to_der().unwrap();
    let signer = verify(&STANDARD.encode(both), BODY).unwrap();
    assert_eq!(signer.certificate, certificate.to_der().unwrap());
}
