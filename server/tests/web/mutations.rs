//! Other spellings of protected paths open nothing (trust.md INC-1).

use axum::{
    body::Body,
    http::{Method, Request, Uri},
};
use server::router::Access;

use crate::{
    routes::{all, name},
    support::{Web, path_of},
};

/// What is put before, after or between the parts of a path.
const BITS: [&str; 30] = [
    "/",
    "//",
    "/.",
    "/./",
    "/..",
    "/../",
    "/..;/",
    ";",
    ";/",
    ";a=b",
    ";jsessionid=1",
    "%2e",
    "%2e%2e/",
    "%2f",
    "%2F",
    "%5c",
    "%00",
    "%20",
    "%09",
    "%0a",
    "%23",
    "%3f",
    "%3b",
    "%252f",
    "%252e%252e",
    ".",
    "..",
    ".json",
    "~",
    "*",
];

/// At least 200 other spellings of a path.
fn mutations(path: &str) -> Vec<String> {
    let mut found = Vec::new();
    for bit in BITS {
        found.push(format!("{path}{bit}"));
        found.push(format!("/{}{path}", bit.trim_start_matches('/')));
        found.push(format!("/x{bit}{path}"));
        found.push(format!("{path}{bit}x"));
        for (at, _) in path.match_indices('/') {
            found.push(format!("{}/{bit}{}", &path[..at], &path[at + 1..]));
            found.push(format!("{}{bit}{}", &path[..at], &path[at..]));
        }
    }
    for prefix in [
        "/api/v2",
        "/mifs/aad",
        "/assets",
        "/agent",
        "/r",
        "/go",
        "/sign-in",
        "/set-up",
        "/healthz",
        "/static",
        "/api/device/v1",
    ] {
        for between in ["", "/..", "/..;", "/%2e%2e", "/.", ";", "/%2e%2e%2f", "//"] {
            found.push(format!("{prefix}{between}{path}"));
        }
    }
    found.push(path.to_uppercase());
    found.push(path.replace('/', "\\"));
    found.push(path.replace('/', "%2f"));
    found.push(path.replacen('/', "", 1));
    for (at, letter) in path.char_indices().filter(|(_, letter)| letter.is_ascii_alphabetic()).take(12) {
        found.push(format!("{}%{:02x}{}", &path[..at], letter as u32, &path[at + 1..]));
        found.push(format!("{}{}{}", &path[..at], letter.to_ascii_uppercase(), &path[at + 1..]));
    }
    found.sort();
    found.dedup();
    found
}

testkit::both_engines! {
    async fn no_other_spelling_of_a_path_opens_it(web: Web) {
        let (mut sent, mut unsendable) = (0, 0);
        for entry in all(&web).iter().filter(|entry| entry.access != Access::Public) {
            let mutations = mutations(&path_of(&entry.path));
            assert!(mutations.len() >= 200, "{} has {} mutations", name(entry), mutations.len());
            for path in mutations {
                // What is no URI does not get through the parser in front of the router either.
                let Ok(uri) = path.parse::<Uri>() else {
                    unsendable += 1;
                    continue;
                };
                for method in [entry.method.clone(), Method::GET] {
                    let request = Request::builder().method(method).uri(uri.clone()).body(Body::empty()).unwrap();
                    let answer = web.send(request).await;
                    assert!(!answer.status.is_success(), "{path} opens {} with {}", name(entry), answer.status);
                    sent += 1;
                }
            }
        }
        assert!(sent > 10_000 && unsendable < sent, "{sent} sent, {unsendable} not");
    }
}
