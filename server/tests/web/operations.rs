//! Every documented operation, carried out once for real: on both engines, and compared with the document.

mod apple;
mod apple_tv;
mod jobs;
mod look;
mod mail_server;
mod me;
mod messages;
mod pin;
mod roles;
mod setup;
mod sms_gateway;
mod templates;
mod terms;

use std::{cell::RefCell, collections::BTreeSet};

use axum::http::Request;
use serde_json::{Value, json};
use server::router;
use testkit::{both_engines, ldap::Branch};
use types::Scope;

use crate::support::{Answer, Device, Web};

/// A script that writes down which operations it has used.
struct Script<'a> {
    web: &'a Web,
    token: String,
    used: RefCell<BTreeSet<String>>,
}

impl Script<'_> {
    fn note(&self, operation: &str) {
        self.used.borrow_mut().insert(operation.to_owned());
    }

    /// Calls `METHOD /path/{id}`, which must answer `status`.
    async fn call(&self, status: u16, operation: &str, id: &str, body: Option<Value>) -> Answer {
        let (method, pattern) = operation.split_once(' ').unwrap();
        let answer = self.web.rest(&self.token, method, &pattern.replace("{id}", id), body).await;
        assert_eq!(answer.status, status, "{operation}: {}", answer.text);
        self.note(operation);
        answer
    }

    async fn device(&self, status: u16, operation: &str, id: &str, device: &Device, body: &Value) -> Answer {
        let (_, pattern) = operation.split_once(' ').unwrap();
        let answer = self.web.send(device.signed(self.web, &pattern.replace("{id}", id), body)).await;
        assert_eq!(answer.status, status, "{operation}: {}", answer.text);
        self.note(operation);
        answer
    }
}

/// `METHOD /path` of every operation in the document.
fn documented() -> BTreeSet<String> {
    let document = serde_json::to_value(router::openapi()).unwrap();
    let mut found = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for method in item
            .as_object()
            .unwrap()
            .keys()
            .filter(|key| ["get", "post", "patch", "put", "delete"].contains(&key.as_str()))
        {
            found.insert(format!("{} {path}", method.to_uppercase()));
        }
    }
    found
}

fn id_of(answer: &Answer) -> String {
    answer.json()["id"].as_str().unwrap().to_owned()
}

/// A group is made, changed, filled and deleted.
async fn groups(script: &Script<'_>, user: &str) {
    let made = json!({ "name": "Field sales", "description": "Always on the road", "rights": ["locate"] });
    let group = id_of(&script.call(201, "POST /api/v1/groups", "", Some(made)).await);
    let changed = json!({ "rights": ["locate", "lock"] });
    let changed = script.call(200, "PATCH /api/v1/groups/{id}", &group, Some(changed)).await.json();
    assert_eq!((&changed["rights"], &changed["source"]), (&json!(["lock", "locate"]), &json!("local")));
    let joins = json!({ "add": [user], "remove": [] });
    let filled = script.call(200, "POST /api/v1/groups/{id}/members", &group, Some(joins)).await.json();
    assert_eq!(filled["member_count"], 1);
    assert_eq!(script.call(200, "GET /api/v1/groups/{id}", &group, None).await.json(), filled);
    let listed = script.call(200, "GET /api/v1/groups", "", None).await.json();
    assert_eq!(listed["items"][0]["name"], "Field sales");
    for filter in ["group_id={group}", "right=locate", "has_devices=true", "invited=true", "source=local"] {
        let path = format!("/api/v1/users?{}", filter.replace("{group}", &group));
        let found = script.web.rest(&script.token, "GET", &path, None).await.json();
        assert_eq!(found["items"][0]["id"], user, "{filter}: {found}");
    }
    script.call(204, "DELETE /api/v1/groups/{id}", &group, None).await;
}

/// A person is exported, looked at and deleted.
async fn leaving(script: &Script<'_>, user: &str) {
    let export = script.call(200, "GET /api/v1/users/{id}/export", user, None).await.json();
    assert_eq!(
        (export["profile"]["id"].as_str(), export["devices"].as_array().map(Vec::len)),
        (Some(user), Some(1))
    );
    let preview = script.call(200, "GET /api/v1/users/{id}/deletion", user, None).await.json();
    assert_eq!((&preview["managed_devices"], &preview["refused"]), (&json!(1), &Value::Null));
    let path = format!("/api/v1/users/{user}/deletion");
    let undecided = json!({ "username": "amira.haddad" });
    let refused = script.web.rest(&script.token, "POST", &path, Some(undecided)).await;
    assert_eq!(refused.problem(), (422, "invalid_input".to_owned()));
    let decided = json!({ "username": "amira.haddad", "devices": "retire" });
    script.call(204, "POST /api/v1/users/{id}/deletion", user, Some(decided)).await;
    let gone = script.web.rest(&script.token, "GET", &format!("/api/v1/users/{user}"), None).await;
    assert_eq!(gone.problem(), (404, "not_found".to_owned()));
}

