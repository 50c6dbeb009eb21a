//! A certificate and a key that an administrator uploads, for push and as an authority.
#![no_main]

use apple::{
    private_key,
    push_certificate::PushCertificate,
    scep::Authority,
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|file: &[u8]| {
    let Ok(pem) = std::str::from_utf8(file) else { return };
    let key = private_key::read(pem, Some("open")).unwrap_or_default();
    if let Ok(certificate) = PushCertificate::read(pem) {
        assert!(certificate.topic.starts_with("com.apple.mgmt."));
        _ = certificate.fits(&key);
    }
    if let Ok(authority) = Authority::read_pem(pem, &key) {
        _ = (authority.name(), authority.until());
    }
});
