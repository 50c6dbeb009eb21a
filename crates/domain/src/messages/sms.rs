//! The service that text messages leave by: one request for each message, never to anywhere else.

mod answer;
mod request;

use std::{fmt, sync::Arc, time::Duration};

use reqwest::{Client, header::HeaderName, redirect::Policy};
use rustls::ClientConfig;
use types::{FieldCode, SmsAuth, SmsGateway};
use url::Url;
use uuid::Uuid;

use super::{
    failure::{Failure, cut},
    outlet::Outlet,
    sms_gateway::Secrets,
};
use crate::{
    error::{Error, Result},
    network::{Outward, SYSTEM_ROOTS},
};

/// How long one try may take, the answer included.
pub(super) const TIMEOUT: Duration = Duration::from_secs(30);

/// The service that text messages leave by, when one is set up.
pub(crate) type SmsSender = Outlet<SmsGateway>;

/// A text message to be sent.
#[derive(Clone, Copy)]
pub(super) struct TextMessage<'a> {
    /// The row of the outbox; the same at every try, so that a service can tell a repetition.
    pub(super) id: Uuid,
    /// E.164.
    pub(super) to: &'a str,
    /// What it says.
    pub(super) text: &'a str,
    /// What of it is secret, and is never repeated in an error.
    pub(super) secrets: &'a [&'a str],
    /// Seconds since the epoch.
    pub(super) now: i64,
}

/// A service and how to talk to it.
pub(crate) struct Gateway {
    settings: SmsGateway,
    secrets: Secrets,
    url: Url,
    http: Client,
}

impl fmt::Debug for Gateway {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Gateway").field(&self.settings).finish()
    }
}

impl Gateway {
    /// A service that was set up.
    ///
    /// # Errors
    /// `invalid_input` for an address that no request may go to.
    pub(super) fn new(settings: &SmsGateway, secrets: Secrets, outward: &Outward) -> Result<Self> {
        let url = address(&settings.url, outward).map_err(|code| Error::invalid("url", code))?;
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(Error::internal)?
            .with_root_certificates(SYSTEM_ROOTS.clone())
            .with_no_client_auth();
        let http = Client::builder()
            .user_agent(concat!("gatehouse/", env!("CARGO_PKG_VERSION")))
            .tls_backend_preconfigured(tls)
            .dns_resolver(outward.clone())
            // A redirection could lead a secret anywhere.
            .redirect(Policy::none())
            .no_proxy()
            .timeout(TIMEOUT)
            .build()
            .map_err(Error::internal)?;
        let gateway = Self { settings: settings.clone(), secrets, url, http };
        gateway.check()?;
        Ok(gateway)
    }

    /// Names and secrets of headers are known to be such before the first message.
    fn check(&self) -> Result<()> {
        let name = self.settings.auth_name.as_deref().filter(|_| self.settings.auth == SmsAuth::Header);
        if name.is_some_and(|name| HeaderName::from_bytes(name.as_bytes()).is_err()) {
            return Err(Error::invalid("auth_name", FieldCode::ForbiddenCharacters));
        }
        let message = TextMessage { id: Uuid::nil(), to: "", text: "", secrets: &[], now: 0 };
        match request::write(&self.settings, &self.secrets, &message) {
            Some(_) => Ok(()),
            None => Err(Error::invalid("secret", FieldCode::ForbiddenCharacters)),
        }
    }

    async fn send(&self, message: &TextMessage<'_>) -> Result<(), Failure> {
        let request = request::write(&self.settings, &self.secrets, message)
            .ok_or_else(|| Failure::of_writing("The request cannot be written with these names"))?;
        let sent = self.http.post(self.url.clone()).headers(request.headers).body(request.body).send().await;
        let response = sent.map_err(|error| Failure::Unreachable(reason(&error)))?;
        let answer = answer::read(response, message.now)
            .await
            .map_err(|error| Failure::Unreachable(reason(&error)))?;
        answer::judge(&answer, &self.settings).map_err(|failure| self.without_secrets(failure, message))
    }

