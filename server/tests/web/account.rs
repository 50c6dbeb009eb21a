//! One's own account and session, at both faces.

use std::time::Duration;

use serde_json::json;
use types::Face;

use crate::support::{ADMIN, Answer, JSON, PASSWORD, Web, bare, form, own};

const FACES: [(Face, &str, &str); 2] =
    [(Face::Portal, "/session", "/account"), (Face::Console, "/admin/session", "/admin/account")];

async fn get(web: &Web, path: &str, cookie: &str) -> Answer {
    web.send(bare(own("GET", path).header("cookie", cookie))).await
}

async fn post(web: &Web, path: &str, cookie: &str, body: Option<serde_json::Value>) -> Answer {
    let request = own("POST", path).header("cookie", cookie);
    match body {
        Some(body) => {
            web.send(request.header("content-type", JSON).body(body.to_string().into()).unwrap()).await
        }
        None => web.send(bare(request)).await,
    }
}

async fn submit(web: &Web, path: &str, cookie: &str, fields: &[(&str, &str)]) -> Answer {
    let mut request = form(path, fields);
    request.headers_mut().insert("cookie", cookie.parse().unwrap());
    web.send(request).await
}

/// The session cookie that an answer sets, as the browser sends it back.
fn new_cookie(answer: &Answer, face: Face) -> String {
    let lines = answer.headers.get_all("set-cookie").iter().map(|line| line.to_str().unwrap());
    let line = lines.into_iter().find(|line| line.starts_with(face.cookie())).expect("a new cookie");
    line.split(';').next().unwrap().to_owned()
}

