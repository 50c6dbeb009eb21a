//! Everything the contract allows a client to choose, and everything it does not.

use super::*;
use crate::SignatureError::{Algorithm, Malformed, Missing, NotCovered, TooLong, UnknownComponent};

const ALL: &str = "(\"@method\" \"@target-uri\" \"content-digest\")";

#[test]
fn what_was_signed_here_is_read_and_verified_here() {
    let headers = signed_headers();
    let signed = parse(&headers).unwrap();
    assert_eq!((signed.keyid(), signed.created(), signed.nonce()), (KEYID, 1_700_000_000, NONCE));
    assert_eq!(signed.expires(), None);
    assert_eq!(check(&headers), Ok(()));
}

#[test]
fn components_and_parameters_come_in_any_order() {
    let digest = crate::content_digest(BODY);
    let [method, uri, content] = lines(&digest);
    for order in [
        [method, uri, content],
        [method, content, uri],
        [uri, method, content],
        [uri, content, method],
        [content, method, uri],
        [content, uri, method],
    ] {
        let list: Vec<String> = order.iter().map(|(name, _)| format!("\"{name}\"")).collect();
        for params in [
            PARAMS.to_owned(),
            format!(
                ";alg=\"ed25519\";nonce=\"{NONCE}\";keyid=\"{KEYID}\";expires=1700000300;created=1700000000"
            ),
        ] {
            let input = format!("({}){params}", list.join(" "));
            assert_eq!(check(&foreign(&input, &order)), Ok(()), "{input}");
        }
    }
}

#[test]
fn odd_whitespace_is_taken_as_received() {
    let digest = crate::content_digest(BODY);
    let input = format!(
        "(  \"@method\"   \"@target-uri\" \"content-digest\" )  ; created=1700000000;  keyid=\"{KEYID}\"; nonce=\"{NONCE}\""
    );
    let headers = foreign(&input, &lines(&digest));
    // sfv allows no space before a semicolon.
    assert_eq!(check(&headers), Err(Malformed("Signature-Input")));
    let headers = foreign(&input.replace(")  ;", ");"), &lines(&digest));
    assert_eq!(check(&headers), Ok(()));
    let padded =
        SignedHeaders { signature_input: format!("  {}\t ", headers.signature_input), ..headers.clone() };
    assert_eq!(check(&padded), Ok(()));
    // Signed over the canonical spelling, sent with the odd one.
    let canonical = foreign(&format!("{ALL}{PARAMS}"), &lines(&digest));
    let mixed = SignedHeaders { signature_input: headers.signature_input, ..canonical };
    assert_eq!(check(&mixed), Ok(()));
}

#[test]
fn further_components_count_if_they_can_be_rebuilt() {
    let digest = crate::content_digest(BODY);
    let [method, uri, content] = lines(&digest);
    let derived = [
        ("@authority", "gatehouse.example"),
        ("@scheme", "https"),
        ("@path", "/api/device/v1/check-in"),
        ("@query", "?a=1&b=%20"),
        ("@request-target", "/api/device/v1/check-in?a=1&b=%20"),
        ("content-type", "application/json"),
    ];
    let field = |name: &str| (name == "content-type").then(|| " application/json ".to_owned());
    for extra in derived {
        let input = format!("(\"@method\" \"@target-uri\" \"content-digest\" \"{}\"){PARAMS}", extra.0);
        let headers = foreign(&input, &[method, uri, content, extra]);
        let message = Message { field: &field, ..Message::new("POST", URI, BODY) };
        let signed = parse(&headers).unwrap();
        assert_eq!(signed.verify(&key().verifying_key(), &message), Ok(()), "{}", extra.0);
        let other = Message { target_uri: "https://gatehouse.example/other", ..message };
        assert!(signed.verify(&key().verifying_key(), &other).is_err());
    }
    for unknown in ["@status", "@query-param", "x-absent", "@signature-params"] {
        let input = format!("(\"@method\" \"@target-uri\" \"content-digest\" \"{unknown}\"){PARAMS}");
        assert_eq!(check(&foreign(&input, &[method, uri, content, (unknown, "")])), Err(UnknownComponent));
    }
}

#[test]
fn what_must_be_covered_is_covered_plainly_and_once() {
    let refused = |list: &str| parse(&foreign(&format!("{list}{PARAMS}"), &[])).unwrap_err();
    assert_eq!(refused("()"), NotCovered("@method"));
    assert_eq!(refused("(\"@method\" \"content-digest\")"), NotCovered("@target-uri"));
    assert_eq!(refused("(\"@method\" \"@target-uri\")"), NotCovered("content-digest"));
    for list in [
        "(\"@method\" \"@target-uri\" \"content-digest\" \"@method\")",
        "(\"@method\";req \"@target-uri\" \"content-digest\")",
        "(\"@method\" \"@target-uri\" \"content-digest\";bs)",
        "(\"@method\" \"@target-uri\" \"Content-Digest\")",
        "(\"@method\" \"@target-uri\" \"content-digest\" \"a\\\"b\")",
    ] {
        assert_eq!(refused(list), UnknownComponent, "{list}");
    }
    assert_eq!(refused("(@method \"@target-uri\" \"content-digest\")"), Malformed("Signature-Input"));
    let many: Vec<String> = (0..40).map(|i| format!("\"x-{i}\"")).collect();
    assert_eq!(refused(&format!("({})", many.join(" "))), TooLong("Signature-Input"));
}

