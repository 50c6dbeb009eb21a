//! Errors of REST: one form, stable words, nothing of the input.

use serde_json::{Value, json};
use types::Scope;

use crate::support::{Answer, ID, Web};

/// The fields that are wrong, as `path: code`.
fn fields(answer: &Answer) -> Vec<String> {
    let list = answer.json()["fields"].as_array().cloned().unwrap_or_default();
    list.iter()
        .map(|field| format!("{}: {}", field["path"].as_str().unwrap(), field["code"].as_str().unwrap()))
        .collect()
}

fn person(change: Value) -> Value {
    let mut person =
        json!({ "username": "amira", "display_name": "Amira", "email": "amira@vellmere.example" });
    for (name, value) in change.as_object().unwrap() {
        person[name] = value.clone();
    }
    person
}

testkit::both_engines! {
    async fn a_problem_has_one_form(web: Web) {
        let token = web.token(&[Scope::All]).await;
        for (method, path, status, code) in [
            ("GET", format!("/api/v1/users/{ID}"), 404, "not_found"),
            ("GET", "/api/v1/users/x".to_owned(), 404, "not_found"),
            ("GET", "/api/v1/nothing".to_owned(), 404, "not_found"),
            ("PUT", "/api/v1/users".to_owned(), 405, "method_not_allowed"),
            ("POST", "/api/v1/users".to_owned(), 415, "unsupported_media_type"),
        ] {
            let answer = web.rest(&token, method, &path, None).await;
            assert_eq!(answer.problem(), (status, code.to_owned()), "{method} {path}");
            let document = answer.json();
            let mut keys: Vec<_> = document.as_object().unwrap().keys().map(String::as_str).collect();
            keys.sort_unstable();
            assert_eq!(keys, ["code", "status", "title", "type"], "{method} {path}");
            assert_eq!((&document["type"], &document["status"]), (&json!("about:blank"), &json!(status)));
            assert!(!answer.text.contains(answer.header("x-request-id")));
        }
    }

    async fn what_is_hidden_and_what_is_absent_answer_alike(web: Web) {
        let token = web.token(&[Scope::All]).await;
        let absent = web.rest(&token, "GET", &format!("/api/v1/devices/{ID}"), None).await;
        let unreadable = web.rest(&token, "GET", "/api/v1/devices/1", None).await;
        assert_eq!((absent.status, &absent.text), (unreadable.status, &unreadable.text));
    }

    async fn each_field_says_what_is_wrong_with_it(web: Web) {
        let token = web.token(&[Scope::All]).await;
        for (change, expected) in [
            (json!({ "nickname": "A" }), "nickname: unknown_field"),
            (json!({ "email": "nowhere" }), "email: malformed"),
            (json!({ "phone_number": "0171" }), "phone_number: malformed"),
            (json!({ "display_name": "" }), "display_name: required"),
            (json!({ "display_name": "x".repeat(200) }), "display_name: too_long"),
            (json!({ "rights": ["fly"] }), "rights[0]: unknown_value"),
        ] {
            let answer = web.rest(&token, "POST", "/api/v1/users", Some(person(change.clone()))).await;
            assert_eq!(answer.problem(), (422, "invalid_input".to_owned()), "{change}");
            assert_eq!(fields(&answer), [expected], "{change}");
        }
        let answer = web.rest(&token, "POST", "/api/v1/users", Some(json!({ "username": "amira" }))).await;
        assert!(fields(&answer).iter().all(|field| field.ends_with(": required")), "{}", answer.text);
    }

    async fn the_refusal_of_a_registration_is_the_same_to_the_byte(web: Web) {
        let constant = r#"{"type":"about:blank","title":"Registration refused","status":403,"code":"registration_refused"}"#;
        web.app.user("amira").await;
        let mut device = crate::support::Device::new(3);
        for (user, pin) in [("amira", "11111111"), ("nobody", "11111111"), ("amira", ""), ("", "1"), ("amira", "x"), (crate::support::ADMIN, "22222222")] {
            let answer = device.register(&web, user, pin).await;
            assert_eq!((answer.status.as_u16(), answer.text.as_str()), (403, constant), "{user} {pin}");
        }
        let mut body = device.registration("amira", "11111111");
        for key in [json!("AAAA"), json!(""), json!(7), Value::Null] {
            body["public_key"] = key;
            let answer = web.rest("", "POST", "/api/device/v1/register", Some(body.clone())).await;
            assert_eq!((answer.status.as_u16(), answer.text.as_str()), (403, constant), "{body}");
        }
    }

    async fn a_list_goes_on_where_it_stopped(web: Web) {
        let token = web.token(&[Scope::UsersRead]).await;
        for number in 0..5 {
            web.app.user(&format!("person{number}")).await;
        }
        let first = web.rest(&token, "GET", "/api/v1/users?limit=4&total=true", None).await.json();
        assert_eq!((first["items"].as_array().unwrap().len(), &first["total"]), (4, &json!(6)));
        let cursor = first["next_cursor"].as_str().unwrap();
        let second = web.rest(&token, "GET", &format!("/api/v1/users?limit=4&cursor={cursor}"), None).await.json();
        assert_eq!((second["items"].as_array().unwrap().len(), &second["next_cursor"]), (2, &Value::Null));
        for query in ["limit=0", "limit=201", "limit=x", "total=2", "cursor=x", "sort=name"] {
            let answer = web.rest(&token, "GET", &format!("/api/v1/users?{query}"), None).await;
            assert_eq!(answer.problem(), (422, "invalid_input".to_owned()), "{query}");
        }
    }
}