testkit::both_engines! {
    async fn looking_at_the_time_left_is_no_use_of_the_session_and_asking_for_more_is(web: Web) {
        for (face, session, _) in FACES {
            let cookie = web.cookie(face).await;
            let idle = get(&web, session, &cookie).await.json()["idle_s"].as_u64().unwrap();
            web.app.pass(Duration::from_mins(5));
            assert_eq!(get(&web, session, &cookie).await.json()["idle_s"], idle - 300);
            assert_eq!(get(&web, session, &cookie).await.json()["idle_s"], idle - 300);
            let more = post(&web, session, &cookie, None).await;
            assert_eq!((more.status.as_u16(), &more.json()["idle_s"]), (200, &json!(idle)));
            assert_eq!(more.header("cache-control"), "no-store");
            web.app.pass(Duration::from_secs(idle));
            assert_eq!(get(&web, session, &cookie).await.problem(), (401, "unauthenticated".to_owned()));
            assert_eq!(post(&web, session, &cookie, None).await.problem().0, 401);
        }
    }

    async fn the_password_makes_a_session_recent_and_changes_its_token(web: Web) {
        for (face, session, _) in FACES {
            let cookie = web.cookie(face).await;
            web.app.pass(Duration::from_mins(11));
            assert_eq!(get(&web, session, &cookie).await.json()["recent_s"], 0);
            let confirm = format!("{session}/confirm");
            let wrong = post(&web, &confirm, &cookie, Some(json!({ "password": "wrong in every way" }))).await;
            assert_eq!(wrong.problem(), (403, "sign_in_refused".to_owned()));
            for bad in [json!({}), json!({ "password": 7 }), json!({ "password": PASSWORD, "more": 1 }), json!([])] {
                assert_eq!(post(&web, &confirm, &cookie, Some(bad)).await.problem(), (422, "invalid_input".to_owned()));
            }
            let right = post(&web, &confirm, &cookie, Some(json!({ "password": PASSWORD }))).await;
            assert_eq!((right.status.as_u16(), right.text.as_str()), (204, ""));
            let fresh = new_cookie(&right, face);
            assert_eq!(get(&web, session, &cookie).await.status, 401, "the old token is dead");
            assert_eq!(get(&web, session, &fresh).await.json()["recent_s"], 600);
        }
    }

    async fn without_script_a_page_asks_for_the_password_and_leads_on(web: Web) {
        for (face, path, next) in [(Face::Portal, "/confirm", "/devices"), (Face::Console, "/admin/confirm", "/admin/users")] {
            let cookie = web.cookie(face).await;
            let page = get(&web, &format!("{path}?next={next}"), &cookie).await;
            assert!(page.status == 200 && page.text.contains(&format!("value=\"{next}\"")), "{}", page.text);
            let wrong = submit(&web, path, &cookie, &[("password", "wrong in every way"), ("next", next)]).await;
            assert!(wrong.status == 422 && !wrong.text.contains("wrong in every way"));
            let right = submit(&web, path, &cookie, &[("password", PASSWORD), ("next", next)]).await;
            assert_eq!((right.status.as_u16(), right.header("location")), (303, next));
            let cookie = new_cookie(&right, face);
            let away = submit(&web, path, &cookie, &[("password", PASSWORD), ("next", "//evil.example")]).await;
            let home = if face == Face::Portal { "/" } else { "/admin" };
            assert_eq!(away.header("location"), home);
        }
    }

    async fn both_account_pages_do_the_same(web: Web) {
        for (face, _, path) in FACES {
            let cookie = web.cookie(face).await;
            let other = web.cookie(face).await;
            let page = get(&web, path, &cookie).await;
            for text in ["Europe/Oslo", "Language and time", "Where you are signed in", "Current password", ADMIN] {
                assert!(page.text.contains(text), "{path}: {text}");
            }
            let saved = submit(&web, path, &cookie, &[("intent", "preferences"), ("language", "en"), ("time_zone", "Europe/Oslo")]).await;
            assert_eq!(saved.header("location"), format!("{path}?done=preferences"));
            let refused = submit(&web, path, &cookie, &[("intent", "preferences"), ("language", "en"), ("time_zone", "Middle/Earth")]).await;
            assert_eq!(refused.status, 422);
            let wrong = [("intent", "password"), ("current_password", "wrong in every way"), ("password", "seven quiet lanterns drift")];
            let refused = submit(&web, path, &cookie, &wrong).await;
            assert!(refused.status == 422 && !refused.text.contains("seven quiet") && !refused.text.contains("wrong in every"));
            let themed = submit(&web, path, &cookie, &[("intent", "theme"), ("theme", "dark")]).await;
            assert!(themed.header("set-cookie").starts_with("theme=dark;"), "{}", themed.header("set-cookie"));
            assert_eq!(get(&web, path, &other).await.status, 200);
            let ended = submit(&web, path, &cookie, &[("intent", "others")]).await;
            assert_eq!(ended.header("location"), format!("{path}?done=others"));
            assert_eq!(get(&web, path, &other).await.status, 303, "the other session is over");
            assert_eq!(get(&web, path, &cookie).await.status, 200);
            let signed_in = web.send(form("/sign-in", &[("username", ADMIN), ("password", PASSWORD)])).await;
            let themes: Vec<_> = signed_in.headers.get_all("set-cookie").iter().filter(|line| line.as_bytes().starts_with(b"theme=dark")).collect();
            assert_eq!(themes.len(), 1, "the colours come along");
            let unknown = submit(&web, path, &cookie, &[("intent", "something")]).await;
            assert_eq!(unknown.status, 422);
        }
    }

    async fn the_session_script_comes_with_pages_of_people_alone(web: Web) {
        let page = get(&web, "/admin/account", &web.cookie(Face::Console).await).await;
        assert!(page.text.contains("id=\"session\"") && page.text.contains("session.js"), "{}", page.text);
        let sign_in = web.send(bare(own("GET", "/sign-in"))).await;
        assert!(!sign_in.text.contains("session.js"));
    }

    async fn weaknesses_can_be_told(web: Web) {
        let path = "/.well-known/security.txt";
        assert_eq!(web.send(bare(own("GET", path))).await.problem().0, 404, "nobody is named yet");
        let settings = types::OrganisationSettings { name: "Vellmere".into(), support_contact: None, support_email: Some("it+help@vellmere.example".into()), language: types::MessageLanguage::English };
        web.app.domain.settings().update(&web.app.admin(), &settings, None).await.unwrap();
        let answer = web.send(bare(own("GET", path))).await;
        assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, "text/plain; charset=utf-8"));
        let fields: Vec<_> = answer.text.lines().map(|line| line.split_once(": ").unwrap()).collect();
        assert_eq!(fields[0], ("Contact", "mailto:it+help@vellmere.example"));
        assert_eq!(fields[3], ("Canonical", "https://gate.vellmere.example/.well-known/security.txt"));
        let expires: types::Timestamp = fields[1].1.parse().unwrap();
        let days = expires.since(web.app.clock.now()).as_secs() / 86_400;
        assert!(fields[1].0 == "Expires" && (30..366).contains(&days), "{days}");
    }
}
