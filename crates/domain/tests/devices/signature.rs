//! Only the key that registered proves a device, and each signature counts once.

use std::time::Duration;

use sea_orm::ConnectionTrait;
use signatures::{Params, Request, Signed, SigningKey, sign};
use testkit::{PUBLIC_URL, TestApp, both_engines};
use types::{DeviceId, ErrorCode};

use super::super::registration::key;
use super::*;

const BODY: &[u8] = b"{\"wait_ms\":0}";

fn uri() -> String {
    format!("{PUBLIC_URL}/api/device/v1/check-in")
}

fn signed(signer: &SigningKey, keyid: &str, created: i64, nonce: &str) -> Signed {
    let uri = uri();
    let request = Request { method: "POST", target_uri: &uri, body: BODY };
    let headers = sign(signer, &request, Params { created, keyid, nonce }).unwrap();
    Signed::parse(&headers.signature_input, &headers.signature, &headers.content_digest).unwrap()
}

async fn authenticate(app: &TestApp, signed: &Signed) -> Result<DeviceId, ErrorCode> {
    let outcome = app.domain.devices().authenticate(signed, "POST", &uri(), BODY).await;
    outcome.map(|actor| actor.device_id).map_err(|error| error.code())
}

fn nonce(number: u32) -> String {
    format!("nonce-{number:016}")
}

