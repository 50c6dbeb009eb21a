//! A PC is given a new PIN, which is told once.

use serde_json::json;

use super::{Script, id_of};
use crate::support::Device;

pub(super) async fn walk(script: &Script<'_>) {
    let bela =
        json!({ "username": "bela.kovacs", "display_name": "Béla Kovács", "email": "bela@vellmere.example" });
    let user = id_of(&script.call(201, "POST /api/v1/users", "", Some(bela)).await);
    let asked = json!({ "user_id": user, "platform": "windows" });
    let registration = script.call(201, "POST /api/v1/registrations", "", Some(asked)).await.json();
    let mut device = Device::new(61);
    let pc = json!({ "device": { "platform": "windows", "model": "Surface", "os_version": "11", "serial_number": "S-61",
                                 "name": "bela-pc" } });
    let pin = registration["pin"].as_str().unwrap();
    let registered = device.register_with(script.web, "bela.kovacs", pin, pc).await;
    assert_eq!(registered.status, 201, "{}", registered.text);
    script.device(200, "POST /api/device/v1/check-in", "", &device, &json!({})).await;
    let id = device.id.clone();
    let reset = json!({ "action": "reset_pin_password" });
    let command = id_of(&script.call(202, "POST /api/v1/devices/{id}/commands", &id, Some(reset)).await);
    script.device(200, "POST /api/device/v1/check-in", "", &device, &json!({ "wait_ms": 1 })).await;
    let told = json!({ "state": "done", "secret": "483920" });
    script.device(204, "POST /api/device/v1/commands/{id}/result", &command, &device, &told).await;
    let shown = script.call(200, "GET /api/v1/commands/{id}", &command, None).await;
    assert!(shown.json()["has_secret"] == true && !shown.text.contains("483920"), "{}", shown.text);
    let revealed = script.call(200, "POST /api/v1/commands/{id}/reveal", &command, None).await.json();
    assert_eq!(revealed, json!({ "pin": "483920" }));
    let path = format!("/api/v1/commands/{command}/reveal");
    let again = script.web.rest(&script.token, "POST", &path, None).await;
    assert_eq!(again.problem(), (409, "wrong_state".to_owned()));
}
