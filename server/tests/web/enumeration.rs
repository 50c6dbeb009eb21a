//! Nobody learns from an answer who there is (trust.md INJ-15): the same status, the same bytes and the
//! same pauses for people who may, may not, are gone, or never were.

use serde_json::json;
use types::{Scope, UpdateUser, UserState};

use crate::support::{Answer, PASSWORD, Web, bare, form, own};

/// An active person, a disabled one, one who never chose a password, and nobody. Names of one length:
/// a page shows what was typed.
const NAMES: [&str; 4] = ["amira", "bella", "carol", "dario"];

async fn people(web: &Web) {
    for name in &NAMES[..3] {
        let user = web.app.user(name).await;
        if *name == "carol" {
            continue;
        }
        let rows = web.app.domain.messages().list(&web.app.admin(), &Default::default()).await.unwrap().items;
        let text = web.app.domain.messages().find(&web.app.admin(), rows[0].id).await.unwrap().text;
        let (_, rest) = text.split_once("/set-password/").unwrap();
        let token: String = rest.chars().take_while(|c| !c.is_whitespace()).collect();
        web.app.domain.access().set_password(&web.app.anonymous(), &token, PASSWORD).await.unwrap();
        if *name == "bella" {
            let change = UpdateUser { state: Some(UserState::Disabled), ..UpdateUser::default() };
            web.app.domain.people().update(&web.app.admin(), user.row.id, &change, None).await.unwrap();
        }
    }
}

/// What a person at the other end can tell two answers apart by, with the name taken out.
fn visible(answer: &Answer, name: &str) -> (u16, Vec<(String, String)>, String) {
    let own = ["x-request-id", "content-security-policy", "date"];
    let mut headers: Vec<(String, String)> = answer
        .headers
        .iter()
        .filter(|(key, _)| !own.contains(&key.as_str()))
        .map(|(key, value)| (key.to_string(), value.to_str().unwrap_or_default().to_owned()))
        .collect();
    headers.sort();
    let mut text = answer.text.replace(name, "NAME");
    // Nonces differ with every answer.
    while let Some(begin) = text.find("nonce=\"") {
        let end = text[begin + 7..].find('"').unwrap() + begin + 8;
        text.replace_range(begin..end, "");
    }
    (answer.status.as_u16(), headers, text)
}

async fn alike(web: &Web, ask: impl AsyncFn(&Web, &str) -> Answer) {
    let mut first = None;
    for name in NAMES {
        let seen = visible(&ask(web, name).await, name);
        match &first {
            None => first = Some(seen),
            Some(first) => assert_eq!(&seen, first, "{name}"),
        }
    }
}

testkit::both_engines! {
    async fn sign_in_answers_everybody_alike_until_and_after_the_pause(web: Web) {
        people(&web).await;
        for path in ["/sign-in", "/admin/sign-in"] {
            for _ in 0..7 {
                alike(&web, async |web, name| {
                    web.send(form(path, &[("username", name), ("password", "wrong in every way")])).await
                }).await;
            }
            web.app.pass(std::time::Duration::from_hours(1));
        }
        // The right password of somebody who may not come in is as wrong as any.
        let refused = async |name: &str| {
            let answer = web.send(form("/admin/sign-in", &[("username", name), ("password", PASSWORD)])).await;
            visible(&answer, name)
        };
        let first = refused("amira").await;
        assert_eq!(first.0, 422);
        for name in &NAMES[1..] {
            assert_eq!(refused(name).await, first, "{name}");
        }
    }

    async fn forgot_password_answers_everybody_alike(web: Web) {
        people(&web).await;
        for path in ["/forgot", "/admin/forgot"] {
            for _ in 0..4 {
                alike(&web, async |web, name| web.send(form(path, &[("username", name)])).await).await;
            }
        }
    }

    async fn a_pin_is_refused_alike_whoever_is_named(web: Web) {
        people(&web).await;
        let token = web.token(&[Scope::All]).await;
        let amira = web.app.domain.people().list(&web.app.admin(), &Default::default()).await.unwrap().items;
        let amira = amira.into_iter().find(|row| row.username == "amira").unwrap().id;
        let asked = json!({ "user_id": amira, "platform": "linux" });
        assert_eq!(web.rest(&token, "POST", "/api/v1/registrations", Some(asked)).await.status, 201);
        for _ in 0..3 {
            alike(&web, async |web, name| {
                web.send(form("/go", &[("username", name), ("pin", "00000000")])).await
            }).await;
            alike(&web, async |web, name| crate::support::Device::new(1).register(web, name, "00000000").await).await;
        }
    }

    async fn a_dead_link_is_like_one_that_never_was(web: Web) {
        let user = web.app.user("amira").await;
        let rows = web.app.domain.messages().list(&web.app.admin(), &Default::default()).await.unwrap().items;
        let text = web.app.domain.messages().find(&web.app.admin(), rows[0].id).await.unwrap().text;
        let (_, rest) = text.split_once("/set-password/").unwrap();
        let used: String = rest.chars().take_while(|c| !c.is_whitespace()).collect();
        web.app.domain.access().set_password(&web.app.anonymous(), &used, PASSWORD).await.unwrap();
        let handout = web.rest(&web.token(&[Scope::All]).await, "POST", "/api/v1/registrations", Some(json!({ "user_id": user.row.id, "platform": "linux" }))).await.json();
        web.rest(&web.token(&[Scope::All]).await, "POST", &format!("/api/v1/registrations/{}/reissue", handout["id"].as_str().unwrap()), None).await;
        let replaced = handout["link"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
        for (path, dead) in [("/set-password", &used), ("/r", &replaced)] {
            let never: String = dead.chars().rev().collect();
            let one = web.send(bare(own("GET", &format!("{path}/{dead}")))).await;
            let two = web.send(bare(own("GET", &format!("{path}/{never}")))).await;
            assert_eq!(visible(&one, dead), visible(&two, &never), "{path}");
            assert_eq!(one.status, 404);
        }
    }
}