/// An authority is trusted, asked for its list, and trusted no more.
async fn sign_in(script: &Script<'_>) {
    let root = testkit::pki::Authority::new("Vellmere Root");
    let trust = json!({ "certificate": root.pem() });
    let made = script.call(201, "POST /api/v1/trusted-authorities", "", Some(trust)).await;
    let id = id_of(&made);
    assert_eq!(made.header("location"), format!("/api/v1/trusted-authorities/{id}"));
    let listed = script.call(200, "GET /api/v1/trusted-authorities", "", None).await.json();
    assert_eq!(listed, json!([made.json()]));
    let needed = json!({ "crl_required": true });
    script.call(200, "PATCH /api/v1/trusted-authorities/{id}", &id, Some(needed)).await;
    let list = json!({ "crl": root.list(&[7]) });
    let put = script.call(200, "PUT /api/v1/trusted-authorities/{id}/crl", &id, Some(list)).await.json();
    assert_eq!((&put["crl"]["revoked"], &put["crl_required"]), (&json!(1), &json!(true)));
    assert_eq!(script.call(200, "GET /api/v1/trusted-authorities/{id}", &id, None).await.json(), put);
    script.call(204, "DELETE /api/v1/trusted-authorities/{id}", &id, None).await;
    let ways = json!({ "portal": { "password": true, "certificate": true } });
    for (name, wanted) in [
        ("registration", json!({ "channels": { "windows": "password" }, "standard_device_limit": 7 })),
        ("organisation", json!({ "name": "Vellmere Works" })),
        ("people", json!({ "new_user_rights": ["sign_in", "register", "lock"] })),
    ] {
        let saved = script.call(200, &format!("PUT /api/v1/settings/{name}"), "", Some(wanted.clone())).await;
        let read = script.call(200, &format!("GET /api/v1/settings/{name}"), "", None).await;
        assert_eq!((saved.json(), saved.header("etag")), (read.json(), read.header("etag")), "{name}");
        for (field, value) in wanted.as_object().unwrap() {
            assert_eq!(&read.json()[field], value, "{name}");
        }
    }
    let changed = script.call(200, "PATCH /api/v1/settings/sign-in", "", Some(ways.clone())).await;
    let read = script.call(200, "GET /api/v1/settings/sign-in", "", None).await;
    assert_eq!((read.json(), read.header("etag")), (changed.json(), changed.header("etag")));
    assert_eq!(read.json()["portal"], ways["portal"]);
    let alone = json!({ "portal": { "password": false, "certificate": true } });
    let refused = script.web.rest(&script.token, "PATCH", "/api/v1/settings/sign-in", Some(alone)).await;
    assert_eq!(refused.json()["fields"], json!([{ "path": "portal", "code": "not_ready" }]));
}

