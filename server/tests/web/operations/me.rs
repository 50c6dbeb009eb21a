//! A person's script: from their profile to the end of a certificate.

use std::cell::RefCell;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use types::{Face, Scope};

use super::{Script, id_of};
use crate::support::{ADMIN, Device};

pub(super) async fn walk(script: &Script<'_>) {
    let web = script.web;
    let token = web.own_token(&web.person().await, &[Scope::MeAll]).await;
    let own = Script { web, token, used: RefCell::default() };
    account(&own).await;
    let device = registrations(&own).await;
    devices(&own, &device).await;
    let setting = json!({
        "name": "Mail", "labels": [all_devices(script).await],
        "settings": { "kind": "certificate", "purpose": "mail_signing", "password": "at_upload", "platforms": ["linux"] },
    });
    let setting = id_of(&script.call(201, "POST /api/v1/configurations", "", Some(setting)).await);
    certificates(&own, &setting).await;
    let history = own.call(200, "GET /api/v1/me/history", "", None).await.json();
    assert!(history["items"].as_array().unwrap().len() > 5, "{history}");
    let kinds =
        own.web.rest(&own.token, "GET", "/api/v1/me/history?kind=registration&limit=1", None).await.json();
    let next = kinds["next_cursor"].as_str().expect("there is more");
    let path = format!("/api/v1/me/history?kind=registration&limit=1&cursor={next}");
    assert_ne!(own.web.rest(&own.token, "GET", &path, None).await.json()["items"][0], kinds["items"][0]);
    script.used.borrow_mut().extend(own.used.into_inner());
}

async fn account(own: &Script<'_>) {
    let profile = own.call(200, "GET /api/v1/me", "", None).await;
    assert_eq!((&profile.json()["username"], &profile.json()["limit"]["used"]), (&json!(ADMIN), &json!(0)));
    let chosen = json!({ "language": "en", "time_zone": "Europe/Oslo" });
    let stale = [("if-match", "\"0\"")];
    let path = "/api/v1/me/preferences";
    let conflict = own.web.rest_with(&own.token, "PUT", path, Some(chosen.clone()), &stale).await;
    assert_eq!(conflict.problem(), (412, "version_conflict".to_owned()));
    let current = [("if-match", profile.header("etag"))];
    let done = own.web.rest_with(&own.token, "PUT", path, Some(chosen.clone()), &current).await;
    assert_eq!(done.status, 204, "{}", done.text);
    own.call(204, "PUT /api/v1/me/preferences", "", Some(chosen)).await;
    own.web.cookie(Face::Portal).await;
    let sessions = own.call(200, "GET /api/v1/me/sessions", "", None).await.json();
    assert_eq!((&sessions[0]["face"], &sessions[0]["current"]), (&json!("portal"), &json!(false)));
    own.call(204, "DELETE /api/v1/me/sessions/{id}", sessions[0]["id"].as_str().unwrap(), None).await;
}

async fn registrations(own: &Script<'_>) -> Device {
    let path = "/api/v1/me/registrations";
    let asked = json!({ "platform": "windows", "country": "DE" });
    let key = [("idempotency-key", "once")];
    let first = own.web.rest_with(&own.token, "POST", path, Some(asked.clone()), &key).await;
    let again = own.web.rest_with(&own.token, "POST", path, Some(asked), &key).await;
    assert_eq!((first.status.as_u16(), id_of(&first)), (201, id_of(&again)), "{}", first.text);
    assert_eq!(first.header("location"), format!("{path}/{}", id_of(&first)));
    let other = id_of(
        &own.call(201, "POST /api/v1/me/registrations", "", Some(json!({ "platform": "linux" }))).await,
    );
    let listed = own.call(200, "GET /api/v1/me/registrations", "", None).await.json();
    assert_eq!(listed["items"].as_array().unwrap().len(), 2);
    own.call(204, "DELETE /api/v1/me/registrations/{id}", &other, None).await;
    let id = id_of(&first);
    own.call(204, "POST /api/v1/me/registrations/{id}/send", &id, Some(json!({ "by": "email" }))).await;
    let new = own.call(200, "POST /api/v1/me/registrations/{id}/reissue", &id, None).await.json();
    let read = own.call(200, "GET /api/v1/me/registrations/{id}/handout", &id, None).await.json();
    assert!(new["pin"] == read["pin"] && new["pin"] != first.json()["pin"], "{new} {read}");
    let one = own.call(200, "GET /api/v1/me/registrations/{id}", &id, None).await;
    assert!(one.json()["status"] == "pending" && !one.text.contains(new["pin"].as_str().unwrap()));
    let mut device = Device::new(62);
    let pc = json!({ "device": { "platform": "windows", "model": "Surface", "os_version": "11", "serial_number": "S-62",
                                 "name": "own-pc" } });
    let registered = device.register_with(own.web, ADMIN, new["pin"].as_str().unwrap(), pc).await;
    assert_eq!(registered.status, 201, "{}", registered.text);
    own.device(200, "POST /api/device/v1/check-in", "", &device, &json!({})).await;
    device
}

