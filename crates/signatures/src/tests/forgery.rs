//! Nothing that the signature protects can be changed, byte by byte.

use super::*;
use crate::SignatureError::{Digest, Signature};

#[test]
fn no_byte_of_the_body_can_change() {
    let signed = parse(&signed_headers()).unwrap();
    let key = key().verifying_key();
    for at in 0..BODY.len() {
        let mut body = BODY.to_vec();
        body[at] ^= 1;
        assert_eq!(signed.verify(&key, &Message::new("POST", URI, &body)), Err(Digest));
    }
    let longer = [BODY, b" "].concat();
    assert_eq!(signed.verify(&key, &Message::new("POST", URI, &longer)), Err(Digest));
    assert_eq!(signed.verify(&key, &Message::new("POST", URI, b"")), Err(Digest));
}

#[test]
fn a_body_with_a_fresh_digest_needs_a_fresh_signature() {
    let headers = SignedHeaders { content_digest: crate::content_digest(b"{}"), ..signed_headers() };
    let signed = parse(&headers).unwrap();
    assert_eq!(signed.verify(&key().verifying_key(), &Message::new("POST", URI, b"{}")), Err(Signature));
}

#[test]
fn no_byte_of_method_and_target_can_change() {
    let signed = parse(&signed_headers()).unwrap();
    let key = key().verifying_key();
    for method in ["GET", "PUT", "post", "POST ", ""] {
        assert_eq!(signed.verify(&key, &Message::new(method, URI, BODY)), Err(Signature));
    }
    for at in 0..URI.len() {
        let mut uri = URI.as_bytes().to_vec();
        uri[at] ^= 1;
        let uri = String::from_utf8(uri).unwrap();
        assert!(signed.verify(&key, &Message::new("POST", &uri, BODY)).is_err(), "{uri}");
    }
}

#[test]
fn no_byte_of_the_signature_can_change() {
    let headers = signed_headers();
    let encoded = headers.signature.trim_start_matches("gatehouse=:").trim_end_matches(':');
    let bytes = STANDARD.decode(encoded).unwrap();
    for at in 0..bytes.len() {
        for bit in [0x01, 0x20, 0x80] {
            let mut forged = bytes.clone();
            forged[at] ^= bit;
            let signature = format!("gatehouse=:{}:", STANDARD.encode(forged));
            assert!(check(&SignedHeaders { signature, ..headers.clone() }).is_err());
        }
    }
}

#[test]
fn no_byte_of_the_signature_input_can_change_but_the_label() {
    let headers = signed_headers();
    for at in "gatehouse=".len()..headers.signature_input.len() {
        for bit in [0x01, 0x02, 0x10, 0x20] {
            let mut input = headers.signature_input.clone().into_bytes();
            input[at] ^= bit;
            let signature_input = String::from_utf8(input).unwrap();
            assert!(check(&SignedHeaders { signature_input, ..headers.clone() }).is_err());
        }
    }
}

#[test]
fn no_byte_of_the_content_digest_can_change() {
    let headers = signed_headers();
    for at in 0..headers.content_digest.len() {
        let mut digest = headers.content_digest.clone().into_bytes();
        digest[at] ^= 1;
        let content_digest = String::from_utf8(digest).unwrap();
        assert!(check(&SignedHeaders { content_digest, ..headers.clone() }).is_err());
    }
}

#[test]
fn another_key_does_not_fit() {
    let signed = parse(&signed_headers()).unwrap();
    for seed in (0..=255).filter(|seed| *seed != 7) {
        let other = SigningKey::from_bytes(&[seed; 32]).verifying_key();
        assert_eq!(signed.verify(&other, &Message::new("POST", URI, BODY)), Err(Signature));
    }
}

#[test]
fn cut_short_at_any_place_nothing_parses_into_a_valid_signature() {
    let headers = signed_headers();
    for cut in 0..headers.signature_input.len() {
        let signature_input = headers.signature_input[..cut].to_owned();
        assert!(check(&SignedHeaders { signature_input, ..headers.clone() }).is_err());
    }
    for cut in 0..headers.signature.len() {
        let signature = headers.signature[..cut].to_owned();
        assert!(check(&SignedHeaders { signature, ..headers.clone() }).is_err());
    }
}

#[test]
fn many_requests_of_many_shapes_verify_as_signed_and_only_so() {
    let mut state: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut next = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    for round in 0..200_usize {
        let key = SigningKey::from_bytes(&std::array::from_fn(|_| (next() & 0xff) as u8));
        let body: Vec<u8> = (0..round).map(|_| (next() & 0xff) as u8).collect();
        let uri = format!("https://h{round}.example/p/{:x}?q={:x}", next(), next());
        let (nonce, created) = (format!("{:016x}", next()), (next() >> 20) as i64);
        let request = Request { method: "POST", target_uri: &uri, body: &body };
        let headers = sign(&key, &request, Params { created, keyid: KEYID, nonce: &nonce });
        let Ok(headers) = headers else { continue };
        let Ok(signed) = parse(&headers) else { panic!("{headers:?}") };
        assert_eq!((signed.created(), signed.nonce()), (created, nonce.as_str()));
        assert_eq!(signed.verify(&key.verifying_key(), &Message::new("POST", &uri, &body)), Ok(()));
        let more = [body.as_slice(), &[0]].concat();
        assert!(signed.verify(&key.verifying_key(), &Message::new("POST", &uri, &more)).is_err());
    }
}
