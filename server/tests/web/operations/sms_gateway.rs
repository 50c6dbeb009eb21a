//! The service for text messages: set up, tried, used and taken away.

use serde_json::{Value, json};
use testkit::sms::SmsService;

use super::{Script, id_of};

pub(super) async fn walk(script: &Script<'_>) {
    let service = SmsService::start().await;
    let read = script.call(200, "GET /api/v1/sms-gateway", "", None).await.json();
    assert_eq!((&read["gateway"], &read["status"]), (&Value::Null, &json!("not_configured")));
    let gateway = json!({
        "url": service.url(), "format": "form", "to_field": "to", "text_field": "text", "from_field": "from",
        "number": "plus", "auth": "bearer", "secret": "xyzzy",
    });
    let test = json!({ "to": "+4915112345678", "gateway": gateway });
    let tested = script.call(200, "POST /api/v1/sms-gateway/test", "", Some(test)).await.json();
    assert_eq!(tested, json!({ "to": "+4915112345678", "failure": null }));
    let saved = script.call(200, "PUT /api/v1/sms-gateway", "", Some(gateway)).await;
    assert_eq!((&saved.json()["has_secret"], saved.text.contains("xyzzy")), (&json!(true), false));
    // A registration is sent by it, and withdrawn.
    let cleo = json!({ "username": "cleo", "display_name": "Cleo", "email": "cleo@vellmere.example" });
    let cleo = id_of(&script.web.rest(&script.token, "POST", "/api/v1/users", Some(cleo)).await);
    let asked = json!({ "user_id": cleo, "platform": "linux", "phone_number": "+4915112345678" });
    let id = id_of(&script.web.rest(&script.token, "POST", "/api/v1/registrations", Some(asked)).await);
    let by = json!({ "by": "sms" });
    script.call(204, "POST /api/v1/registrations/{id}/send", &id, Some(by.clone())).await;
    let path = format!("/api/v1/registrations/{id}/send");
    let soon = script.web.rest(&script.token, "POST", &path, Some(by)).await;
    assert_eq!(soon.problem().1, "too_many_requests");
    let texts = script.web.rest(&script.token, "GET", "/api/v1/messages?channel=sms", None).await.json();
    assert_eq!(texts["items"][0]["to_address"], "+4915112345678");
    script.call(204, "POST /api/v1/registrations/{id}/withdraw", &id, None).await;
    let inner = json!({
        "url": "https://169.254.169.254/", "format": "json", "to_field": "to", "text_field": "text",
        "from_field": "from", "number": "plus", "auth": "none",
    });
    let refused = script.web.rest(&script.token, "PUT", "/api/v1/sms-gateway", Some(inner)).await;
    assert_eq!(refused.json()["fields"], json!([{ "path": "url", "code": "inner_address" }]));
    let gone = script.call(200, "DELETE /api/v1/sms-gateway", "", None).await.json();
    assert_eq!(gone["gateway"], Value::Null);
}
