//! Security headers on every answer (trust.md HDR-1 to HDR-10).

use std::collections::BTreeSet;

use server::router::Access;
use types::Face;

use crate::{
    routes::{all, name},
    support::{Answer, FORM, Web, bare, form, own, path_of},
};

/// What must hold for an answer, wherever it comes from.
fn check(answer: &Answer, what: &str) {
    let header = |name: &str| answer.header(name).to_owned();
    let policy = header("content-security-policy");
    for part in ["default-src 'none'", "base-uri 'none'", "form-action '", "frame-ancestors '"] {
        assert!(policy.contains(part), "{what}: {part} missing in {policy:?}");
    }
    let scripts = policy.split(';').find(|part| part.trim().starts_with("script-src")).unwrap_or_default();
    assert!(!scripts.contains("unsafe-inline") && !scripts.contains("'unsafe-eval'"), "{what}: {scripts}");
    assert_eq!(header("x-content-type-options"), "nosniff", "{what}");
    assert_eq!(header("referrer-policy"), "same-origin", "{what}");
    assert_eq!(header("cross-origin-opener-policy"), "same-origin", "{what}");
    assert_eq!(header("cross-origin-embedder-policy"), "require-corp", "{what}");
    assert_eq!(header("cross-origin-resource-policy"), "same-origin", "{what}");
    assert!(header("permissions-policy").contains("geolocation=()"), "{what}");
    // Codes are read on the registration page alone.
    let may_see = header("permissions-policy").contains("camera=(self)");
    assert!(!may_see || what.contains(" /go") || what.contains(" /r/"), "{what}");
    assert_eq!(header("strict-transport-security"), "max-age=63072000; includeSubDomains", "{what}");
    assert!(!header("cache-control").is_empty(), "{what}");
    assert!(!header("x-request-id").is_empty(), "{what}");
    for absent in ["server", "x-powered-by", "access-control-allow-origin"] {
        assert_eq!(header(absent), "", "{what}: {absent}");
    }
    assert!(["", "0"].contains(&header("x-xss-protection").as_str()), "{what}");
    assert!(
        !answer.text.contains(&header("x-request-id"))
            || answer.header("content-type").starts_with("text/html")
    );
}

testkit::both_engines! {
    async fn every_answer_carries_the_security_headers(web: Web) {
        let cookies = format!("{}; {}", web.cookie(Face::Portal).await, web.cookie(Face::Console).await);
        for entry in all(&web) {
            let (method, path) = (entry.method.as_str(), path_of(&entry.path));
            for cookie in ["", cookies.as_str()] {
                // Signing out would end the walk.
                if !cookie.is_empty() && path.ends_with("sign-out") {
                    continue;
                }
                let request = own(method, &path).header("cookie", cookie).header("accept", "text/html");
                let answer = web.send(bare(request.header("content-type", FORM))).await;
                check(&answer, &format!("{} {}", name(&entry), answer.status));
                if entry.access != Access::Public {
                    assert_eq!(answer.header("cache-control"), "no-store", "{}", name(&entry));
                }
            }
            // A method that no route takes: 405.
            let answer = web.send(bare(own("PROPFIND", &path).header("accept", "text/html"))).await;
            assert_eq!(answer.status, 405, "{}", name(&entry));
            check(&answer, "405");
        }
    }

    async fn what_is_not_there_carries_them_too(web: Web) {
        for path in ["/nothing", "/admin/nothing", "/api/v1/nothing", "/assets/nothing.css", "/_fn/console/nothing", "/agent/a/b", "/%00"] {
            for accept in ["text/html", "*/*"] {
                let answer = web.send(bare(own("GET", path).header("accept", accept))).await;
                assert_eq!(answer.status, 404, "{path}");
                check(&answer, path);
            }
        }
    }

    async fn a_fault_of_the_server_carries_them_too(web: Web) {
        let cookie = web.cookie(Face::Console).await;
        let token = web.token(&[types::Scope::All]).await;
        let database = web.app.database.connect().await;
        sea_orm::ConnectionTrait::execute_unprepared(&database, "ALTER TABLE audit_events RENAME TO gone").await.unwrap();
        let answer = web.rest(&token, "GET", "/api/v1/audit-events", None).await;
        assert_eq!(answer.problem(), (500, "internal".to_owned()));
        assert!(!answer.text.contains("audit_events") && !answer.text.contains("SQL"), "{}", answer.text);
        check(&answer, "500 of REST");
        sea_orm::ConnectionTrait::execute_unprepared(&database, "ALTER TABLE sessions RENAME TO lost").await.unwrap();
        let answer = web.send(bare(own("GET", "/admin").header("cookie", cookie).header("accept", "text/html"))).await;
        assert_eq!(answer.status, 500);
        assert!(!answer.text.contains("sessions\""), "{}", answer.text);
        check(&answer, "500 of a page");
    }

    async fn files_are_kept_for_ever_under_the_name_of_their_content(web: Web) {
        let urls = web.state.assets().urls().clone();
        let answer = web.send(bare(own("GET", &urls.url("style.css")))).await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.header("cache-control"), "public, max-age=31536000, immutable");
        check(&answer, "an asset");
        for path in ["/agent/linux-x86_64/gatehouse-agent", "/favicon.ico"] {
            let answer = web.send(bare(own("GET", path))).await;
            assert_eq!((answer.status.as_u16(), answer.header("cache-control")), (200, "no-cache"), "{path}");
            check(&answer, path);
        }
    }

    async fn a_nonce_serves_one_answer(web: Web) {
        let mut seen = BTreeSet::new();
        for _ in 0..20 {
            let answer = web.send(bare(own("GET", "/sign-in"))).await;
            let policy = answer.header("content-security-policy").to_owned();
            let nonce = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).unwrap().to_owned();
            assert!(nonce.len() >= 16, "{nonce}");
            // The page's own scripts carry it, and none is without.
            assert_eq!(answer.text.matches("<script").count(), answer.text.matches(&format!("nonce=\"{nonce}\"")).count());
            assert!(seen.insert(nonce) && seen.insert(answer.header("x-request-id").to_owned()));
        }
    }

    async fn signing_out_leaves_nothing_in_the_browser(web: Web) {
        for (face, path) in [(Face::Portal, "/sign-out"), (Face::Console, "/admin/sign-out")] {
            let mut request = form(path, &[]);
            request.headers_mut().insert("cookie", web.cookie(face).await.parse().unwrap());
            let answer = web.send(request).await;
            assert_eq!(answer.status, 303, "{path}");
            assert_eq!(answer.header("clear-site-data"), "\"cache\", \"storage\"");
            assert!(answer.header("set-cookie").contains("Max-Age=0"));
            check(&answer, path);
        }
    }
}
