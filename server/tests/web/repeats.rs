//! The same again, and at the same time: `Idempotency-Key`, `ETag` and `If-Match`.

use serde_json::json;
use testkit::both_engines;
use types::Scope;

use crate::support::Web;

both_engines! {
    async fn a_repeated_create_happens_once(web: Web) {
        let token = web.token(&[Scope::All]).await;
        let key = [("idempotency-key", "3f1c-once")];
        let create = async |name: &str, headers: &[(&str, &str)]| {
            let body = json!({ "username": name, "display_name": name, "email": format!("{name}@vellmere.example") });
            web.rest_with(&token, "POST", "/api/v1/users", Some(body), headers).await
        };
        let (first, again) = (create("amira", &key).await, create("amira", &key).await);
        assert_eq!((first.status.as_u16(), again.status.as_u16()), (201, 201), "{}", again.text);
        assert_eq!(first.json()["id"], again.json()["id"]);
        assert_eq!(create("boris", &key).await.problem(), (422, "idempotency_key_reused".to_owned()));
        assert_eq!(create("amira", &[]).await.problem(), (409, "username_taken".to_owned()));
        assert_eq!(create("carla", &[("idempotency-key", "with space")]).await.problem().0, 422);
        // Keys belong to the token's owner and the operation; another key is another creation.
        assert_eq!(create("dora", &[("idempotency-key", "other")]).await.status, 201);

        let user = first.json()["id"].clone();
        let asked = json!({ "user_id": user, "platform": "linux" });
        let register = async || web.rest_with(&token, "POST", "/api/v1/registrations", Some(asked.clone()), &key).await;
        let (first, again) = (register().await, register().await);
        assert_eq!((first.status.as_u16(), again.status.as_u16()), (422, 422), "the key names another operation");
        let fresh = [("idempotency-key", "registration-1")];
        let register = async || web.rest_with(&token, "POST", "/api/v1/registrations", Some(asked.clone()), &fresh).await;
        let (first, again) = (register().await, register().await);
        assert_eq!((first.status.as_u16(), again.status.as_u16()), (201, 201), "{}", again.text);
        assert_eq!((&first.json()["id"], &first.json()["pin"]), (&again.json()["id"], &again.json()["pin"]));
    }

    async fn an_edit_of_an_older_version_is_refused(web: Web) {
        let token = web.token(&[Scope::All]).await;
        let user = web.app.user("amira").await;
        let path = format!("/api/v1/users/{}", user.row.id);
        let edit = async |name: &str, tag: Option<&str>| {
            let headers: Vec<_> = tag.iter().map(|tag| ("if-match", *tag)).collect();
            web.rest_with(&token, "PATCH", &path, Some(json!({ "display_name": name })), &headers).await
        };
        let tag = web.rest(&token, "GET", &path, None).await.header("etag").to_owned();
        assert!(tag.starts_with('"') && tag.ends_with('"'), "{tag}");
        let edited = edit("First", Some(&tag)).await;
        assert_eq!(edited.status, 200, "{}", edited.text);
        assert_ne!(edited.header("etag"), tag);
        assert_eq!(edit("Second", Some(&tag)).await.problem(), (412, "version_conflict".to_owned()));
        for wrong in ["\"x\"", "W/\"1\"", "1", ""] {
            assert_eq!(edit("Third", Some(wrong)).await.problem(), (412, "version_conflict".to_owned()), "{wrong}");
        }
        assert_eq!(web.rest(&token, "GET", &path, None).await.json()["display_name"], "First");
        assert_eq!(edit("Fourth", Some("*")).await.status, 200);
        assert_eq!(edit("Fifth", None).await.status, 200);
    }

    async fn of_two_edits_at_once_one_is_refused(web: Web) {
        let token = web.token(&[Scope::All]).await;
        let user = web.app.user("amira").await;
        let path = format!("/api/v1/users/{}", user.row.id);
        let tag = web.rest(&token, "GET", &path, None).await.header("etag").to_owned();
        let edit = async |name: &str| {
            web.rest_with(&token, "PATCH", &path, Some(json!({ "display_name": name })), &[("if-match", &tag)]).await
        };
        let (one, other) = futures::join!(edit("One"), edit("Other"));
        let mut statuses = [one.status.as_u16(), other.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 412]);
    }
}
