//! Labels and configurations: made, assigned, delivered to the agent, taken back.

use serde_json::json;

use super::{Script, id_of};
use crate::support::Device;

pub(super) async fn walk(script: &Script<'_>, device: &Device, device_id: &str) {
    let all = script.call(200, "GET /api/v1/labels", "", None).await.json();
    assert_eq!(all["items"][0]["built_in"], "all");
    let made = script.call(201, "POST /api/v1/labels", "", Some(json!({ "name": "Field kit" }))).await;
    let label = id_of(&made);
    assert_eq!((made.header("etag"), &made.json()["rule"]), ("\"1\"", &json!(null)));
    let renamed = json!({ "name": "Field", "description": "Vans" });
    let changed = script.call(200, "PUT /api/v1/labels/{id}", &label, Some(renamed)).await;
    assert_eq!((changed.header("etag"), &changed.json()["description"]), ("\"2\"", &json!("Vans")));
    let put_on = json!({ "add": [device_id] });
    let carried = script.call(200, "POST /api/v1/labels/{id}/devices", &label, Some(put_on)).await.json();
    assert_eq!(carried["device_count"], 1);

    let wifi = |password: &str| {
        json!({
            "name": "Vans", "labels": [label], "network_password": password,
            "settings": { "kind": "wifi", "ssid": "Vans", "security": "wpa2" },
        })
    };
    let made = script.call(201, "POST /api/v1/configurations", "", Some(wifi("hush-hush"))).await;
    let id = id_of(&made);
    assert!(!made.text.contains("hush-hush") && made.json()["has_password"] == true, "{}", made.text);
    let read = script.call(200, "GET /api/v1/configurations/{id}", &id, None).await.json();
    assert_eq!(read["labels"][0]["id"], label.as_str());
    let given = script.device(200, "POST /api/device/v1/check-in", "", device, &json!({})).await.json();
    assert_eq!(given["configurations"][0]["id"], id.as_str());
    let done = json!({ "version": 1, "done": false, "detail": "No adapter" });
    script.device(204, "POST /api/device/v1/configurations/{id}/result", &id, device, &done).await;
    let setup = script.call(200, "GET /api/v1/devices/{id}/setup", device_id, None).await.json();
    assert_eq!(
        (&setup["configurations"][0]["state"], &setup["configurations"][0]["detail"]),
        (&json!("failed"), &json!("No adapter"))
    );
    let retry = "POST /api/v1/devices/{id}/configurations/{configuration_id}/retry";
    let path = format!("/api/v1/devices/{device_id}/configurations/{id}/retry");
    let again = script.web.rest(&script.token, "POST", &path, None).await;
    assert_eq!(again.json()["configurations"][0]["state"], "waiting", "{}", again.text);
    script.note(retry);
    script.call(200, "PUT /api/v1/configurations/{id}", &id, Some(wifi("another-one"))).await;
    let listed = script.call(200, "GET /api/v1/configurations", "", None).await.json();
    assert_eq!(listed["items"][0]["version"], 2);

    let company = json!({ "ownership": "company" });
    let preview = "POST /api/v1/devices/{id}/ownership/preview";
    let change = script.call(200, preview, device_id, Some(company.clone())).await.json();
    assert_eq!(change["labels_added"][0]["built_in"], "company_owned");
    let asked = script.call(200, "PUT /api/v1/devices/{id}/ownership", device_id, Some(company)).await.json();
    assert_eq!((&asked["ownership"], &asked["ownership_wanted"]), (&json!("employee"), &json!("company")));

    script.call(204, "DELETE /api/v1/configurations/{id}", &id, None).await;
    script.call(200, "GET /api/v1/labels/{id}", &label, None).await;
    script.call(204, "DELETE /api/v1/labels/{id}", &label, None).await;
}