both_engines! {
    async fn every_documented_operation_works(web: Web) {
        let script = Script { web: &web, token: web.token(&[Scope::All]).await, used: RefCell::default() };
        let person = json!({ "username": "amira.haddad", "display_name": "Amira Haddad", "email": "amira@vellmere.example" });
        let user = script.call(201, "POST /api/v1/users", "", Some(person)).await;
        assert_eq!(user.header("location"), format!("/api/v1/users/{}", id_of(&user)));
        assert_eq!(user.json()["username"], "amira.haddad");
        let user = id_of(&user);
        let found = script.call(200, "GET /api/v1/users/{id}", &user, None).await;
        assert_eq!(found.json()["rights"], json!(["sign_in", "register", "lock"]));
        let changed = json!({ "display_name": "Amira H." });
        let changed = script.call(200, "PATCH /api/v1/users/{id}", &user, Some(changed)).await;
        assert_eq!(changed.json()["display_name"], "Amira H.");
        let list = script.call(200, "GET /api/v1/users", "", None).await.json();
        assert_eq!((list["items"].as_array().unwrap().len(), &list["next_cursor"], list.get("total")), (2, &Value::Null, None));

        assert_eq!(script.call(200, "GET /api/v1/users/{id}/sessions", &user, None).await.json(), json!([]));
        web.cookie(types::Face::Portal).await;
        let listed = web.rest(&script.token, "GET", &format!("/api/v1/users/{}/sessions", web.administrator().await), None).await.json();
        assert_eq!((&listed[0]["face"], &listed[0]["method"], &listed[0]["current"]), (&json!("portal"), &json!("password"), &json!(false)));
        script.call(204, "DELETE /api/v1/sessions/{id}", listed[0]["id"].as_str().unwrap(), None).await;
        script.call(204, "DELETE /api/v1/users/{id}/sessions", &user, None).await;

        let asked = json!({ "user_id": user, "platform": "linux", "country": "DE", "ownership": "employee" });
        let registration = script.call(201, "POST /api/v1/registrations", "", Some(asked)).await;
        let first = registration.json();
        for (name, begin) in [("mirp_url", "mirp://gate.vellmere.example&user=amira.haddad&pin="), ("link", "https://gate.vellmere.example/r/")] {
            assert!(first[name].as_str().unwrap().starts_with(begin), "{name}: {first}");
        }
        assert!(first["qr_svg"].as_str().unwrap().contains("<svg") && first["mirp_qr_svg"].as_str().unwrap().contains("<svg"));
        let again = script.call(200, "POST /api/v1/registrations/{id}/reissue", &id_of(&registration), None).await.json();
        assert_ne!(again["pin"], first["pin"]);

        let mut device = Device::new(1);
        let old = device.register(&web, "amira.haddad", first["pin"].as_str().unwrap()).await;
        assert_eq!(old.problem(), (403, "registration_refused".to_owned()));
        let pin = again["pin"].as_str().unwrap();
        let registered = device.register(&web, "amira.haddad", pin).await;
        assert_eq!(registered.status, 201, "{}", registered.text);
        assert_eq!(registered.json()["base_url"], testkit::PUBLIC_URL);
        script.note("POST /api/device/v1/register");
        let taken = script.web.rest(&script.token, "POST", &format!("/api/v1/registrations/{}/reissue", id_of(&registration)), None).await;
        assert_eq!(taken.problem(), (409, "registration_not_pending".to_owned()));
        let id = device.id.clone();
        assert_eq!(script.call(200, "GET /api/v1/devices/{id}", &id, None).await.json()["state"], "enrolling");
        let idle = script.device(200, "POST /api/device/v1/check-in", "", &device, &json!({})).await.json();
        assert_eq!(idle, json!({ "commands": [], "notices": [], "next_check_in_s": 900 }));
        script.call(409, "DELETE /api/v1/devices/{id}", &id, None).await;
        let listed = script.call(200, "GET /api/v1/devices", "", None).await.json();
        assert_eq!((&listed["items"][0]["state"], &listed["items"][0]["user_id"]), (&json!("active"), &json!(user)));

        let lock = json!({ "action": "lock", "params": { "message": "Call us" } });
        let command = script.call(202, "POST /api/v1/devices/{id}/commands", &id, Some(lock.clone())).await;
        assert_eq!(command.json()["state"], "queued");
        let command = id_of(&command);
        let fetched = script.device(200, "POST /api/device/v1/check-in", "", &device, &json!({ "wait_ms": 1 })).await.json();
        assert_eq!(fetched["commands"], json!([{ "id": command, "action": "lock", "params": { "message": "Call us" } }]));
        let late = web.rest(&script.token, "DELETE", &format!("/api/v1/commands/{command}"), None).await;
        assert_eq!(late.problem(), (409, "command_already_sent".to_owned()));
        for _ in 0..2 {
            script.device(204, "POST /api/device/v1/commands/{id}/result", &command, &device, &json!({ "state": "done" })).await;
        }
        assert_eq!(script.call(200, "GET /api/v1/commands/{id}", &command, None).await.json()["state"], "done");
        // Nothing is held, so nothing changes.
        script.call(200, "POST /api/v1/commands/{id}/approve", &command, None).await;
        let second = id_of(&script.call(202, "POST /api/v1/devices/{id}/commands", &id, Some(lock)).await);
        assert_eq!(script.call(200, "DELETE /api/v1/commands/{id}", &second, None).await.json()["state"], "cancelled");
        setup::walk(&script, &device, &id).await;
        apple_tv::walk(&script, &user).await;
        messages::walk(&script, &user).await;
        groups(&script, &user).await;
        roles::walk(&script, &user).await;
        jobs::walk(&script, &user).await;
        leaving(&script, &user).await;
        pin::walk(&script).await;
        directories(&script).await;
        sign_in(&script).await;
        templates::walk(&script).await;
        look::walk(&script).await;
        mail_server::walk(&script).await;
        apple::walk(&script).await;
        sms_gateway::walk(&script).await;
        terms::walk(&script).await;
        me::walk(&script).await;
        let events = script.call(200, "GET /api/v1/audit-events", "", None).await.json();
        assert!(events["items"].as_array().unwrap().len() > 8, "{events}");

        assert_eq!(script.used.into_inner(), documented());
    }

    async fn a_signature_may_cover_more_than_it_must(web: Web) {
        let device = registered(&web).await;
        let path = "/api/device/v1/check-in";
        let answer = web.send(device.signed_with_type(&web, path, &json!({}), "application/json")).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        let answer = web.send(device.signed_with_type(&web, path, &json!({}), "application/json;charset=utf-8")).await;
        assert_eq!(answer.problem(), (401, "signature_invalid".to_owned()));
    }

    async fn a_signed_request_counts_once(web: Web) {
        let device = registered(&web).await;
        let request = device.signed(&web, "/api/device/v1/check-in", &json!({}));
        let (parts, _) = request.into_parts();
        let copy = || {
            let mut copy = Request::post(parts.uri.clone());
            *copy.headers_mut().unwrap() = parts.headers.clone();
            copy.body("{}".into()).unwrap()
        };
        assert_eq!(web.send(copy()).await.status, 200);
        assert_eq!(web.send(copy()).await.problem(), (401, "nonce_reused".to_owned()));
        web.app.pass(std::time::Duration::from_secs(301));
        assert_eq!(web.send(copy()).await.problem(), (401, "signature_stale".to_owned()));
    }
}

