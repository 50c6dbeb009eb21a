//! The service that text messages leave by, as administrators set it up.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use types::{
    AuditAction, DeliveryTest, ErrorCode, FieldCode, MessageChannel, MessageKind, MessageLanguage,
    Permission, PhoneNumber, SmsAuth, SmsField, SmsGateway, SmsGatewayDetail, TemplateKey,
};
use uuid::Uuid;

use super::{
    Messages, filled,
    outlet::Account,
    sms::{Gateway, TIMEOUT, TextMessage},
};
use crate::{
    Domain,
    access::policy::Resource,
    ctx::RequestCtx,
    error::{Error, Result},
    settings::key,
};

/// The secrets of an account. Has no `Debug`.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(super) struct Secrets {
    /// Password, token or key.
    pub(super) secret: Option<String>,
    /// What requests are signed with.
    pub(super) signing_secret: Option<String>,
}

impl Secrets {
    fn read(plain: Option<&[u8]>) -> Result<Self> {
        let Some(plain) = plain else { return Ok(Self::default()) };
        // The parser's words could quote what it read.
        serde_json::from_slice(plain)
            .map_err(|_| Error::internal("the envelope of a service holds something else"))
    }
}

impl Messages<'_> {
    /// The service, without its secrets.
    ///
    /// # Errors
    /// Without `settings_read`.
    pub async fn sms_gateway(&self, ctx: &RequestCtx) -> Result<SmsGatewayDetail> {
        ctx.require(Permission::SettingsRead, &Resource::All)?;
        self.sms_gateway_detail().await
    }

    /// Whether text messages can leave, for pages that offer them; as of the last delivery where another
    /// process has changed it. No secret: whoever registers is offered them or not.
    pub fn sends_text_messages(&self) -> bool {
        self.domain.sms_sender().is_configured()
    }

    /// Sets the service up, or with nothing sends no text messages any more. Counts at once.
    ///
    /// # Errors
    /// Without `settings_write` and `message_secret_read`; `reauthentication_required`; `invalid_input`,
    /// also for an address that requests may not go to and a secret that is missing at another account;
    /// `version_conflict`.
    pub async fn save_sms_gateway(
        &self,
        ctx: &RequestCtx,
        input: Option<&SmsGateway>,
        version: Option<i64>,
    ) -> Result<SmsGatewayDetail> {
        self.require_outlet(ctx)?;
        self.save_outlet(ctx, self.domain.sms_sender(), input, version).await?;
        self.sms_gateway_detail().await
    }

    /// Sends the text message of a registration with sample data to a number, by this service or without
    /// one by the one that counts, and says how it went. Nothing is kept but the audit event.
    ///
    /// # Errors
    /// As [`Self::save_sms_gateway`]; `invalid_input` for what is no number; `wrong_state` where no
    /// service is set up.
    pub async fn test_sms_gateway(
        &self,
        ctx: &RequestCtx,
        input: Option<&SmsGateway>,
        to: &str,
    ) -> Result<DeliveryTest> {
        self.require_outlet(ctx)?;
        let to = PhoneNumber::parse(to).map_err(|code| Error::invalid("to", code))?;
        let sender = match input {
            Some(input) => Some(self.outlet_to_try(input).await?),
            None => {
                self.load_outlets().await?;
                None
            }
        };
        let sender = sender.as_ref().unwrap_or(self.domain.sms_sender());
        if !sender.is_configured() {
            return Err(ErrorCode::WrongState.into());
        }
        let now = self.domain.clock().now();
        let db = self.domain.db().read();
        let language = MessageLanguage::of_tag(&super::facts::organisation(db).await?.language.to_string());
        let key = TemplateKey::general(MessageKind::Registration, language.unwrap_or_default());
        let letter = self.sample_letter(key).await?;
        let text = format!("[Test] {}", letter.sms.unwrap_or_default());
        let message = TextMessage {
            id: Uuid::now_v7(),
            to: to.as_str(),
            text: &text,
            secrets: &[],
            now: now.as_millis() / 1_000,
        };
        let failure = sender.send(&message).await.err().map(|failure| failure.words().to_owned());
        self.record_test::<SmsGateway>(ctx, to.into(), failure).await
    }

    async fn sms_gateway_detail(&self) -> Result<SmsGatewayDetail> {
        let stored = self.kept::<SmsGateway>().await?;
        let version = stored.version();
        let secrets = match &stored.value {
            Some(kept) => Secrets::read(self.open(kept)?.as_deref())?,
            None => Secrets::default(),
        };
        Ok(SmsGatewayDetail {
            gateway: stored.value.map(|kept| kept.server),
            has_secret: secrets.secret.is_some(),
            has_signing_secret: secrets.signing_secret.is_some(),
            status: self.status(MessageChannel::Sms).await?,
            version,
            updated_at: stored.updated_at,
            updated_by: stored.updated_by,
        })
    }
}

impl Account for SmsGateway {
    const KEY: &'static str = key::SMS_GATEWAY;
    const TESTED: AuditAction = AuditAction::SmsGatewayTested;
    type Ready = Gateway;

    fn tidied(&self) -> Self {
        let trimmed = |text: &str| text.trim().to_owned();
        let takes_name = matches!(self.auth, SmsAuth::Header | SmsAuth::Field);
        let field = |field: &SmsField| SmsField { name: trimmed(&field.name), value: trimmed(&field.value) };
        let taken_field = filled(self.taken_field.as_deref());
        Self {
            url: trimmed(&self.url),
            to_field: trimmed(&self.to_field),
            text_field: trimmed(&self.text_field),
            from_field: trimmed(&self.from_field),
            from: filled(self.from.as_deref()),
            fields: self.fields.iter().map(field).collect(),
            taken_value: filled(self.taken_value.as_deref()).filter(|_| taken_field.is_some()),
            taken_field,
            username: filled(self.username.as_deref()).filter(|_| self.auth == SmsAuth::Basic),
            auth_name: filled(self.auth_name.as_deref()).filter(|_| takes_name),
            secret: self.secret.clone().filter(|secret| !secret.is_empty() && self.auth != SmsAuth::None),
            signing_secret: self.signing_secret.clone().filter(|secret| !secret.is_empty() && self.signed),
            ..*self
        }
    }

    fn bare(&self) -> Self {
        Self { secret: None, signing_secret: None, ..self.clone() }
    }

    fn is_same_account(&self, other: &Self) -> bool {
        Self::is_same_account(self, other)
    }

    fn secrets(&self, before: Option<&[u8]>) -> Result<Option<Vec<u8>>> {
        let before = Secrets::read(before)?;
        let (takes, signs) = (self.auth != SmsAuth::None, self.signed);
        let secrets = Secrets {
            secret: self.secret.clone().or(before.secret).filter(|_| takes),
            signing_secret: self.signing_secret.clone().or(before.signing_secret).filter(|_| signs),
        };
        if takes && secrets.secret.is_none() {
            return Err(Error::invalid("secret", FieldCode::Required));
        }
        if signs && secrets.signing_secret.is_none() {
            return Err(Error::invalid("signing_secret", FieldCode::Required));
        }
        let any = takes || signs;
        any.then(|| serde_json::to_vec(&secrets).map_err(Error::internal)).transpose()
    }

    fn ready(&self, secrets: Option<&[u8]>, domain: &Domain) -> Result<Gateway> {
        Gateway::new(self, Secrets::read(secrets)?, domain.outward())
    }

    fn longest_try(_: &Gateway) -> Duration {
        TIMEOUT
    }
}
