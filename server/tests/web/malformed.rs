//! Whoever is not known learns nothing about what an operation takes (trust.md INC-12).

use axum::{
    body::Body,
    http::{Method, Request},
};
use server::router::{Access, Answers};

use crate::{
    routes::{all, name},
    support::{Answer, JSON, Web, path_of},
};

fn seen(answer: &Answer) -> (u16, String, String) {
    (answer.status.as_u16(), answer.text.clone(), answer.header("www-authenticate").to_owned())
}

async fn call(
    web: &Web,
    method: &Method,
    path: &str,
    content_type: &str,
    body: &str,
    headers: &[(&str, &str)],
) -> (u16, String, String) {
    let mut request = Request::builder().method(method).uri(path).header("content-type", content_type);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    seen(&web.send(request.body(Body::from(body.to_owned())).unwrap()).await)
}

testkit::both_engines! {
    async fn malformed_input_without_a_credential_gives_the_same_401(web: Web) {
        let huge = format!("\"{}\"", "x".repeat(2 * 1024 * 1024));
        let mut walked = 0;
        for entry in all(&web).iter().filter(|entry| entry.access != Access::Public && entry.answers != Answers::Page) {
            let path = path_of(&entry.path);
            let plain = call(&web, &entry.method, &path, JSON, "{}", &[]).await;
            assert_eq!(plain.0, 401, "{}", name(entry));
            let broken = path.replace(crate::support::ID, "not-an-id");
            for (path, content_type, body) in [
                (broken.as_str(), JSON, "{}"),
                (&format!("{path}?limit=many&unknown=1&cursor=%00"), JSON, "{}"),
                (&path, JSON, "{"),
                (&path, JSON, "\u{0}"),
                (&path, JSON, "{\"username\":1,\"username\":2}"),
                (&path, "text/plain", "{}"),
                (&path, "application/xml", "<a/>"),
                (&path, JSON, &huge),
            ] {
                let answer = call(&web, &entry.method, path, content_type, body, &[]).await;
                assert_eq!(answer, plain, "{} at {path} as {content_type}", name(entry));
            }
            walked += 1;
        }
        assert!(walked > 40, "the walk found {walked} routes");
    }

    async fn a_wrong_credential_is_no_credential(web: Web) {
        let rest = "/api/v1/users";
        let plain = call(&web, &Method::GET, rest, JSON, "", &[]).await;
        for value in ["Bearer gh_wrong", "Bearer ", "Basic YTpi", "bearer", "Bearer  ", "gh_token", "Bearer a b", &format!("Bearer {}", "x".repeat(9_000))] {
            assert_eq!(call(&web, &Method::GET, rest, JSON, "", &[("authorization", value)]).await, plain, "{value:.40}");
        }
        let good = web.token(&[types::Scope::All]).await;
        let bearer = format!("Bearer {good}");
        let both = [("authorization", bearer.as_str()), ("authorization", "Bearer other")];
        assert_eq!(call(&web, &Method::GET, rest, JSON, "", &both).await, plain);
        assert_eq!(call(&web, &Method::GET, &format!("{rest}?access_token={good}"), JSON, "", &[]).await, plain);
        let session = web.cookie(types::Face::Console).await;
        assert_eq!(call(&web, &Method::GET, rest, JSON, "", &[("cookie", &session)]).await, plain);
        assert_eq!(call(&web, &Method::GET, rest, JSON, "", &both[..1]).await.0, 200);
    }

    async fn a_scope_is_asked_for_before_the_input_is_read(web: Web) {
        let token = format!("Bearer {}", web.token(&[types::Scope::AuditRead]).await);
        let header = [("authorization", token.as_str())];
        for (method, path) in [(Method::POST, "/api/v1/users"), (Method::POST, "/api/v1/registrations"), (Method::GET, "/api/v1/devices/x")] {
            let plain = call(&web, &method, path, JSON, "{}", &header).await;
            assert_eq!(plain.0, 403, "{method} {path}");
            for (content_type, body) in [(JSON, "{"), ("text/plain", "{}"), (JSON, "[]")] {
                assert_eq!(call(&web, &method, path, content_type, body, &header).await, plain, "{method} {path}");
            }
        }
    }

    async fn a_device_that_does_not_sign_learns_nothing(web: Web) {
        let path = "/api/device/v1/check-in";
        let plain = call(&web, &Method::POST, path, JSON, "{}", &[]).await;
        assert_eq!((plain.0, plain.1.contains("signature_invalid")), (401, true));
        for headers in [
            vec![("signature-input", "a=("), ("signature", "a=::")],
            vec![("signature-input", "sig=(\"@method\");created=1"), ("signature", "sig=:AAAA:")],
            vec![("content-digest", "sha-256=:AAAA:")],
        ] {
            assert_eq!(call(&web, &Method::POST, path, JSON, "{", &headers).await, plain, "{headers:?}");
        }
    }
}