/// A directory from its connection to its end, against a real server.
async fn directories(script: &Script<'_>) {
    let mut branch = Branch::new().await;
    branch.add_people(&["bela"]).await;
    branch.add_group("field", &[branch.person("bela")]).await;
    let input = serde_json::to_value(branch.input("Vellmere")).unwrap();
    let made = script.call(201, "POST /api/v1/directories", "", Some(input.clone())).await;
    assert_eq!(made.header("location"), format!("/api/v1/directories/{}", id_of(&made)));
    assert!(!made.text.contains(testkit::ldap::ADMIN_PASSWORD));
    let id = id_of(&made);
    let list = script.call(200, "GET /api/v1/directories", "", None).await.json();
    assert_eq!((&list["items"][0]["state"], &list["items"][0]["people"]), (&json!("new"), &json!(0)));
    let tested = script.call(200, "POST /api/v1/directories/{id}/test", &id, None).await.json();
    assert_eq!(tested["servers"][0]["steps"][4]["found"]["samples"], json!(["bela"]));
    let found = script.call(200, "GET /api/v1/directories/{id}/found-groups", &id, None).await.json();
    let keys = json!({ "keys": [found["items"][0]["key"]] });
    let chosen = script.call(200, "POST /api/v1/directories/{id}/groups", &id, Some(keys)).await.json();
    assert_eq!(chosen["items"][0]["name"], "field");
    let asked = script.call(202, "POST /api/v1/directories/{id}/sync", &id, Some(json!({}))).await.json();
    assert_eq!(asked["state"], "waiting");
    script.web.app.domain.directories().sync_due().await.unwrap();
    let syncs = script.call(200, "GET /api/v1/directories/{id}/syncs", &id, None).await.json();
    assert_eq!(
        (&syncs["items"][0]["state"], &syncs["items"][0]["report"]["counts"]["added"]),
        (&json!("done"), &json!(1))
    );
    script.call(202, "POST /api/v1/directories/{id}/sync", &id, Some(json!({ "accept_losses": true }))).await;
    script.call(204, "DELETE /api/v1/directories/{id}/sync", &id, None).await;
    let group = script.call(200, "GET /api/v1/directories/{id}/groups", &id, None).await.json();
    assert_eq!(group["items"][0]["members"], 1);
    let path = format!("/api/v1/directories/{id}/groups/{}", group["items"][0]["id"].as_str().unwrap());
    assert_eq!(script.web.rest(&script.token, "DELETE", &path, None).await.status, 204);
    script.note("DELETE /api/v1/directories/{id}/groups/{group_id}");
    let mut changed = input;
    changed["name"] = json!("Vellmere people");
    let changed = script.call(200, "PUT /api/v1/directories/{id}", &id, Some(changed)).await;
    assert_eq!(changed.json()["name"], "Vellmere people");
    assert_eq!(
        script.call(200, "GET /api/v1/directories/{id}", &id, None).await.json()["has_password"],
        true
    );
    script.call(204, "DELETE /api/v1/directories/{id}", &id, None).await;
}

async fn registered(web: &Web) -> Device {
    let token = web.token(&[Scope::All]).await;
    let user = web.app.user("amira").await;
    let asked = json!({ "user_id": user.row.id, "platform": "linux" });
    let handout = web.rest(&token, "POST", "/api/v1/registrations", Some(asked)).await.json();
    let mut device = Device::new(1);
    assert_eq!(device.register(web, "amira", handout["pin"].as_str().unwrap()).await.status, 201);
    device
}
