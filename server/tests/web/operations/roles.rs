//! Roles: made, given, looked at, taken and deleted.

use serde_json::json;

use super::{Script, id_of};

pub(super) async fn walk(script: &Script<'_>, user: &str) {
    let wanted = json!({ "name": "Night desk", "permissions": ["device_lock", "user_read"] });
    let made = script.call(201, "POST /api/v1/roles", "", Some(wanted)).await;
    let role = id_of(&made);
    assert_eq!(made.header("location"), format!("/api/v1/roles/{role}"));
    assert_eq!(made.json()["permissions"], json!(["user_read", "device_lock"]));
    let renamed = json!({ "description": "After six" });
    let changed = script.call(200, "PATCH /api/v1/roles/{id}", &role, Some(renamed)).await;
    assert_eq!((changed.header("etag"), &changed.json()["description"]), ("\"2\"", &json!("After six")));

    let set = json!({ "roles": [role, "auditor"] });
    let given = script.call(200, "PUT /api/v1/users/{id}/roles", user, Some(set.clone())).await;
    assert_eq!(given.json(), set);
    let many = json!({ "role": "auditor", "change": "revoke", "users": [user] });
    let taken = script.call(200, "POST /api/v1/role-assignments", "", Some(many)).await.json();
    assert_eq!(taken["results"], json!([{ "user_id": user, "changed": true }]));
    let people = script.web.app.domain.people();
    let desk = types::CreateGroup { name: "Desk".into(), description: String::new(), rights: Vec::new() };
    let group = people.create_group(&script.web.app.admin(), &desk).await.unwrap().row.id.to_string();
    let set = json!({ "roles": [role] });
    script.call(200, "PUT /api/v1/groups/{id}/roles", &group, Some(set)).await;

    let effective = script.call(200, "GET /api/v1/users/{id}/effective", user, None).await.json();
    assert_eq!(
        effective["roles"],
        json!([{ "role": role, "name": "Night desk", "sources": [{ "by": "name" }] }])
    );
    let holders = script.call(200, "GET /api/v1/roles/{id}/holders", &role, None).await.json();
    assert_eq!(holders["items"].as_array().unwrap().len(), 2);
    let found = script.call(200, "GET /api/v1/roles/{id}", &role, None).await.json();
    assert_eq!((&found["users"], &found["groups"]), (&json!(1), &json!(1)));
    assert_eq!(
        script.call(200, "GET /api/v1/roles", "", None).await.json()["items"][0]["id"],
        "super_administrator"
    );
    script.call(204, "DELETE /api/v1/roles/{id}", &role, None).await;
}