both_engines! {
    async fn a_device_is_known_by_its_key(app: TestApp) {
        let user = app.user("amira").await;
        let device = enrolled(&app, &user, 1).await;
        let id = device.device_id.to_string();
        let now = app.clock.now().as_secs();
        let good = signed(&key(1), &id, now, &nonce(1));
        let actor = app.domain.devices().authenticate(&good, "POST", &uri(), BODY).await.unwrap();
        assert_eq!((actor.device_id, actor.user_id, actor.name.as_str()), (device.device_id, user.row.id, "amira-t14"));
        assert_eq!(authenticate(&app, &signed(&key(2), &id, now, &nonce(2))).await, Err(ErrorCode::SignatureInvalid));
        let unknown = uuid::Uuid::now_v7().to_string();
        assert_eq!(authenticate(&app, &signed(&key(1), &unknown, now, &nonce(3))).await, Err(ErrorCode::SignatureInvalid));
        assert_eq!(authenticate(&app, &signed(&key(1), &id.replace('-', ""), now, &nonce(4))).await, Err(ErrorCode::SignatureInvalid));
        let other_body = app.domain.devices().authenticate(&signed(&key(1), &id, now, &nonce(5)), "POST", &uri(), b"{}").await;
        assert_eq!(other_body.unwrap_err().code(), ErrorCode::SignatureInvalid);
        let other_path = app.domain.devices().authenticate(&signed(&key(1), &id, now, &nonce(6)), "POST", PUBLIC_URL, BODY).await;
        assert_eq!(other_path.unwrap_err().code(), ErrorCode::SignatureInvalid);
    }

    async fn a_signature_may_cover_more_than_it_must(app: TestApp) {
        use base64::{Engine as _, engine::general_purpose::STANDARD};
        use domain::devices::SignedRequest;
        use signatures::content_digest;
        let user = app.user("amira").await;
        let device = enrolled(&app, &user, 1).await;
        let (uri, digest) = (uri(), content_digest(BODY));
        let params = format!(
            "(\"content-type\" \"content-digest\" \"@target-uri\" \"@method\");keyid=\"{}\";nonce=\"{}\";created={}",
            device.device_id,
            nonce(1),
            app.clock.now().as_secs(),
        );
        let base = format!(
            "\"content-type\": application/json\n\"content-digest\": {digest}\n\"@target-uri\": {uri}\n\"@method\": POST\n\"@signature-params\": {params}"
        );
        let signature = STANDARD.encode(ed25519_dalek::Signer::sign(&key(1), base.as_bytes()).to_bytes());
        let made = Signed::parse(&format!("x={params}"), &format!("x=:{signature}:"), &digest).unwrap();
        let with = |field: &'static str| move |name: &str| (name == "content-type").then(|| field.to_owned());
        for (field, right) in [("text/plain", false), ("application/json", true)] {
            let lookup = with(field);
            let request = SignedRequest { method: "POST", target_uri: &uri, body: BODY, field: &lookup };
            let outcome = app.domain.devices().authenticate_request(&made, &request).await;
            assert_eq!(outcome.is_ok(), right, "{field}");
        }
    }

    async fn a_device_that_waits_has_no_key(app: TestApp) {
        let user = app.user("amira").await;
        let waiting = register(&app, &user).await;
        let withdrawn = register(&app, &user).await;
        app.domain.registration().withdraw(&app.admin(), withdrawn.id).await.unwrap();
        for device in [waiting, withdrawn] {
            let made = signed(&key(1), &device.device_id.to_string(), app.clock.now().as_secs(), &nonce(1));
            assert_eq!(authenticate(&app, &made).await, Err(ErrorCode::SignatureInvalid));
        }
    }

    async fn a_signature_is_good_for_five_minutes_around_its_time(app: TestApp) {
        let user = app.user("amira").await;
        let id = enrolled(&app, &user, 1).await.device_id.to_string();
        let now = app.clock.now().as_secs();
        for (number, (offset, fresh)) in [(0, true), (-300, true), (300, true), (-301, false), (301, false), (i64::MAX - now, false)].into_iter().enumerate() {
            let made = signed(&key(1), &id, (now + offset).min(999_999_999_999_999), &nonce(u32::try_from(number).unwrap()));
            let outcome = authenticate(&app, &made).await;
            assert_eq!(outcome.is_ok(), fresh, "{offset}");
            if !fresh {
                assert_eq!(outcome, Err(ErrorCode::SignatureStale));
            }
        }
        // A stale signature of another key is just wrong.
        assert_eq!(authenticate(&app, &signed(&key(2), &id, now - 301, &nonce(9))).await, Err(ErrorCode::SignatureInvalid));
    }

    async fn a_signature_counts_once(app: TestApp) {
        let user = app.user("amira").await;
        let (one, other) = (enrolled(&app, &user, 1).await, enrolled(&app, &user, 2).await);
        let now = app.clock.now().as_secs();
        let made = signed(&key(1), &one.device_id.to_string(), now, &nonce(1));
        assert!(authenticate(&app, &made).await.is_ok());
        assert_eq!(authenticate(&app, &made).await, Err(ErrorCode::NonceReused));
        // Nonces belong to their device.
        assert!(authenticate(&app, &signed(&key(2), &other.device_id.to_string(), now, &nonce(1))).await.is_ok());
        // Ten minutes later the same nonce may come again in a new signature, purged or not.
        app.pass(Duration::from_secs(600));
        let again = signed(&key(1), &one.device_id.to_string(), app.clock.now().as_secs(), &nonce(1));
        assert_eq!(authenticate(&app, &again).await, Err(ErrorCode::NonceReused));
        app.pass(Duration::from_millis(1));
        assert!(authenticate(&app, &again).await.is_ok());
        assert_eq!(app.domain.devices().purge_nonces().await.unwrap(), 1);
        assert_eq!(authenticate(&app, &again).await, Err(ErrorCode::NonceReused));
    }

    async fn of_many_copies_of_one_signature_one_counts(app: TestApp) {
        let user = app.user("amira").await;
        let id = enrolled(&app, &user, 1).await.device_id.to_string();
        let made = signed(&key(1), &id, app.clock.now().as_secs(), &nonce(1));
        let tasks: Vec<_> = (0..50)
            .map(|_| {
                let (domain, made) = (app.domain.clone(), made.clone());
                tokio::spawn(async move { domain.devices().authenticate(&made, "POST", &uri(), BODY).await.is_ok() })
            })
            .collect();
        let mut accepted = 0;
        for task in tasks {
            accepted += u32::from(task.await.unwrap());
        }
        assert_eq!(accepted, 1);
    }

    async fn a_device_that_was_retired_is_told_that_it_is_gone(app: TestApp) {
        let user = app.user("amira").await;
        let device = active(&app, &user, 1).await;
        let raw = app.database.connect().await;
        raw.execute_unprepared("UPDATE devices SET state = 'retired'").await.unwrap();
        let now = app.clock.now().as_secs();
        let id = device.device_id.to_string();
        assert_eq!(authenticate(&app, &signed(&key(1), &id, now, &nonce(1))).await, Err(ErrorCode::DeviceGone));
        assert_eq!(authenticate(&app, &signed(&key(2), &id, now, &nonce(2))).await, Err(ErrorCode::SignatureInvalid));
        let ctx = app.device(device.device_id, user.row.id);
        let gone = app.domain.devices().check_in(&ctx, &types::CheckIn::default()).await.unwrap_err();
        assert_eq!(gone.code(), ErrorCode::DeviceGone);
    }
}