#[test]
fn missing_and_misshapen_parameters_are_refused() {
    let refused = |params: String| parse(&foreign(&format!("{ALL}{params}"), &[])).unwrap_err();
    assert_eq!(refused(PARAMS.replace(";created=1700000000", "")), Missing("created"));
    assert_eq!(refused(PARAMS.replace(&format!(";keyid=\"{KEYID}\""), "")), Missing("keyid"));
    assert_eq!(refused(PARAMS.replace(&format!(";nonce=\"{NONCE}\""), "")), Missing("nonce"));
    for created in ["-1", "1.5", "@1700000000", "\"1700000000\"", "?1"] {
        assert_eq!(refused(PARAMS.replace("1700000000", created)), Malformed("created"), "{created}");
    }
    for nonce in [
        "",
        "short-of-sixteen".get(1..).unwrap(),
        "with a space 123456",
        "plus+plus+plus+plus",
        &"n".repeat(65),
    ] {
        assert_eq!(refused(PARAMS.replace(NONCE, nonce)), Malformed("nonce"), "{nonce}");
    }
    assert_eq!(refused(PARAMS.replace(KEYID, &KEYID.to_uppercase())), Malformed("keyid"));
    assert_eq!(refused(PARAMS.replace(KEYID, "")), Malformed("keyid"));
    assert_eq!(refused(PARAMS.replace(KEYID, &"a".repeat(129))), Malformed("keyid"));
    for alg in ["ED25519", "hmac-sha256", "rsa-pss-sha512", ""] {
        assert_eq!(refused(format!("{PARAMS};alg=\"{alg}\"")), Algorithm, "{alg}");
    }
    assert_eq!(refused(format!("{PARAMS};alg=ed25519")), Malformed("alg"));
}

#[test]
fn there_is_exactly_one_signature() {
    let one = signed_headers();
    let twice = |text: &str, label: &str| format!("{text}, {}", text.replacen("gatehouse", label, 1));
    for label in ["gatehouse", "other"] {
        let both = SignedHeaders {
            signature_input: twice(&one.signature_input, label),
            signature: twice(&one.signature, label),
            ..one.clone()
        };
        assert!(parse(&both).is_err());
        assert!(
            parse(&SignedHeaders { signature_input: one.signature_input.clone(), ..both.clone() }).is_err()
        );
        assert!(parse(&SignedHeaders { signature: one.signature.clone(), ..both }).is_err());
    }
    let relabelled =
        SignedHeaders { signature: one.signature.replacen("gatehouse", "sig", 1), ..one.clone() };
    assert_eq!(parse(&relabelled).unwrap_err(), Malformed("Signature"));
    for header in
        ["", " ", "gatehouse", "=", "gatehouse=", "Gatehouse=:AAAA:", "gatehouse=:AAAA:", "gatehouse=1"]
    {
        assert!(parse(&SignedHeaders { signature: header.to_owned(), ..one.clone() }).is_err(), "{header}");
        assert!(parse(&SignedHeaders { signature_input: header.to_owned(), ..one.clone() }).is_err());
        assert!(
            parse(&SignedHeaders { content_digest: header.to_owned(), ..one.clone() }).is_err()
                == header.trim().is_empty()
        );
    }
}

#[test]
fn huge_and_binary_header_fields_are_refused_before_they_are_parsed() {
    let one = signed_headers();
    let huge = format!("gatehouse={}", "(".repeat(1 << 20));
    assert_eq!(Signed::parse(&huge, &one.signature, "x").unwrap_err(), TooLong("Signature-Input"));
    assert_eq!(Signed::parse(&one.signature_input, &huge, "x").unwrap_err(), TooLong("Signature"));
    let line_break = format!("{}\n", one.signature_input.replace(";alg", "\n;alg"));
    assert_eq!(Signed::parse(&line_break, &one.signature, "x").unwrap_err(), Malformed("Signature-Input"));
}

#[test]
fn a_request_that_cannot_be_signed_is_not() {
    let request = Request { method: "POST", target_uri: URI, body: BODY };
    let params = Params { created: 1, keyid: KEYID, nonce: NONCE };
    assert!(sign(&key(), &request, Params { nonce: "short", ..params }).is_err());
    assert!(sign(&key(), &request, Params { keyid: "a\"b", ..params }).is_err());
    assert!(sign(&key(), &request, Params { created: -1, ..params }).is_err());
    assert!(sign(&key(), &Request { target_uri: "https://a/\n", ..request }, params).is_err());
}
