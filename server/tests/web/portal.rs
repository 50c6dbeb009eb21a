//! The forms of the portal, as a browser without script sends them.

use std::time::Duration;

use testkit::apple::{AppleDevice, Strength, Taken};
use types::{Face, PortalRight, UpdateUser};

use crate::support::{Answer, PASSWORD, Web, bare, form, own};

const INTENTS: [&str; 7] = ["lock", "unlock", "locate", "wipe", "retire", "reset_pin_password", "ownership"];
/// Requests, half of them with somebody else's id and half with one that nobody has.
const TRIES: usize = 10_000;

async fn submit(web: &Web, path: &str, cookie: &str, fields: &[(&str, &str)]) -> Answer {
    let mut request = form(path, fields);
    request.headers_mut().insert("cookie", cookie.parse().unwrap());
    web.send(request).await
}

async fn get(web: &Web, path: &str, cookie: &str) -> Answer {
    web.send(bare(own("GET", path).header("cookie", cookie))).await
}

/// What an answer tells: all but the id that was sent, and what is random on every page.
fn told(answer: &Answer, id: &str) -> (u16, String) {
    let text = answer.text.replace(id, "ID");
    let plain: Vec<&str> =
        text.split(['"', '\'']).filter(|part| part.len() < 20 || part.contains(' ')).collect();
    (answer.status.as_u16(), plain.join("\""))
}

/// An iPhone of the administrator, who may do everything with their own devices.
async fn device(web: &Web) -> String {
    let admin = web.app.admin();
    let users = web.app.domain.people().list(&admin, &Default::default()).await.unwrap().items;
    let me = users.iter().find(|user| user.username == crate::support::ADMIN).unwrap().id;
    let change = UpdateUser { rights: Some(PortalRight::ALL.to_vec()), ..UpdateUser::default() };
    web.app.domain.people().update(&admin, me, &change, None).await.unwrap();
    let (domain, nobody) = (&web.app.domain, web.app.anonymous());
    let input = serde_json::from_value(serde_json::json!({ "user_id": me, "platform": "ios" })).unwrap();
    let handout = domain.registration().create(&admin, &input).await.unwrap();
    let token = handout.link.rsplit('/').next().unwrap();
    let profile = domain.mdm().enrolment_profile(&nobody, token, None, false).await.unwrap();
    let authority = domain.certificates().authority_certificate().await.unwrap();
    let mut phone = AppleDevice::new("iPhone14,2", "C39XK0ABCDEF");
    let asked = phone.ask(&Taken::read(&profile).ok().unwrap(), &authority, Strength::Aes128);
    let answer = domain.certificates().answer_scep(&nobody, asked).await.unwrap();
    assert!(phone.take(&answer, &authority));
    for said in [phone.authenticate(), phone.token_update(true)] {
        domain.mdm().check_in(&nobody, Some(&said.header), &said.body).await.unwrap();
    }
    handout.device_id.to_string()
}

testkit::both_engines! {
    async fn nobody_elses_device_answers_as_one_that_is_not_there(web: Web) {
        let cookie = web.cookie(Face::Portal).await;
        device(&web).await;
        let stranger = web.app.user("amira").await;
        let input = serde_json::from_value(serde_json::json!({ "user_id": stranger.row.id, "platform": "linux" })).unwrap();
        let theirs = web.app.domain.registration().create(&web.app.admin(), &input).await.unwrap().device_id;
        let nowhere = uuid::Uuid::now_v7();
        let (theirs, nowhere) = (theirs.to_string(), nowhere.to_string());
        for intent in INTENTS.into_iter().chain(["cancel", "reveal", "nonsense"]) {
            let fields = [("intent", intent), ("confirm", "x"), ("ownership", "employee"), ("command", &nowhere)];
            let one = submit(&web, &format!("/devices/{theirs}"), &cookie, &fields).await;
            let other = submit(&web, &format!("/devices/{nowhere}"), &cookie, &fields).await;
            assert_eq!(told(&one, &theirs), told(&other, &nowhere), "{intent}");
            assert!(one.status == 404 || intent == "nonsense", "{intent}: {}", one.status);
        }
        for path in ["", "/lost", "?ask=wipe"] {
            let one = get(&web, &format!("/devices/{theirs}{path}"), &cookie).await;
            let other = get(&web, &format!("/devices/{nowhere}{path}"), &cookie).await;
            assert_eq!(one.status, other.status, "{path}");
            assert!(!one.text.contains("amira of Vellmere"), "{path}");
        }
    }

    async fn ten_thousand_tries_with_ids_of_others_tell_nothing(web: Web) {
        device(&web).await;
        let cookie = web.cookie(Face::Portal).await;
        let stranger = web.app.user("amira").await;
        let input = serde_json::json!({ "user_id": stranger.row.id, "platform": "linux" });
        let mut theirs = Vec::new();
        for _ in 0..5 {
            let input = serde_json::from_value(input.clone()).unwrap();
            let made = web.app.domain.registration().create(&web.app.admin(), &input).await.unwrap();
            theirs.push(made.device_id.to_string());
        }
        let intents: Vec<&str> = INTENTS.into_iter().chain(["cancel", "reveal"]).collect();
        for number in 0..TRIES / 2 {
            let intent = intents[number % intents.len()];
            let (id, nowhere) = (&theirs[number % theirs.len()], uuid::Uuid::now_v7().to_string());
            let fields = [("intent", intent), ("confirm", "x"), ("ownership", "employee"), ("command", id)];
            let one = submit(&web, &format!("/devices/{id}"), &cookie, &fields).await;
            let fields = [("intent", intent), ("confirm", "x"), ("ownership", "employee"), ("command", &nowhere)];
            let other = submit(&web, &format!("/devices/{nowhere}"), &cookie, &fields).await;
            assert_eq!(told(&one, id), told(&other, &nowhere), "{intent}");
            assert_eq!(one.status, 404, "{intent}");
        }
        let events = web.app.domain.audit().list(&web.app.admin(), &Default::default()).await.unwrap();
        assert!(!format!("{events:?}").contains("_requested"), "nothing was asked of anybody's device");
    }

    async fn a_wipe_long_after_signing_in_asks_who_it_is_and_keeps_what_was_typed(web: Web) {
        let device = device(&web).await;
        let cookie = web.cookie(Face::Portal).await;
        web.app.pass(Duration::from_mins(11));
        let here = format!("/devices/{device}");
        let asked = submit(&web, &here, &cookie, &[("intent", "wipe"), ("confirm", "Amira’s & co")]).await;
        let location = asked.header("location").to_owned();
        assert_eq!(asked.status, 303);
        assert!(location.starts_with("/confirm?next=%2Fdevices%2F"), "{location}");
        let confirm = get(&web, &location, &cookie).await;
        assert!(confirm.status == 200 && confirm.text.contains("ask=wipe"), "{}", confirm.text);
        let next = format!("{here}?ask=wipe&confirm=Amira%E2%80%99s+%26+co");
        let right = submit(&web, "/confirm", &cookie, &[("password", PASSWORD), ("next", &next)]).await;
        assert_eq!((right.status.as_u16(), right.header("location")), (303, next.as_str()));
    }
}
