//! The push certificate, the authority of devices and their certificates.

use serde_json::{Value, json};
use testkit::{
    apple::{AppleDevice, Strength, Taken, device_authority},
    pki::Authority,
    push::push_certificate,
};

use super::{Script, id_of};

pub(super) async fn walk(script: &Script<'_>) {
    let (web, token) = (script.web, &script.token);
    let read = script.call(200, "GET /api/v1/push-certificate", "", None).await.json();
    assert_eq!(read["certificate"], Value::Null);
    let asked = script.call(200, "POST /api/v1/push-certificate/request", "", None).await;
    assert!(asked.json()["request"].as_str().unwrap().contains("CERTIFICATE REQUEST"));
    assert!(!asked.text.contains("PRIVATE KEY"));
    let card = push_certificate(&Authority::new("Push"), "com.apple.mgmt.External.walk");
    let upload =
        json!({ "certificate": card.pem(), "private_key": card.key_pem, "account": "it@vellmere.example" });
    let saved = script.call(200, "PUT /api/v1/push-certificate", "", Some(upload)).await;
    assert_eq!(saved.json()["certificate"]["topic"], "com.apple.mgmt.External.walk");
    assert!(!saved.text.contains("PRIVATE KEY"));
    let gone = script.call(200, "DELETE /api/v1/push-certificate", "", None).await.json();
    assert_eq!(gone["certificate"], Value::Null);

    let read = script.call(200, "GET /api/v1/device-authority", "", None).await.json();
    assert_eq!((&read["is_uploaded"], &read["accepts_old_clients"]), (&json!(false), &json!(true)));
    let (certificate, key) = device_authority("Walk");
    let own = json!({ "certificate": certificate, "private_key": key, "accepts_old_clients": true });
    let saved = script.call(200, "PUT /api/v1/device-authority", "", Some(own)).await;
    assert_eq!((&saved.json()["name"], saved.text.contains("PRIVATE KEY")), (&json!("Walk"), false));

    let dora = json!({ "username": "dora", "display_name": "Dora", "email": "dora@vellmere.example" });
    let dora = id_of(&web.rest(token, "POST", "/api/v1/users", Some(dora)).await);
    let asked = json!({ "user_id": dora, "platform": "ios" });
    let handout = web.rest(token, "POST", "/api/v1/registrations", Some(asked)).await.json();
    let link = handout["link"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    let app = &web.app;
    let profile = app.domain.mdm().enrolment_profile(&app.anonymous(), &link, None, true).await.unwrap();
    let taken = Taken::read(&profile).ok().unwrap();
    let authority = app.domain.certificates().authority_certificate().await.unwrap();
    let asked = AppleDevice::new("iPhone14,2", "C39XK0WALK01").ask(&taken, &authority, Strength::Aes128);
    app.domain.certificates().answer_scep(&app.anonymous(), asked).await.unwrap();
    let list = web
        .rest(token, "GET", "/api/v1/device-certificates?state=valid&limit=5&total=true", None)
        .await
        .json();
    script.note("GET /api/v1/device-certificates");
    assert_eq!((&list["total"], &list["items"][0]["in_use"]), (&json!(1), &json!(false)));
    let id = list["items"][0]["id"].as_str().unwrap().to_owned();
    let gone = script.call(200, "POST /api/v1/device-certificates/{id}/revoke", &id, None).await.json();
    assert_eq!(gone["state"], "revoked");
}
