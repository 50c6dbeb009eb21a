//! The outbox: searched, read without secrets, sent again, released and thrown away.

use serde_json::json;

use super::Script;

pub(super) async fn walk(script: &Script<'_>, user: &str) {
    let path = format!("/api/v1/messages?user_id={user}&kind=set_password&state=held&total=true");
    let found = script.web.rest(&script.token, "GET", &path, None).await.json();
    assert_eq!((&found["total"], &found["items"][0]["user_id"]), (&json!(1), &json!(user)), "{found}");
    let id = found["items"][0]["id"].as_str().unwrap().to_owned();
    let all = script.call(200, "GET /api/v1/messages", "", None).await.json();
    assert!(all["items"].as_array().unwrap().iter().any(|row| row["id"] == id));
    let later = "/api/v1/messages?from=2100-01-01T00:00:00Z";
    assert_eq!(script.web.rest(&script.token, "GET", later, None).await.json()["items"], json!([]));
    let wrong = script.web.rest(&script.token, "GET", "/api/v1/messages?kind=letter", None).await;
    assert_eq!(wrong.problem(), (422, "invalid_input".to_owned()));
    let text = script.call(200, "GET /api/v1/messages/{id}", &id, None).await.json();
    assert!(text["text"].as_str().unwrap().contains("/set-password/••••••\n"), "{text}");
    // There is no mail server: nothing leaves, and what is kept can only be thrown away.
    script.call(409, "POST /api/v1/messages/{id}/resend", &id, None).await;
    script.call(409, "POST /api/v1/messages/release-held", "", None).await;
    let gone = script.call(200, "POST /api/v1/messages/discard-held", "", None).await.json();
    assert!(gone["count"].as_u64().unwrap() >= 1);
}
