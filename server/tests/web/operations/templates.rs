//! Templates: read, changed, refused, brought back and tried.

use serde_json::json;

use super::Script;

/// `{id}` of these operations is kind and language.
const KEY: &str = "registration/de";

pub(super) async fn walk(script: &Script<'_>) {
    let call = async |status, operation: &str, query: &str, body| {
        let (method, pattern) = operation.split_once(' ').unwrap();
        let path = format!("{}{query}", pattern.replace("{kind}/{language}", KEY));
        let answer = script.web.rest(&script.token, method, &path, body).await;
        assert_eq!(answer.status, status, "{operation}: {}", answer.text);
        script.note(operation);
        answer
    };
    let list = call(200, "GET /api/v1/templates", "", None).await.json();
    let first = json!({ "kind": "invitation", "language": "en", "is_changed": false, "changed_at": null, "changed_by": null });
    assert_eq!(list[0], first);

    let found = call(200, "GET /api/v1/templates/{kind}/{language}", "", None).await;
    assert_eq!((found.header("etag"), &found.json()["version"]), ("\"0\"", &json!(0)));
    let built_in = found.json()["texts"].clone();
    let mut texts = built_in.clone();
    texts["subject"] = json!("Ihr $PLATFORM$ bei $ENT_NAME$");
    let saved = call(200, "PUT /api/v1/templates/{kind}/{language}", "", Some(texts.clone())).await;
    assert_eq!((saved.header("etag"), &saved.json()["texts"]), ("\"1\"", &texts));
    let of_iphones = call(200, "GET /api/v1/templates/{kind}/{language}", "?platform=ios", None).await.json();
    assert_eq!((&of_iphones["texts"], &of_iphones["version"]), (&texts, &json!(0)));
    let shown =
        call(200, "POST /api/v1/templates/{kind}/{language}/preview", "", Some(texts.clone())).await.json();
    assert_eq!(shown["subject"], "Ihr iPhone bei Vellmere Works");
    let me = format!("/api/v1/users/{}", script.web.administrator().await);
    let addressed = json!({ "email": "ada@vellmere.example" });
    assert_eq!(script.web.rest(&script.token, "PATCH", &me, Some(addressed)).await.status, 200);
    call(202, "POST /api/v1/templates/{kind}/{language}/test", "", Some(texts.clone())).await;
    refusals(script, &texts).await;
    let back =
        call(200, "POST /api/v1/templates/{kind}/{language}/restore", "", Some(json!({}))).await.json();
    assert_eq!((&back["texts"], &back["version"]), (&built_in, &json!(2)));
    let versions = call(200, "GET /api/v1/templates/{kind}/{language}/versions", "", None).await.json();
    assert_eq!((&versions[0]["texts"], &versions[1]["texts"]), (&json!(null), &texts));
}

/// What cannot stay is named with its place, and nothing is kept of it.
async fn refusals(script: &Script<'_>, texts: &serde_json::Value) {
    let path = format!("/api/v1/templates/{KEY}");
    let put = async |part: &str, text: String| {
        let mut bad = texts.clone();
        bad[part] = json!(text);
        script.web.rest(&script.token, "PUT", &path, Some(bad)).await
    };
    let body = texts["body"].as_str().unwrap().to_owned();
    for (part, text, code, what) in [
        ("body", format!("{body}</style>"), "forbidden_markup", "</style>"),
        ("body", format!("{body}<script>x</script>"), "forbidden_markup", "<script>"),
        (
            "body",
            format!("<img src=\"https://elsewhere.example/a.png\">{body}"),
            "forbidden_markup",
            "<img src=\"https://elsewhere.example/a.png\">",
        ),
        ("text", "$REG_LINK$ $PASCODE$".to_owned(), "unknown_variable", "$PASCODE$"),
        ("subject", "$PASSCODE$".to_owned(), "variable_not_here", "$PASSCODE$"),
    ] {
        let refused = put(part, text).await;
        assert_eq!(refused.problem(), (422, "invalid_input".to_owned()));
        let field = refused.json()["fields"][0].clone();
        assert_eq!(
            (&field["path"], &field["code"], &field["place"]["what"]),
            (&json!(part), &json!(code), &json!(what))
        );
    }
    let injected = put("subject", "Hello\r\nBcc: all@elsewhere.example".to_owned()).await;
    assert_eq!(injected.json()["fields"], json!([{ "path": "subject", "code": "forbidden_characters" }]));
    let long = put("body", format!("{body}{}", "x".repeat(100 * 1024))).await;
    assert_eq!(long.json()["fields"], json!([{ "path": "body", "code": "too_long" }]));
    assert_eq!(put("body", "x".repeat(1024 * 1024)).await.problem(), (413, "payload_too_large".to_owned()));

    let late = [("if-match", "\"0\"")];
    let late = script.web.rest_with(&script.token, "PUT", &path, Some(texts.clone()), &late).await;
    assert_eq!(late.problem().1, "version_conflict");
    let nowhere =
        script.web.rest(&script.token, "GET", "/api/v1/templates/set_password/de?platform=ios", None).await;
    assert_eq!(nowhere.problem(), (404, "not_found".to_owned()));
    assert_eq!(script.web.rest(&script.token, "GET", &path, None).await.json()["texts"], *texts);
}
