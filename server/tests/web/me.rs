//! Tokens of people: how they are made on the page of the account, and what they open.

use std::time::Duration;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::json;
use types::{Face, Scope, UpdateSignIn};

use crate::support::{Answer, JSON, Web, bare, form, own};

async fn get(web: &Web, cookie: &str) -> Answer {
    web.send(bare(own("GET", "/account").header("cookie", cookie))).await
}

async fn submit(web: &Web, cookie: &str, fields: &[(&str, &str)]) -> Answer {
    let mut request = form("/account", fields);
    request.headers_mut().insert("cookie", cookie.parse().unwrap());
    web.send(request).await
}

async fn switch(web: &Web, on: bool) {
    let input = UpdateSignIn { own_tokens: Some(on), ..UpdateSignIn::default() };
    web.app.domain.access().update_sign_in(&web.app.admin(), &input, None).await.unwrap();
}

/// The text of a token in a page.
fn token_in(page: &Answer) -> Option<String> {
    let (_, rest) = page.text.split_once("<code tabindex=\"0\">")?;
    let (text, _) = rest.split_once('<')?;
    text.starts_with("gh_").then(|| text.to_owned())
}

testkit::both_engines! {
    async fn a_person_makes_a_token_by_a_plain_form_and_sees_it_once(web: Web) {
        let cookie = web.cookie(Face::Portal).await;
        assert!(!get(&web, &cookie).await.text.contains("Access tokens"), "nobody is told of what is off");
        let wanted = [("intent", "token"), ("name", "Backup <script>"), ("scope", "me:read"), ("scope", "me:lock")];
        assert_eq!(submit(&web, &cookie, &wanted).await.status, 422);
        switch(&web, true).await;
        let page = get(&web, &cookie).await;
        assert!(page.text.contains("Access tokens") && token_in(&page).is_none());

        let made = submit(&web, &cookie, &wanted).await;
        assert_eq!((made.status.as_u16(), made.header("cache-control"), made.header("location")), (200, "no-store", ""));
        let token = token_in(&made).unwrap_or_else(|| panic!("{}", made.text));
        let later = get(&web, &cookie).await;
        assert!(!later.text.contains(&token[3..]) && later.text.contains("Backup &lt;script&gt;"), "{}", later.text);
        let profile = web.rest(&token, "GET", "/api/v1/me", None).await;
        assert_eq!(profile.json()["permissions"], json!(["own_device_read", "own_lock"]));
        assert_eq!(web.rest(&token, "GET", "/api/v1/me/sessions", None).await.problem().0, 403);

        let refused = submit(&web, &cookie, &[("intent", "token"), ("name", "Nothing ticked")]).await;
        assert!(refused.status == 422 && refused.text.contains("value=\"Nothing ticked\""), "{}", refused.text);
        let unknown = submit(&web, &cookie, &[("intent", "token"), ("name", "x"), ("scope", "users:write")]).await;
        assert_eq!(unknown.status, 422);
        let console = web.cookie(Face::Console).await;
        let mut there = form("/admin/account", &wanted);
        there.headers_mut().insert("cookie", console.parse().unwrap());
        assert!(token_in(&web.send(there).await).is_none());

        let (_, rest) = later.text.split_once("name=\"token\" value=\"").expect("a button that ends it");
        let id = rest.split_once('"').unwrap().0;
        let ended = submit(&web, &cookie, &[("intent", "token-end"), ("token", id)]).await;
        assert_eq!((ended.status.as_u16(), ended.header("location")), (303, "/account?done=token-ended"));
        assert_eq!(web.rest(&token, "GET", "/api/v1/me", None).await.problem().0, 401);
        let unknown = submit(&web, &cookie, &[("intent", "token-end"), ("token", crate::support::ID)]).await;
        assert_eq!(unknown.status, 404);
    }

    async fn whoever_signed_in_long_ago_says_first_who_they_are_and_finds_the_form_filled_in(web: Web) {
        switch(&web, true).await;
        let cookie = web.cookie(Face::Portal).await;
        web.app.pass(Duration::from_mins(11));
        let wanted = [("intent", "token"), ("name", "My backup"), ("scope", "me:read"), ("scope", "me:wipe")];
        let answer = submit(&web, &cookie, &wanted).await;
        assert_eq!(answer.status, 303);
        let to = answer.header("location");
        assert!(to.starts_with("/confirm?next="), "{to}");
        let next = url::form_urlencoded::parse(to.split_once('?').unwrap().1.as_bytes()).next().unwrap().1.into_owned();
        let page = web.send(bare(own("GET", &next).header("cookie", &cookie))).await;
        assert!(page.text.contains("value=\"My backup\""), "{next}: {}", page.text);
        let ticked = |scope: &str| {
            let (_, rest) = page.text.split_once(&format!("value=\"{scope}\"")).unwrap();
            rest.split_once('>').unwrap().0.contains("checked")
        };
        assert!(ticked("me:read") && ticked("me:wipe") && !ticked("me:all"), "{}", page.text);
    }

    async fn switched_off_a_token_is_as_unknown_as_one_that_never_was(web: Web) {
        let token = web.own_token(&web.person().await, &[Scope::MeAll]).await;
        assert_eq!(web.rest(&token, "GET", "/api/v1/me", None).await.status, 200);
        switch(&web, false).await;
        let off = web.rest(&token, "GET", "/api/v1/me", None).await;
        let never = web.rest("gh_nothing-that-anybody-was-ever-given-here", "GET", "/api/v1/me", None).await;
        assert_eq!((off.status, &off.text, off.header("www-authenticate")), (never.status, &never.text, "Bearer"));
        assert_eq!(off.problem(), (401, "unauthenticated".to_owned()));
    }

    async fn tokens_of_one_face_open_nothing_of_the_other(web: Web) {
        let mine = web.own_token(&web.person().await, &[Scope::MeAll]).await;
        let console = web.token(&[Scope::All]).await;
        for (token, path) in [(&mine, "/api/v1/devices"), (&mine, "/api/v1/users"), (&console, "/api/v1/me"), (&console, "/api/v1/me/devices")] {
            assert_eq!(web.rest(token, "GET", path, None).await.problem(), (403, "forbidden".to_owned()), "{path}");
        }
    }

    async fn whoever_may_not_bring_certificates_has_no_file_read(web: Web) {
        let person = web.person().await;
        let reads = web.own_token(&person, &[Scope::MeRead]).await;
        let brings = web.own_token(&person, &[Scope::MeCertificates]).await;
        let send = async |token: &str, kind: &str, body: String| {
            let request = axum::http::Request::post("/api/v1/me/certificate-uploads")
                .header("authorization", format!("Bearer {token}"))
                .header("content-type", kind);
            web.send(request.body(body.into()).unwrap()).await
        };
        let large = |bytes: usize| json!({ "file": STANDARD.encode(vec![7; bytes]) }).to_string();
        for (kind, body) in [("text/plain", String::new()), (JSON, "{".to_owned()), (JSON, large(512 * 1024))] {
            assert_eq!(send(&reads, kind, body).await.problem(), (403, "forbidden".to_owned()));
        }
        assert_eq!(send(&brings, "text/plain", String::new()).await.problem().0, 415);
        assert_eq!(send(&brings, JSON, large(512 * 1024)).await.problem().0, 413);
        let too_large = send(&brings, JSON, large(257 * 1024)).await;
        assert_eq!(too_large.json()["fields"], json!([{ "path": "file", "code": "too_long" }]));
        let fits = send(&brings, JSON, large(256 * 1024)).await;
        assert_eq!(fits.problem(), (409, "wrong_state".to_owned()), "no setting asks for one");
    }
}
