//! The request that a message becomes.

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, STANDARD_NO_PAD},
};
use hmac::{Hmac, KeyInit, Mac};
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use serde_json::{Map, Value};
use sha2::Sha256;
use types::{SmsAuth, SmsFormat, SmsGateway, SmsNumber};
use url::form_urlencoded;

use super::TextMessage;
use crate::messages::sms_gateway::Secrets;

/// The same at every try of a message (draft-ietf-httpapi-idempotency-key-header).
const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// Standard Webhooks: what is signed is `id.timestamp.body`.
const WEBHOOK_ID: HeaderName = HeaderName::from_static("webhook-id");
const WEBHOOK_TIMESTAMP: HeaderName = HeaderName::from_static("webhook-timestamp");
const WEBHOOK_SIGNATURE: HeaderName = HeaderName::from_static("webhook-signature");

/// A request. Holds secrets: has no `Debug`.
pub(super) struct Request {
    /// Its headers.
    pub(super) headers: HeaderMap,
    /// Its body.
    pub(super) body: Vec<u8>,
}

/// Writes a message as a service takes it; nothing where a name is no name of a header.
pub(super) fn write(settings: &SmsGateway, secrets: &Secrets, message: &TextMessage<'_>) -> Option<Request> {
    let secret = secrets.secret.as_deref().unwrap_or_default();
    let (content_type, body) = body(settings, secret, message)?;
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    let id = message.id.hyphenated().to_string();
    headers.insert(IDEMPOTENCY_KEY, HeaderValue::from_str(&id).ok()?);
    let account = settings.username.as_deref().unwrap_or_default();
    match settings.auth {
        SmsAuth::Basic => {
            let both = STANDARD.encode(format!("{account}:{secret}"));
            headers.insert(AUTHORIZATION, hidden(&format!("Basic {both}"))?);
        }
        SmsAuth::Bearer => {
            headers.insert(AUTHORIZATION, hidden(&format!("Bearer {secret}"))?);
        }
        SmsAuth::Header => {
            let name = HeaderName::from_bytes(settings.auth_name.as_deref()?.as_bytes()).ok()?;
            headers.insert(name, hidden(secret)?);
        }
        SmsAuth::None | SmsAuth::Field => {}
    }
    if let Some(key) = secrets.signing_secret.as_deref().filter(|_| settings.signed) {
        let now = message.now.to_string();
        let signature = sign(&signing_key(key), &[id.as_bytes(), b".", now.as_bytes(), b".", &body])?;
        headers.insert(WEBHOOK_ID, HeaderValue::from_str(&id).ok()?);
        headers.insert(WEBHOOK_TIMESTAMP, HeaderValue::from_str(&now).ok()?);
        headers.insert(WEBHOOK_SIGNATURE, HeaderValue::from_str(&format!("v1,{signature}")).ok()?);
    }
    Some(Request { headers, body })
}

fn body(settings: &SmsGateway, secret: &str, message: &TextMessage<'_>) -> Option<(&'static str, Vec<u8>)> {
    let number = match settings.number {
        SmsNumber::Plus => message.to,
        SmsNumber::Digits => message.to.trim_start_matches('+'),
    };
    let mut fields = vec![(settings.to_field.as_str(), number), (settings.text_field.as_str(), message.text)];
    if let Some(from) = &settings.from {
        fields.push((&settings.from_field, from));
    }
    fields.extend(settings.fields.iter().map(|field| (field.name.as_str(), field.value.as_str())));
    if settings.auth == SmsAuth::Field {
        fields.push((settings.auth_name.as_deref()?, secret));
    }
    Some(match settings.format {
        SmsFormat::Form => {
            let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
            ("application/x-www-form-urlencoded", body.into_bytes())
        }
        SmsFormat::Json => {
            let object: Map<String, Value> =
                fields.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect();
            ("application/json", serde_json::to_vec(&object).ok()?)
        }
    })
}

/// A header that nothing prints.
fn hidden(value: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_str(value).ok()?;
    value.set_sensitive(true);
    Some(value)
}

/// The bytes that a secret to sign with stands for.
fn signing_key(secret: &str) -> Vec<u8> {
    let coded = secret.strip_prefix("whsec_").map(|rest| rest.trim_end_matches('='));
    coded.and_then(|coded| STANDARD_NO_PAD.decode(coded).ok()).unwrap_or_else(|| secret.as_bytes().to_vec())
}

fn sign(key: &[u8], parts: &[&[u8]]) -> Option<String> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
    parts.iter().for_each(|part| mac.update(part));
    Some(STANDARD.encode(mac.finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_as_standard_webhooks_has_it() {
        // The example of the specification.
        let key = signing_key("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        let signed: [&[u8]; 5] =
            [b"msg_p5jXN8AQM9LWM0D4loKWxJek", b".", b"1614265330", b".", br#"{"test": 2432232314}"#];
        assert_eq!(sign(&key, &signed).unwrap(), "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        assert_eq!(signing_key("plain-words-as-a-secret!"), b"plain-words-as-a-secret!");
    }
}
