//! Enrolments of Apple TVs: made, taken along, ended.

use axum::{body::Body, http::Request};
use serde_json::json;
use testkit::apple::machine_info;

use super::{Script, id_of};

pub(super) async fn walk(script: &Script<'_>, user: &str) {
    let wanted = json!({ "user_id": user, "name": "Meeting rooms", "uses": 2, "lifetime_h": 24 });
    let made = script.call(201, "POST /api/v1/apple-tv-enrolments", "", Some(wanted)).await;
    let id = id_of(&made);
    assert_eq!((&made.json()["used"], &made.json()["is_open"]), (&json!(0), &json!(true)));
    let opened = script.call(200, "POST /api/v1/apple-tv-enrolments/{id}/open", &id, None).await.json();
    let address = opened["server_url"].as_str().unwrap();
    assert!(!made.text.contains(address.rsplit('=').next().unwrap()));
    let path = address.strip_prefix(testkit::PUBLIC_URL).unwrap();
    let config = script.web.send(Request::get(path).body(Body::empty()).unwrap()).await.json();
    let enrol = config["dep_enrollment_url"].as_str().unwrap();
    let enrol = enrol.strip_prefix(testkit::PUBLIC_URL).unwrap().to_owned();
    let message = machine_info("AppleTV11,1", "TV0001");
    let profile = script.web.send(Request::post(&enrol).body(message.into()).unwrap()).await;
    let kind = profile.header("content-type");
    assert_eq!((profile.status.as_u16(), kind), (200, "application/x-apple-aspen-config"));
    let message = machine_info("iPhone14,2", "C39XK0ABCDEF");
    assert_eq!(script.web.send(Request::post(&enrol).body(message.into()).unwrap()).await.status, 403);
    let anchors = Request::get("/apple/anchors").body(Body::empty()).unwrap();
    assert_eq!(script.web.send(anchors).await.json(), json!([]));
    script.call(200, "POST /api/v1/apple-tv-enrolments/{id}/profile", &id, None).await;
    let listed = script.call(200, "GET /api/v1/apple-tv-enrolments", "", None).await.json();
    assert_eq!(listed["items"][0]["id"], id.as_str());
    script.call(204, "DELETE /api/v1/apple-tv-enrolments/{id}", &id, None).await;
}
