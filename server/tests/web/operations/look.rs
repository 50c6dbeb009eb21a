//! The organisation's look and its logos.

use serde_json::json;

use super::Script;

const PIXEL: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgTo39DwAC+QHFG5z8PwAAAABJRU5ErkJggg==";

pub(super) async fn walk(script: &Script<'_>) {
    let look = json!({
        "accent": "#1F4E8C",
        "links": [{"label": "Intranet", "url": "https://intranet.vellmere.example"}],
        "texts": {"fr": {"welcome": "Bienvenue"}},
    });
    let changed = script.call(200, "PUT /api/v1/settings/look", "", Some(look)).await;
    assert_eq!(changed.json()["accent"], "#1f4e8c");
    let read = script.call(200, "GET /api/v1/settings/look", "", None).await;
    assert_eq!((read.text, read.headers.get("etag")), (changed.text, changed.headers.get("etag")));
    // The theme stands in the address.
    let put = "PUT /api/v1/settings/look/logos/{theme}";
    let file = Some(json!({"file": PIXEL}));
    let answer = script.web.rest(&script.token, "PUT", "/api/v1/settings/look/logos/light", file).await;
    assert_eq!(answer.status, 200, "{put}: {}", answer.text);
    script.note(put);
    let logos = script.call(200, "GET /api/v1/settings/look/logos", "", None).await.json();
    assert_eq!((&logos["items"][0]["theme"], &logos["items"][0]["width"]), (&json!("light"), &json!(1)));
    let remove = "DELETE /api/v1/settings/look/logos/{theme}";
    let gone = script.web.rest(&script.token, "DELETE", "/api/v1/settings/look/logos/light", None).await;
    assert_eq!(gone.status, 204, "{remove}");
    script.note(remove);
}
