mod digests;
mod forgery;
mod keys;
mod shapes;
mod vectors;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signer as _, SigningKey};

use crate::{Message, Params, Request, SignatureError, Signed, SignedHeaders, sign};

const URI: &str = "https://gatehouse.example/api/device/v1/check-in?a=1&b=%20";
const BODY: &[u8] = b"{\"wait_ms\":50000}";
const KEYID: &str = "0198f3a2-7c1e-7d44-9a55-2f0c1b9e6a77";
const NONCE: &str = "abcdefghijklmnop";
const PARAMS: &str =
    ";created=1700000000;keyid=\"0198f3a2-7c1e-7d44-9a55-2f0c1b9e6a77\";nonce=\"abcdefghijklmnop\"";

fn key() -> SigningKey {
    SigningKey::from_bytes(&[7; 32])
}

fn signed_headers() -> SignedHeaders {
    let request = Request { method: "POST", target_uri: URI, body: BODY };
    sign(&key(), &request, Params { created: 1_700_000_000, keyid: KEYID, nonce: NONCE }).unwrap()
}

fn parse(headers: &SignedHeaders) -> Result<Signed, SignatureError> {
    Signed::parse(&headers.signature_input, &headers.signature, &headers.content_digest)
}

fn check(headers: &SignedHeaders) -> Result<(), SignatureError> {
    parse(headers)?.verify(&key().verifying_key(), &Message::new("POST", URI, BODY))
}

/// What a client written by somebody else might send: the given input, signed as it stands over the given lines.
fn foreign(input: &str, lines: &[(&str, &str)]) -> SignedHeaders {
    let mut base = String::new();
    for (name, value) in lines {
        base.push_str(&format!("\"{name}\": {value}\n"));
    }
    base.push_str(&format!("\"@signature-params\": {input}"));
    let signature = STANDARD.encode(key().sign(base.as_bytes()).to_bytes());
    SignedHeaders {
        signature_input: format!("sig1={input}"),
        signature: format!("sig1=:{signature}:"),
        content_digest: crate::content_digest(BODY),
    }
}

/// The three lines every signature has, in the order of the contract.
fn lines(digest: &str) -> [(&str, &str); 3] {
    [("@method", "POST"), ("@target-uri", URI), ("content-digest", digest)]
}