async fn devices(own: &Script<'_>, device: &Device) {
    let id = device.id.as_str();
    let listed = own.call(200, "GET /api/v1/me/devices", "", None).await.json();
    assert_eq!(listed["items"][0]["id"], id);
    let command = "POST /api/v1/me/devices/{id}/commands";
    let reset = json!({ "action": "reset_pin_password" });
    let asked = own.call(202, command, id, Some(reset)).await;
    assert_eq!(asked.header("location"), format!("/api/v1/me/commands/{}", id_of(&asked)));
    own.device(200, "POST /api/device/v1/check-in", "", device, &json!({ "wait_ms": 1 })).await;
    let told = json!({ "state": "done", "secret": "483921" });
    own.device(204, "POST /api/device/v1/commands/{id}/result", &id_of(&asked), device, &told).await;
    let page = own.call(200, "GET /api/v1/me/devices/{id}", id, None).await;
    assert_eq!(
        (&page.json()["device"]["row"]["name"], &page.json()["commands"][0]["has_secret"]),
        (&json!("own-pc"), &json!(true))
    );
    assert!(!page.text.contains("483921"));
    let shown = own.call(200, "POST /api/v1/me/commands/{id}/reveal", &id_of(&asked), None).await.json();
    assert_eq!(shown, json!({ "pin": "483921" }));
    let lock = json!({ "action": "lock", "params": { "message": "Call me" } });
    let lock = id_of(&own.call(202, command, id, Some(lock)).await);
    assert_eq!(own.call(200, "GET /api/v1/me/commands/{id}", &lock, None).await.json()["state"], "queued");
    assert_eq!(
        own.call(200, "DELETE /api/v1/me/commands/{id}", &lock, None).await.json()["state"],
        "cancelled"
    );
    let rename = json!({ "action": "rename", "params": { "name": "x" } });
    let path = format!("/api/v1/me/devices/{id}/commands");
    assert_eq!(own.web.rest(&own.token, "POST", &path, Some(rename)).await.problem().0, 403);
    let employee = json!({ "ownership": "employee" });
    let preview = "POST /api/v1/me/devices/{id}/ownership/preview";
    let change = own.call(200, preview, id, Some(employee.clone())).await.json();
    assert_eq!(change["labels_added"][0]["built_in"], "employee_owned");
    let asked = own.call(200, "PUT /api/v1/me/devices/{id}/ownership", id, Some(employee)).await.json();
    assert_eq!(asked["ownership_wanted"], "employee");
}

async fn all_devices(script: &Script<'_>) -> Value {
    let labels = script.call(200, "GET /api/v1/labels", "", None).await.json();
    labels["items"][0]["id"].clone()
}

async fn certificates(own: &Script<'_>, setting: &str) {
    let file =
        std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/../crates/pkcs12/tests/corpus/keytool.p12"))
            .unwrap();
    let upload = |password: &str| json!({ "file": STANDARD.encode(&file), "file_name": "mine.p12", "password": password });
    let upload_it = "POST /api/v1/me/certificate-uploads";
    let wrong = own.call(422, upload_it, "", Some(upload("not this"))).await.json();
    assert_eq!(wrong["fields"], json!([{ "path": "password", "code": "wrong_password" }]));
    let waits = own.call(200, "GET /api/v1/me/certificates", "", None).await.json()["upload"].clone();
    let id = waits["id"].as_str().unwrap();
    let opened = own
        .call(
            200,
            "POST /api/v1/me/certificate-uploads/{id}/unlock",
            id,
            Some(json!({ "password": "secret" })),
        )
        .await;
    let keep = json!({ "identity": 0, "configurations": [setting] });
    let kept = own
        .call(200, "POST /api/v1/me/certificate-uploads/{id}/keep", &id_of(&opened), Some(keep))
        .await
        .json();
    assert_eq!(kept["slots"][0]["certificate"]["file_name"], "mine.p12");
    let removed = own.call(200, "DELETE /api/v1/me/certificates/{id}", setting, None).await.json();
    assert_eq!(
        (&removed["slots"][0]["certificate"], &removed["removed"][0]["name"]),
        (&json!(null), &json!("Mail"))
    );
    let again = own.call(201, upload_it, "", Some(upload("secret"))).await;
    assert_eq!(again.header("location"), "/api/v1/me/certificates");
    own.call(204, "DELETE /api/v1/me/certificate-uploads", "", None).await;
    assert_eq!(own.call(200, "GET /api/v1/me/certificates", "", None).await.json()["upload"], json!(null));
}
