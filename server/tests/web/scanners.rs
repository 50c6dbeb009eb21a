//! Links that work once survive whoever looks at them before the person does: mail scanners, previews,
//! browsers that fetch ahead.

use serde_json::json;
use types::{MessageQuery, Scope};

use crate::support::{Answer, Web, bare, form, own};

/// How programs ask that only look.
const LOOKS: [(&str, &[(&str, &str)]); 7] = [
    ("GET", &[]),
    ("HEAD", &[]),
    ("GET", &[("purpose", "prefetch")]),
    ("GET", &[("sec-purpose", "prefetch;prerender")]),
    ("GET", &[("x-moz", "prefetch")]),
    ("GET", &[("user-agent", "Mozilla/5.0 (compatible; SafeLinks/1.0)"), ("sec-fetch-site", "cross-site")]),
    ("OPTIONS", &[]),
];

async fn look_at(web: &Web, path: &str) {
    for (method, headers) in LOOKS.into_iter().chain(LOOKS) {
        let mut request = own(method, path);
        for (name, value) in headers {
            request.headers_mut().unwrap().insert(*name, value.parse().unwrap());
        }
        let answer = web.send(bare(request)).await;
        let status = answer.status.as_u16();
        assert_eq!(status, if method == "OPTIONS" { 405 } else { 200 }, "{method} {path}");
        if status == 200 {
            assert_eq!(answer.header("cache-control"), "no-store", "{method} {path}");
            assert_eq!(answer.header("referrer-policy"), "same-origin", "{method} {path}");
        }
    }
}

async fn link_of_last_message(web: &Web) -> String {
    let messages = web.app.domain.messages();
    let rows = messages.list(&web.app.admin(), &MessageQuery::default()).await.unwrap().items;
    let text = messages.find(&web.app.admin(), rows[0].id).await.unwrap().text;
    let link = text.split_whitespace().find(|word| word.starts_with(testkit::PUBLIC_URL)).unwrap();
    link.strip_prefix(testkit::PUBLIC_URL).unwrap().to_owned()
}

async fn choose(web: &Web, path: &str, password: &str) -> Answer {
    web.send(form(path, &[("password", password)])).await
}

testkit::both_engines! {
    async fn looking_at_a_password_link_does_not_use_it_up(web: Web) {
        web.app.user("amira").await;
        let path = link_of_last_message(&web).await;
        look_at(&web, &path).await;
        let weak = choose(&web, &path, "password").await;
        assert_eq!(weak.status, 422);
        look_at(&web, &path).await;
        let chosen = choose(&web, &path, "violet anchor mustard tram").await;
        assert_eq!((chosen.status.as_u16(), chosen.header("location")), (303, "/sign-in?done=password-set"));
        assert_eq!(choose(&web, &path, "seven quiet lanterns drift").await.status, 404, "used up");
        assert_eq!(web.send(bare(own("GET", &path))).await.status, 404);
    }

    async fn looking_at_a_registration_link_does_not_use_it_up(web: Web) {
        let user = web.app.user("amira").await;
        let token = web.token(&[Scope::All]).await;
        let asked = json!({ "user_id": user.row.id, "platform": "linux" });
        let handout = web.rest(&token, "POST", "/api/v1/registrations", Some(asked)).await.json();
        let path = handout["link"].as_str().unwrap().strip_prefix(testkit::PUBLIC_URL).unwrap().to_owned();
        look_at(&web, &path).await;
        let id: types::RegistrationId = handout["id"].as_str().unwrap().parse().unwrap();
        let progress = web.app.domain.registration().progress(&web.app.admin(), id).await.unwrap();
        assert_eq!((progress.status, progress.opened_at), (types::RegistrationStatus::Pending, None));
        assert_eq!(web.send(form(&path, &[])).await.status, 303);
        let progress = web.app.domain.registration().progress(&web.app.admin(), id).await.unwrap();
        assert!(progress.opened_at.is_some(), "a person has pressed the button");
        let mut device = crate::support::Device::new(1);
        let pin = handout["pin"].as_str().unwrap();
        assert_eq!(device.register(&web, "amira", pin).await.status, 201);
    }
}

#[test]
fn looking_at_the_set_up_link_does_not_use_it_up() {
    testkit::tell(testkit::Engine::Sqlite, async |_: testkit::TestDatabase| {
        let web = Web::before_set_up(testkit::Engine::Sqlite).await;
        let token = web.app.domain.access().issue_set_up_link().await.unwrap().unwrap();
        let path = format!("/set-up/{token}");
        look_at(&web, &path).await;
        assert!(web.app.domain.access().is_set_up_link(&token).await.unwrap());
        let fields = [
            ("organisation", "Vellmere"),
            ("public_url", testkit::PUBLIC_URL),
            ("display_name", "Jonas Weber"),
            ("username", "jonas.weber"),
            ("email", "jonas@elsewhere.example"),
            ("password", "violet anchor mustard tram"),
        ];
        let answer = web.send(form(&path, &fields)).await;
        assert_eq!(answer.status, 303, "{}", answer.text);
        assert!(!web.app.domain.access().is_set_up_link(&token).await.unwrap());
    });
}
