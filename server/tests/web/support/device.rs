//! A device that signs.

use axum::{body::Body, http::Request};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use ed25519_dalek::Signer as _;
use serde_json::{Value, json};
use signatures::{Params, SigningKey, content_digest, encode_public_key, sign};
use testkit::PUBLIC_URL;
use uuid::Uuid;

use super::{Answer, JSON, Web};

/// A device with a key of its own.
pub(crate) struct Device {
    key: SigningKey,
    /// Its id, once it has registered.
    pub(crate) id: String,
}

impl Device {
    pub(crate) fn new(number: u8) -> Self {
        Self { key: SigningKey::from_bytes(&[number; 32]), id: String::new() }
    }

    /// What it sends to register.
    pub(crate) fn registration(&self, username: &str, pin: &str) -> Value {
        json!({
            "username": username, "pin": pin, "public_key": encode_public_key(&self.key.verifying_key()),
            "device": { "platform": "linux", "model": "ThinkPad T14", "os_version": "Debian GNU/Linux 12",
                        "serial_number": format!("PF-{:02x?}", &self.key.to_bytes()[..4]), "name": "amira-t14" },
        })
    }

    /// Registers.
    pub(crate) async fn register(&mut self, web: &Web, username: &str, pin: &str) -> Answer {
        self.register_with(web, username, pin, Value::Null).await
    }

    /// Registers with further members in the body.
    pub(crate) async fn register_with(
        &mut self,
        web: &Web,
        username: &str,
        pin: &str,
        more: Value,
    ) -> Answer {
        let mut body = self.registration(username, pin);
        if let (Value::Object(body), Value::Object(more)) = (&mut body, more) {
            body.extend(more);
        }
        let body = body.to_string();
        let request = Request::post("/api/device/v1/register").header("content-type", JSON);
        let answer = web.send(request.body(body.into()).unwrap()).await;
        if answer.status == 201 {
            self.id = answer.json()["device_id"].as_str().unwrap().to_owned();
        }
        answer
    }

    /// A request under its signature.
    pub(crate) fn signed(&self, web: &Web, path: &str, body: &Value) -> Request<Body> {
        let body = body.to_string();
        let nonce = Uuid::now_v7().simple().to_string();
        let target_uri = format!("{PUBLIC_URL}{path}");
        let request = signatures::Request { method: "POST", target_uri: &target_uri, body: body.as_bytes() };
        let params = Params { created: web.app.clock.now().as_secs(), keyid: &self.id, nonce: &nonce };
        let signed = sign(&self.key, &request, params).unwrap();
        let builder = Request::post(path)
            .header("content-type", JSON)
            .header("content-digest", signed.content_digest)
            .header("signature-input", signed.signature_input)
            .header("signature", signed.signature);
        builder.body(body.into()).unwrap()
    }

    /// A request whose signature covers `content-type`, too, sent with another one if `sent_type` differs.
    pub(crate) fn signed_with_type(
        &self,
        web: &Web,
        path: &str,
        body: &Value,
        sent_type: &str,
    ) -> Request<Body> {
        let body = body.to_string();
        let (digest, created) = (content_digest(body.as_bytes()), web.app.clock.now().as_secs());
        let params = format!(
            "(\"@method\" \"content-type\" \"@target-uri\" \"content-digest\");created={created};keyid=\"{}\";nonce=\"{}\"",
            self.id,
            Uuid::now_v7().simple(),
        );
        let base = format!(
            "\"@method\": POST\n\"content-type\": {JSON}\n\"@target-uri\": {PUBLIC_URL}{path}\n\"content-digest\": {digest}\n\
             \"@signature-params\": {params}"
        );
        let signature = STANDARD.encode(self.key.sign(base.as_bytes()).to_bytes());
        let builder = Request::post(path)
            .header("content-type", sent_type)
            .header("content-digest", digest)
            .header("signature-input", format!("own={params}"))
            .header("signature", format!("own=:{signature}:"));
        builder.body(body.into()).unwrap()
    }
}
