//! Terms of use: published, asked for by a device, accepted, found and withdrawn.

use serde_json::json;

use super::{Device, Script, id_of};

pub(super) async fn walk(script: &Script<'_>) {
    let call = async |status, operation: &str, query: &str, body| {
        let (method, pattern) = operation.split_once(' ').unwrap();
        let path = format!("{}{query}", pattern.replace("{language}", "en"));
        let answer = script.web.rest(&script.token, method, &path, body).await;
        assert_eq!(answer.status, status, "{operation}: {}", answer.text);
        script.note(operation);
        answer
    };
    let web = script.web;
    let put = "PUT /api/v1/terms/{language}";
    let in_denmark = "?country=dk";
    let published = call(200, put, in_denmark, Some(json!({ "text": "# Rules\r\nOne." }))).await;
    assert_eq!((published.header("etag"), &published.json()["country"]), ("\"1\"", &json!("DK")));
    let path = "/api/v1/terms/en?country=DK";
    let late = [("if-match", "\"0\"")];
    let late = web.rest_with(&script.token, "PUT", path, Some(json!({ "text": "Two." })), &late).await;
    assert_eq!(late.problem(), (412, "version_conflict".to_owned()));
    for text in [" \n", "a\u{7}b"] {
        let bad = web.rest(&script.token, "PUT", path, Some(json!({ "text": text }))).await;
        assert_eq!(bad.problem(), (422, "invalid_input".to_owned()));
    }
    let nowhere =
        web.rest(&script.token, "PUT", "/api/v1/terms/en?country=ZZ", Some(json!({ "text": "x" }))).await;
    assert_eq!(nowhere.problem(), (404, "not_found".to_owned()));

    let reader = json!({ "username": "bela.reader", "display_name": "Bela Reader", "email": "reader@vellmere.example" });
    let user = &id_of(&web.rest(&script.token, "POST", "/api/v1/users", Some(reader)).await);
    let asked = json!({ "user_id": user, "platform": "linux", "country": "DK" });
    let made = web.rest(&script.token, "POST", "/api/v1/registrations", Some(asked)).await.json();
    let pin = made["pin"].as_str().unwrap();
    let mut device = Device::new(41);
    let refused = device.register(web, "bela.reader", pin).await;
    assert_eq!(refused.problem(), (409, "terms_not_accepted".to_owned()));
    let field = refused.json()["fields"][0].clone();
    assert_eq!((&field["path"], &field["code"]), (&json!("accepted_terms"), &json!("required")));
    let id = field["place"]["what"].as_str().unwrap().to_owned();
    let text = web.rest("", "GET", &format!("/api/device/v1/terms/{id}"), None).await;
    assert_eq!(text.json()["text"], "# Rules\nOne.", "{}", text.text);
    script.note("GET /api/device/v1/terms/{id}");
    let joined = device.register_with(web, "bela.reader", pin, json!({ "accepted_terms": id })).await;
    assert_eq!(joined.status, 201, "{}", joined.text);

    let list = call(200, "GET /api/v1/terms", "", None).await.json();
    assert_eq!((&list[0]["is_in_force"], &list[0]["accepted"]), (&json!(true), &json!(1)));
    let found =
        call(200, "GET /api/v1/terms-acceptances", "?q=bela&country=DK&version=1&total=true", None).await;
    let found = found.json();
    assert_eq!((&found["total"], &found["items"][0]["user_id"]), (&json!(1), &json!(user)));
    assert_eq!(found["items"][0]["device_id"], made["device_id"]);
    let none = web.rest(&script.token, "GET", "/api/v1/terms-acceptances?language=de", None).await.json();
    assert_eq!(none["items"], json!([]));
    let detail = call(200, "GET /api/v1/terms/{language}", in_denmark, None).await.json();
    assert_eq!(detail["versions"][0]["accepted"], 1);
    let gone = call(200, "DELETE /api/v1/terms/{language}", in_denmark, None).await.json();
    assert_eq!((&gone["text"], &gone["version"]), (&json!(null), &json!(2)));
    let text = web.rest("", "GET", &format!("/api/device/v1/terms/{id}"), None).await;
    assert_eq!(text.problem(), (404, "not_found".to_owned()));
    let export = web.rest(&script.token, "GET", &format!("/api/v1/users/{user}/export"), None).await;
    assert_eq!(export.json()["accepted_terms"].as_array().unwrap().len(), 1);
}
