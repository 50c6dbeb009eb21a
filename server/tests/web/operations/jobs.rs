//! Invitations, imports and the jobs behind them. Nobody works on jobs here but this walk.

use serde_json::json;

use super::{Script, id_of};

pub(super) async fn walk(script: &Script<'_>, user: &str) {
    invitations(script, user).await;
    imports(script).await;
}

async fn invitations(script: &Script<'_>, user: &str) {
    // What they did before does not count.
    script.web.app.pass(std::time::Duration::from_secs(1));
    let whom = json!({ "selection": { "people": [user] } });
    let preview = script.call(200, "POST /api/v1/invitations/preview", "", Some(whom.clone())).await.json();
    assert_eq!((&preview["total"], &preview["languages"][0]["count"]), (&json!(1), &json!(1)));
    let job = id_of(&script.call(202, "POST /api/v1/invitations", "", Some(whom)).await);
    assert_eq!(script.call(200, "POST /api/v1/jobs/{id}/pause", &job, None).await.json()["state"], "paused");
    assert_eq!(
        script.call(200, "POST /api/v1/jobs/{id}/resume", &job, None).await.json()["state"],
        "waiting"
    );
    script.web.app.domain.jobs().work().await.unwrap();
    let done = script.call(200, "GET /api/v1/jobs/{id}", &job, None).await.json();
    assert_eq!((&done["state"], &done["done"]), (&json!("done"), &json!(1)));
    let items = script.call(200, "GET /api/v1/jobs/{id}/items", &job, None).await.json();
    assert_eq!(items["items"][0]["user_id"], user);
    let invited = script.call(200, "GET /api/v1/invitations", "", None).await.json();
    assert_eq!(invited["items"][0]["reaction"], "nothing");
    let back = json!({ "people": [user] });
    let withdrawn = script.call(200, "POST /api/v1/invitations/withdraw", "", Some(back)).await.json();
    assert_eq!(withdrawn[0]["changed"], true);
    assert_eq!(script.call(200, "GET /api/v1/jobs", "", None).await.json()["items"][0]["id"], job);
}

async fn imports(script: &Script<'_>) {
    let file = json!({ "file": "user,email,platform\nnew.person,new@vellmere.example,linux\n" });
    let draft = script.call(201, "POST /api/v1/imports", "", Some(file.clone())).await.json();
    let id = draft["job"]["id"].as_str().unwrap().to_owned();
    assert_eq!((&draft["refused"], &draft["job"]["state"]), (&json!(1), &json!("draft")));
    let create = json!({ "create_people": true });
    let planned = script.call(200, "PUT /api/v1/imports/{id}/options", &id, Some(create)).await.json();
    assert_eq!(planned["create_person"], 1);
    assert_eq!(script.call(200, "GET /api/v1/imports/{id}", &id, None).await.json(), planned);
    let rows = script.call(200, "GET /api/v1/imports/{id}/rows", &id, None).await.json();
    assert_eq!((&rows["items"][0]["line"], &rows["items"][0]["plan"]), (&json!(2), &json!("create_person")));
    let job = script.call(202, "POST /api/v1/imports/{id}/start", &id, None).await;
    assert_eq!(id_of(&job), id);
    assert_eq!(script.call(200, "POST /api/v1/jobs/{id}/stop", &id, None).await.json()["state"], "stopped");
    script.call(409, "DELETE /api/v1/imports/{id}", &id, None).await;
    let other = script.call(201, "POST /api/v1/imports", "", Some(file)).await.json();
    script.call(204, "DELETE /api/v1/imports/{id}", other["job"]["id"].as_str().unwrap(), None).await;
    let wrong = json!({ "file": "colour\nred\n" });
    let answer = script.call(422, "POST /api/v1/imports", "", Some(wrong)).await.json();
    assert_eq!(answer["fields"][0]["path"], "columns.user");
}
