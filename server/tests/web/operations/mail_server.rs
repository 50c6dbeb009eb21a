//! The mail server: set up, tried and taken away.

use serde_json::json;
use testkit::smtp::SmtpServer;

use super::Script;

pub(super) async fn walk(script: &Script<'_>) {
    let mail = SmtpServer::start().await;
    let call = async |status, operation: &str, body| {
        let (method, path) = operation.split_once(' ').unwrap();
        let answer = script.web.rest(&script.token, method, path, body).await;
        assert_eq!(answer.status, status, "{operation}: {}", answer.text);
        script.note(operation);
        answer
    };
    let server = json!({ "host": "127.0.0.1", "port": mail.address().port(), "encryption": "none" });
    assert_eq!(call(200, "GET /api/v1/mail-server", None).await.json()["status"], "not_configured");
    let tested = call(200, "POST /api/v1/mail-server/test", Some(server.clone())).await.json();
    assert_eq!((&tested["to"], &tested["failure"]), (&json!("ada@vellmere.example"), &json!(null)));
    assert_eq!(mail.messages().len(), 1);
    let saved = call(200, "PUT /api/v1/mail-server", Some(server)).await;
    assert_eq!((&saved.json()["has_password"], &saved.json()["status"]), (&json!(false), &json!("working")));
    let open =
        json!({ "host": "mail.example", "encryption": "none", "username": "gate", "password": "hush" });
    let refused = script.web.rest(&script.token, "PUT", "/api/v1/mail-server", Some(open)).await;
    assert_eq!(refused.json()["fields"], json!([{ "path": "encryption", "code": "insecure_url" }]));
    let late = [("if-match", "\"1\"")];
    let late = script.web.rest_with(&script.token, "DELETE", "/api/v1/mail-server", None, &late).await;
    assert_eq!(late.problem().1, "version_conflict");
    assert_eq!(call(200, "DELETE /api/v1/mail-server", None).await.json()["server"], json!(null));
}
