//! Published test vectors: RFC 9421 appendix B.2.6 (key of B.1.4) and the digests of its test request.

use super::*;
use crate::base;

const COVERED: [&str; 6] = ["date", "@method", "@path", "@authority", "content-type", "content-length"];
const INPUT: &str = "(\"date\" \"@method\" \"@path\" \"@authority\" \"content-type\" \"content-length\")\
    ;created=1618884473;keyid=\"test-key-ed25519\"";
const SIGNATURE: &str =
    "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==";

fn header(name: &str) -> Option<String> {
    let value = match name {
        "date" => "Tue, 20 Apr 2021 02:07:55 GMT",
        "content-type" => "application/json",
        "content-length" => "18",
        _ => return None,
    };
    Some(value.to_owned())
}

#[test]
fn the_base_of_rfc_9421_b_2_6_carries_its_published_signature() {
    let message = Message {
        method: "POST",
        target_uri: "https://example.com/foo?param=Value&Pet=dog",
        body: b"{\"hello\": \"world\"}",
        field: &header,
    };
    let base = base::build(COVERED, INPUT, "", &message).unwrap();
    let seed: [u8; 32] =
        STANDARD.decode("n4Ni+HpISpVObnQMW0wOhCKROaIKqKtW/2ZYb2p9KcU=").unwrap().try_into().unwrap();
    let key = SigningKey::from_bytes(&seed);
    assert_eq!(
        crate::encode_public_key(&key.verifying_key()),
        "JrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs="
    );
    assert_eq!(STANDARD.encode(key.sign(base.as_bytes()).to_bytes()), SIGNATURE);
}

#[test]
fn the_published_signature_covers_too_little_for_a_device() {
    let signature = format!("sig-b26=:{SIGNATURE}:");
    let refused = Signed::parse(&format!("sig-b26={INPUT}"), &signature, "sha-256=:AA==:").unwrap_err();
    assert_eq!(refused, SignatureError::NotCovered("@target-uri"));
}

#[test]
fn the_digests_of_rfc_9421_and_rfc_9530_match() {
    let sha_256 = "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:";
    let sha_512 =
        "sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:";
    let body = b"{\"hello\": \"world\"}";
    assert_eq!(crate::content_digest(body), sha_256);
    assert_eq!(crate::verify_content_digest(sha_256, body), Ok(()));
    assert_eq!(crate::verify_content_digest(sha_512, body), Ok(()));
    assert_eq!(crate::verify_content_digest(&format!("{sha_512}, {sha_256}"), body), Ok(()));
    let with_line_feed = "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:";
    assert_eq!(crate::verify_content_digest(with_line_feed, b"{\"hello\": \"world\"}\n"), Ok(()));
}
