//! The organisation's look as browsers get it, and the page with help.

use serde_json::{Value, json};
use types::{Face, Scope};

use crate::support::{Answer, Web, bare, own};

/// One pixel, twice: in two colours.
const TEAL: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgTo39DwAC+QHFG5z8PwAAAABJRU5ErkJggg==";
const RED: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg==";

async fn get(web: &Web, path: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = own("GET", path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    web.send(bare(request)).await
}

async fn put(web: &Web, token: &str, path: &str, body: Value) -> Value {
    let answer = web.rest(token, "PUT", path, Some(body)).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()
}

/// The address in a document that begins so, with its version.
fn address(document: &str, beginning: &str) -> String {
    let (_, rest) = document.split_once(beginning).unwrap_or_else(|| panic!("no {beginning}"));
    format!("{beginning}{}", rest.split('"').next().unwrap_or_default())
}

testkit::both_engines! {
    async fn a_logo_stands_on_every_page_and_a_changed_one_has_another_address(web: Web) {
        let token = web.token(&[Scope::All]).await;
        assert_eq!(get(&web, "/branding/logo", &[]).await.problem(), (404, "not_found".to_owned()));
        put(&web, &token, "/api/v1/settings/organisation", json!({"name": "Vell \"&\" mere"})).await;
        put(&web, &token, "/api/v1/settings/look/logos/light", json!({"file": TEAL})).await;
        let cookie = web.cookie(Face::Portal).await;
        for (path, cookie) in [("/sign-in", ""), ("/admin/sign-in", ""), ("/go", ""), ("/help", ""), ("/", cookie.as_str())] {
            let page = get(&web, path, &[("cookie", cookie)]).await;
            assert_eq!(page.status, 200, "{path}");
            assert!(page.text.contains("src=\"/branding/logo?v="), "{path}");
            assert!(page.text.contains("alt=\"Vell &quot;&amp;&quot; mere\""), "{path}");
        }
        let first = address(&get(&web, "/sign-in", &[]).await.text, "/branding/logo?v=");
        let file = get(&web, &first, &[]).await;
        assert_eq!((file.status.as_u16(), file.header("content-type")), (200, "image/png"));
        assert_eq!(file.header("cache-control"), "public, max-age=31536000, immutable");
        assert_eq!(file.header("x-content-type-options"), "nosniff");
        assert!(file.header("content-security-policy").starts_with("default-src 'none';"));
        assert!(file.body.starts_with(b"\x89PNG"));
        // Without its version it is asked for each time, and is not sent again while it is the same.
        let plain = get(&web, "/branding/logo", &[]).await;
        assert_eq!(plain.header("cache-control"), "no-cache");
        let known = get(&web, "/branding/logo", &[("if-none-match", plain.header("etag"))]).await;
        assert_eq!((known.status.as_u16(), known.body.len()), (304, 0));

        put(&web, &token, "/api/v1/settings/look/logos/light", json!({"file": RED})).await;
        let second = address(&get(&web, "/sign-in", &[]).await.text, "/branding/logo?v=");
        assert_ne!(first, second);
        // Whoever kept the first address gets the new picture, and keeps it no longer than it lasts.
        let stale = get(&web, &first, &[]).await;
        assert_eq!(stale.header("cache-control"), "no-cache");

        put(&web, &token, "/api/v1/settings/look/logos/dark", json!({"file": TEAL})).await;
        assert!(get(&web, "/sign-in", &[]).await.text.contains("/branding/logo-dark?v="));
        assert_eq!(web.rest(&token, "DELETE", "/api/v1/settings/look/logos/light", None).await.status, 204);
        // The dark one alone would be missing on light pages: the wordmark is back.
        assert!(!get(&web, "/sign-in", &[]).await.text.contains("/branding/logo"));
        assert_eq!(web.rest(&token, "PUT", "/api/v1/settings/look/logos/sepia", Some(json!({"file": RED}))).await.status, 404);
        let svg = json!({"file": "PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciLz4="});
        let refused = web.rest(&token, "PUT", "/api/v1/settings/look/logos/light", Some(svg)).await;
        assert_eq!((refused.status.as_u16(), &refused.json()["fields"][0]["code"]), (422, &json!("not_supported")));
    }

    async fn the_accents_are_a_sheet_that_the_policy_lets_in(web: Web) {
        let token = web.token(&[Scope::All]).await;
        assert!(!get(&web, "/sign-in", &[]).await.text.contains("/branding/accent.css"));
        assert_eq!(get(&web, "/branding/accent.css", &[]).await.status, 404);
        put(&web, &token, "/api/v1/settings/look", json!({"accent": "#8A1538"})).await;
        let page = get(&web, "/sign-in", &[]).await;
        let at = address(&page.text, "/branding/accent.css?v=");
        assert!(page.text.find("/assets/style.").unwrap() < page.text.find(&at).unwrap(), "behind the tokens");
        assert!(page.header("content-security-policy").contains("style-src 'self';"));
        let sheet = get(&web, &at, &[]).await;
        assert_eq!(sheet.header("content-type"), "text/css; charset=utf-8");
        assert_eq!(sheet.header("cache-control"), "public, max-age=31536000, immutable");
        assert!(sheet.text.contains("--accent:#8a1538;"));
        put(&web, &token, "/api/v1/settings/look", json!({"accent": "#1f4e8c"})).await;
        assert_ne!(address(&get(&web, "/sign-in", &[]).await.text, "/branding/accent.css?v="), at);
        for cookie in [web.cookie(Face::Portal).await, web.cookie(Face::Console).await] {
            let path = if cookie.starts_with(Face::Portal.cookie()) { "/" } else { "/admin" };
            assert!(get(&web, path, &[("cookie", &cookie)]).await.text.contains("/branding/accent.css?v="));
        }
    }

    async fn help_is_for_everybody_and_interprets_nothing(web: Web) {
        let token = web.token(&[Scope::All]).await;
        let organisation = json!({
            "name": "Vellmere", "support_contact": "IT desk, 4400", "support_email": "help@vellmere.example", "language": "de",
        });
        put(&web, &token, "/api/v1/settings/organisation", organisation).await;
        put(&web, &token, "/api/v1/settings/look", json!({
            "privacy_url": "https://vellmere.example/privacy",
            "links": [{"label": "<b>Phones</b>", "url": "https://intranet.vellmere.example/?a=1&b=2"}],
            "texts": {
                "en": {"welcome": "Use <i>your</i> staff account."},
                "de": {"welcome": "Hallo", "help": "Eins <script>alert(1)</script>.\n\n\n[zwei](javascript:x)"},
            },
        }))
        .await;
        let page = get(&web, "/help", &[]).await;
        assert_eq!(page.status, 200);
        for part in [
            "Eins &lt;script",
            "[zwei](javascript:x)",
            "lang=\"de\"",
            "href=\"mailto:help@vellmere.example\"",
            "IT desk, 4400",
            "&lt;b",
            "href=\"https://intranet.vellmere.example/?a=1&amp;b=2\"",
            "href=\"https://vellmere.example/privacy\"",
            "id=\"lost\"",
            "id=\"leave\"",
        ] {
            assert!(page.text.contains(part), "{part}");
        }
        assert!(!page.text.contains("<script>alert") && !page.text.contains("<b>Phones"));
        // With a session it tells no more.
        let cookie = web.cookie(Face::Portal).await;
        let again = get(&web, "/help", &[("cookie", &cookie)]).await;
        let personal = web.app.domain.people().find(&web.app.admin(), web.administrator().await).await.unwrap();
        assert!(!again.text.contains(&personal.row.username));
        let sign_in = get(&web, "/sign-in", &[]).await;
        assert!(sign_in.text.contains("Use &lt;i") && !sign_in.text.contains("<i>your"));
        for (path, cookie) in [("/sign-in", ""), ("/go", ""), ("/", cookie.as_str())] {
            let page = get(&web, path, &[("cookie", cookie)]).await;
            assert!(page.text.contains("href=\"/help\""), "{path}");
            assert!(page.text.contains("href=\"https://vellmere.example/privacy\""), "{path}");
        }
    }

    async fn settings_of_the_look_are_changed_on_the_version_that_was_read(web: Web) {
        let token = web.token(&[Scope::All]).await;
        let read = web.rest(&token, "GET", "/api/v1/settings/look", None).await;
        let tag = read.header("etag").to_owned();
        let change = |accent: &str| Some(json!({"accent": accent}));
        let at = "/api/v1/settings/look";
        assert_eq!(web.rest_with(&token, "PUT", at, change("#112233"), &[("if-match", &tag)]).await.status, 200);
        assert_eq!(web.rest_with(&token, "PUT", at, change("#445566"), &[("if-match", &tag)]).await.status, 412);
        let wrong = web.rest(&token, "PUT", at, change("red")).await;
        assert_eq!((wrong.status.as_u16(), &wrong.json()["fields"][0]["path"]), (422, &json!("accent")));
    }
}