    /// A service may repeat in its answer what it was sent.
    fn without_secrets(&self, failure: Failure, message: &TextMessage<'_>) -> Failure {
        let own = [self.secrets.secret.as_deref(), self.secrets.signing_secret.as_deref()];
        let mut all = message.secrets.iter().copied().chain(own.into_iter().flatten());
        let words = failure.words();
        if !all.any(|secret| !secret.is_empty() && words.contains(secret)) {
            return failure;
        }
        let words = "The service refused it; its words repeat a secret and are left out".to_owned();
        match failure {
            Failure::Unreachable(_) => Failure::Unreachable(words),
            Failure::Pause(_, pause) => Failure::Pause(words, pause),
            Failure::ForNow(_) => Failure::ForNow(words),
            Failure::ForGood(_) => Failure::ForGood(words),
        }
    }
}

impl SmsSender {
    /// Hands one message to the service.
    ///
    /// # Errors
    /// Why it was not taken, and whether trying again makes sense.
    pub(super) async fn send(&self, message: &TextMessage<'_>) -> Result<(), Failure> {
        match self.current() {
            Some(gateway) => gateway.send(message).await,
            None => Err(Failure::Unreachable("No service for text messages is set up".to_owned())),
        }
    }
}

/// Where requests go, if they may.
fn address(text: &str, outward: &Outward) -> Result<Url, FieldCode> {
    let url = Url::parse(text).map_err(|_| FieldCode::Malformed)?;
    let plain = url.username().is_empty()
        && url.password().is_none()
        && url.query().is_none()
        && url.fragment().is_none()
        && url.has_host();
    match url.scheme() {
        _ if !plain => Err(FieldCode::Malformed),
        _ if outward.check(&url).is_err() => Err(FieldCode::InnerAddress),
        "https" => Ok(url),
        "http" if outward.is_own(&url) => Ok(url),
        "http" => Err(FieldCode::InsecureUrl),
        _ => Err(FieldCode::Malformed),
    }
}

/// What stood in the way, from the inside of the error: the outside names the address.
fn reason(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        return format!("The service did not answer within {} s", TIMEOUT.as_secs());
    }
    let mut innermost: &dyn std::error::Error = error;
    while let Some(inner) = innermost.source() {
        innermost = inner;
    }
    cut(&innermost.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_go_encrypted_to_the_world_or_to_a_named_network() {
        let own = Outward::new(&["10.0.0.0/8".parse().unwrap()]);
        let of = |text: &str| address(text, &own).map(|url| url.to_string());
        assert_eq!(of("https://sms.example/send"), Ok("https://sms.example/send".into()));
        assert_eq!(of("http://10.1.2.3:8080/send"), Ok("http://10.1.2.3:8080/send".into()));
        for (text, code) in [
            ("", FieldCode::Malformed),
            ("sms.example", FieldCode::Malformed),
            ("ftp://sms.example", FieldCode::Malformed),
            ("https://me:hush@sms.example", FieldCode::Malformed),
            ("https://sms.example/?key=hush", FieldCode::Malformed),
            ("https://sms.example/#x", FieldCode::Malformed),
            ("http://sms.example", FieldCode::InsecureUrl),
            ("http://8.8.8.8", FieldCode::InsecureUrl),
            ("https://127.0.0.1", FieldCode::InnerAddress),
            ("https://0x7f000001", FieldCode::InnerAddress),
            ("https://2130706433", FieldCode::InnerAddress),
            ("https://[::1]", FieldCode::InnerAddress),
            ("https://[::ffff:169.254.169.254]", FieldCode::InnerAddress),
            ("http://192.168.1.1", FieldCode::InnerAddress),
        ] {
            assert_eq!(of(text), Err(code), "{text}");
        }
    }
}
