//! Sessions in the browser: closed on all sides, one per face, dead when they are ended.

use types::Face;

use crate::support::{ADMIN, Answer, PASSWORD, Web, bare, form, own};

async fn sign_in(web: &Web, path: &str, password: &str) -> Answer {
    web.send(form(path, &[("username", ADMIN), ("password", password)])).await
}

/// The pair that the browser sends back.
fn pair(answer: &Answer) -> String {
    answer.header("set-cookie").split(';').next().unwrap().to_owned()
}

testkit::both_engines! {
    async fn a_session_cookie_is_closed_on_all_sides(web: Web) {
        for (path, name, same_site) in [("/sign-in", "__Host-portal=", "Lax"), ("/admin/sign-in", "__Host-console=", "Strict")] {
            let answer = sign_in(&web, path, PASSWORD).await;
            assert_eq!(answer.status, 303);
            let mut parts = answer.header("set-cookie").split("; ");
            let token = parts.next().unwrap().strip_prefix(name).unwrap();
            assert!(token.len() >= 22, "{} characters are too few for 128 bits", token.len());
            let mut attributes: Vec<&str> = parts.collect();
            attributes.sort_unstable();
            assert_eq!(attributes, ["HttpOnly", "Path=/", &format!("SameSite={same_site}"), "Secure"]);
            assert_ne!(pair(&sign_in(&web, path, PASSWORD).await), pair(&answer), "each sign-in is a new session");
        }
    }

    async fn a_wrong_password_gives_no_cookie(web: Web) {
        let refused = sign_in(&web, "/admin/sign-in", "something else entirely").await;
        assert_eq!((refused.status.as_u16(), refused.header("set-cookie")), (422, ""));
        assert!(!refused.text.contains("something else entirely"), "a password never comes back");
        let unknown = [("username", "nobody.known"), ("password", "something else entirely")];
        let unknown = web.send(form("/admin/sign-in", &unknown)).await;
        let same = |answer: &Answer, name: &str| {
            let nonce = answer.header("content-security-policy").split("'nonce-").nth(1).unwrap().split('\'').next().unwrap();
            answer.text.replace(nonce, "NONCE").replace(name, "NAME")
        };
        assert_eq!(same(&refused, ADMIN), same(&unknown, "nobody.known"), "known and unknown names are told apart");
    }

    async fn a_session_of_one_face_opens_nothing_at_the_other(web: Web) {
        let (portal, console) = (web.cookie(Face::Portal).await, web.cookie(Face::Console).await);
        let status = async |cookie: &str, path: &str| web.send(bare(own("GET", path).header("cookie", cookie))).await.status.as_u16();
        assert_eq!((status(&portal, "/").await, status(&console, "/admin").await), (200, 200));
        assert_eq!((status(&portal, "/admin").await, status(&console, "/").await), (303, 303));
        let renamed = portal.replace("__Host-portal", "__Host-console");
        assert_eq!(status(&renamed, "/admin").await, 303);
        let twice = format!("{portal}; __Host-portal=x");
        assert_eq!(status(&twice, "/").await, 303);
    }

    async fn a_session_that_was_signed_out_is_dead(web: Web) {
        let cookie = web.cookie(Face::Console).await;
        let open = async || web.send(bare(own("GET", "/admin").header("cookie", &cookie))).await.status.as_u16();
        assert_eq!(open().await, 200);
        let mut request = form("/admin/sign-out", &[]);
        request.headers_mut().insert("cookie", cookie.parse().unwrap());
        assert_eq!(web.send(request).await.status, 303);
        assert_eq!(open().await, 303);
    }

    async fn a_session_ends_when_nobody_uses_it(web: Web) {
        let cookie = web.cookie(Face::Console).await;
        let open = async |path: &str| web.send(bare(own("GET", path).header("cookie", &cookie))).await.status.as_u16();
        for _ in 0..3 {
            web.app.pass(std::time::Duration::from_secs(10 * 60));
            assert_eq!(open("/admin").await, 200);
        }
        // Live events are asked for by the page, not by the person.
        web.app.pass(std::time::Duration::from_secs(10 * 60));
        assert_eq!(open("/admin/live").await, 200);
        web.app.pass(std::time::Duration::from_secs(6 * 60));
        assert_eq!(open("/admin").await, 303);
    }
}
