use crate::SignatureError::{Digest, Malformed, Missing, TooLong};
use crate::{content_digest, verify_content_digest};

const NAME: &str = "Content-Digest";

#[test]
fn every_listed_digest_must_match_even_a_repeated_one() {
    let (good, bad) = (content_digest(b"body"), content_digest(b"another"));
    assert_eq!(verify_content_digest(&good, b"body"), Ok(()));
    assert_eq!(verify_content_digest(&bad, b"body"), Err(Digest));
    assert_eq!(verify_content_digest(&format!("{good}, {bad}"), b"body"), Err(Digest));
    assert_eq!(verify_content_digest(&format!("{bad}, {good}"), b"body"), Err(Digest));
    let sha_512 = bad.replace("sha-256", "sha-512");
    assert_eq!(verify_content_digest(&format!("{good}, {sha_512}"), b"body"), Err(Digest));
}

#[test]
fn an_unknown_algorithm_counts_for_nothing() {
    let good = content_digest(b"body");
    assert_eq!(verify_content_digest(&format!("md5=:AAAA:, {good}"), b"body"), Ok(()));
    assert_eq!(verify_content_digest("md5=:AAAA:", b"body"), Err(Digest));
    assert_eq!(verify_content_digest("SHA-256=:AAAA:", b"body"), Err(Malformed(NAME)));
}

#[test]
fn a_digest_of_the_wrong_length_or_form_is_refused() {
    assert_eq!(verify_content_digest("", b""), Err(Missing(NAME)));
    assert_eq!(verify_content_digest("sha-256=::", b""), Err(Digest));
    for text in ["sha-256", "sha-256=abc", "sha-256=:a b:", "sha-256=:AAAA:;q=1", ","] {
        assert_eq!(verify_content_digest(text, b""), Err(Malformed(NAME)), "{text}");
    }
    let dangling = format!("{},", content_digest(b""));
    assert_eq!(verify_content_digest(&dangling, b""), Err(Malformed(NAME)));
    let many = vec![content_digest(b""); 9].join(",");
    assert_eq!(verify_content_digest(&many, b""), Err(TooLong(NAME)));
    assert_eq!(verify_content_digest(&"a".repeat(5000), b""), Err(TooLong(NAME)));
}
