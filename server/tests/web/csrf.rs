//! What a foreign page can make a browser send is refused, for every form and server function
//! (trust.md section 2.5).

use axum::{body::Body, http::Request};
use server::router::{Access, Answers, Entry};
use types::Face;

use crate::{
    routes::{all, name},
    support::{FORM, JSON, Web, path_of},
};

/// Everything that a browser can be made to call and that may change something.
fn mutating(web: &Web) -> Vec<Entry> {
    let found: Vec<Entry> = all(web)
        .into_iter()
        .filter(|entry| !entry.method.is_safe() && entry.answers != Answers::Api)
        .collect();
    assert!(found.len() > 25, "the walk found {} forms and server functions", found.len());
    found
}

fn request(entry: &Entry, cookie: &str, content_type: &str, headers: &[(&str, &str)]) -> Request<Body> {
    let mut request = Request::builder()
        .method(entry.method.clone())
        .uri(path_of(&entry.path))
        .header("host", "gate.vellmere.example")
        .header("cookie", cookie)
        .header("content-type", content_type);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let body = if content_type == JSON { "{}" } else { "username=x" };
    request.body(body.into()).unwrap()
}

testkit::both_engines! {
    async fn a_foreign_page_reaches_no_form_and_no_server_function(web: Web) {
        let cookies = format!("{}; {}", web.cookie(Face::Portal).await, web.cookie(Face::Console).await);
        let foreign: [&[(&str, &str)]; 9] = [
            &[],
            &[("origin", "https://evil.example")],
            &[("origin", "https://gate.vellmere.example.evil.example")],
            &[("origin", "http://gate.vellmere.example:81")],
            &[("origin", "null")],
            &[("sec-fetch-site", "cross-site")],
            &[("sec-fetch-site", "same-site")],
            &[("sec-fetch-site", "cross-site"), ("origin", "https://gate.vellmere.example")],
            &[("sec-fetch-site", "same-site"), ("origin", "null")],
        ];
        for entry in mutating(&web) {
            for headers in foreign {
                for content_type in [FORM, JSON, "text/plain"] {
                    let answer = web.send(request(&entry, &cookies, content_type, headers)).await;
                    assert_eq!(answer.status, 403, "{} with {headers:?} as {content_type}", name(&entry));
                    assert_eq!(answer.header("set-cookie"), "", "{}", name(&entry));
                }
            }
        }
        // The sessions live: nothing of all this was carried out.
        let own = [("sec-fetch-site", "same-origin")];
        for entry in mutating(&web).iter().filter(|entry| entry.path.ends_with("/sign-out")) {
            assert_eq!(web.send(request(entry, &cookies, FORM, &own)).await.status, 303, "{}", name(entry));
        }
    }

    async fn a_foreign_page_cannot_sign_somebody_in(web: Web) {
        for path in ["/sign-in", "/admin/sign-in"] {
            for (name, value) in [("origin", "https://evil.example"), ("origin", "null"), ("sec-fetch-site", "cross-site")] {
                let body = format!("username={}&password={}", crate::support::ADMIN, crate::support::PASSWORD);
                let request = Request::post(path).header("content-type", FORM).header(name, value).body(body.into());
                let answer = web.send(request.unwrap()).await;
                assert_eq!((answer.status.as_u16(), answer.header("set-cookie")), (403, ""), "{path} {name}: {value}");
            }
        }
    }

    async fn a_body_of_another_type_is_not_read(web: Web) {
        let cookies = format!("{}; {}", web.cookie(Face::Portal).await, web.cookie(Face::Console).await);
        for entry in mutating(&web) {
            // One form carries a file.
            assert_eq!(entry.takes_files, name(&entry) == "POST /certificates", "{}", name(&entry));
            for content_type in ["text/plain", "multipart/form-data; boundary=x", "application/xml", "application/x-www-form-urlencoded2"] {
                if entry.takes_files && content_type.starts_with("multipart/") {
                    continue;
                }
                let answer = web.send(request(&entry, &cookies, content_type, &[("sec-fetch-site", "same-origin")])).await;
                assert_eq!(answer.status, 415, "{} as {content_type}", name(&entry));
            }
        }
    }

    async fn reading_changes_nothing(web: Web) {
        let cookies = format!("{}; {}", web.cookie(Face::Portal).await, web.cookie(Face::Console).await);
        let before = audit_events(&web).await;
        // A sign-in by certificate ends in a redirect: refusing what it brings is written down like
        // every refused sign-in.
        let ends_a_sign_in = |entry: &&Entry| entry.path.ends_with("/sign-in/certificate/done");
        let reads = |entry: &&Entry| entry.method.is_safe() && entry.access != Access::Device && !ends_a_sign_in(entry);
        for entry in all(&web).iter().filter(reads) {
            let request = Request::get(path_of(&entry.path)).header("cookie", &cookies).header("sec-fetch-site", "cross-site");
            web.send(request.body(Body::empty()).unwrap()).await;
        }
        assert_eq!(audit_events(&web).await, before);
    }
}

async fn audit_events(web: &Web) -> Option<u64> {
    let query = types::AuditQuery {
        page: types::PageQuery { total: true, ..Default::default() },
        ..Default::default()
    };
    web.app.domain.audit().list(&web.app.admin(), &query).await.unwrap().total
}
