//! The mail server as administrators set it up. Where the configuration names one, that alone counts.

use std::time::Duration;

use types::{
    AuditAction, DeliveryTest, ErrorCode, FieldCode, MailServer, MailServerDetail, MessageChannel,
    MessageKind, MessageLanguage, Permission, TemplateKey, UserId,
};
use uuid::Uuid;

use super::{
    Messages,
    mailer::{Mail, Recipient, Server},
    outlet::{Account, Kept},
};
use crate::{
    Domain,
    access::policy::Resource,
    ctx::{Actor, RequestCtx},
    error::{Error, Result},
    people,
    settings::key,
};

impl Messages<'_> {
    /// The mail server, without its password.
    ///
    /// # Errors
    /// Without `settings_read`.
    pub async fn mail_server(&self, ctx: &RequestCtx) -> Result<MailServerDetail> {
        ctx.require(Permission::SettingsRead, &Resource::All)?;
        self.mail_server_detail().await
    }

    /// Sets the mail server up, or with nothing sends no messages any more. Counts at once.
    ///
    /// # Errors
    /// Without `settings_write` and `message_secret_read`; `reauthentication_required`; `wrong_state` where
    /// the configuration names it; `invalid_input`, also for a password that is missing at another server
    /// or account; `version_conflict`.
    pub async fn save_mail_server(
        &self,
        ctx: &RequestCtx,
        input: Option<&MailServer>,
        version: Option<i64>,
    ) -> Result<MailServerDetail> {
        self.require_outlet(ctx)?;
        self.save_outlet(ctx, self.domain.mailer(), input, version).await?;
        self.mail_server_detail().await
    }

    /// Sends the invitation with sample data to whoever asks, by this server or without one by the one
    /// that counts, and says how it went. The command line may name anybody. Nothing is kept but the
    /// audit event.
    ///
    /// # Errors
    /// As [`Self::save_mail_server`]; `wrong_state` for somebody without an e-mail address, or where no
    /// server is set up.
    pub async fn test_mail_server(
        &self,
        ctx: &RequestCtx,
        input: Option<&MailServer>,
        to: UserId,
    ) -> Result<DeliveryTest> {
        self.require_outlet(ctx)?;
        if ctx.user_id() != Some(to) && !matches!(ctx.actor, Actor::System(_)) {
            return Err(ErrorCode::Forbidden.into());
        }
        let mailer = match input {
            Some(input) => Some(self.outlet_to_try(input).await?),
            None => {
                self.load_outlets().await?;
                None
            }
        };
        let mailer = mailer.as_ref().unwrap_or(self.domain.mailer());
        let now = self.domain.clock().now();
        let db = self.domain.db().read();
        let user = people::store::find(db, &to).await?.ok_or(ErrorCode::NotFound)?;
        let address = user.email.clone().filter(|_| mailer.is_configured()).ok_or(ErrorCode::WrongState)?;
        let language = MessageLanguage::of_tag(&user.language).unwrap_or_default();
        let mut letter = self.sample_letter(TemplateKey::general(MessageKind::Invitation, language)).await?;
        let (_, public_host) = self.public_url().await?;
        letter.subject = format!("[Test] {}", letter.subject);
        let name = &user.display_name;
        let mail = Mail {
            id: Uuid::now_v7(),
            to: Recipient { name, address: &address },
            letter: &letter,
            public_host: &public_host,
            date: now.to_system(),
        };
        let failure = mailer.send(&mail).await.err().map(|failure| failure.words().to_owned());
        self.record_test::<MailServer>(ctx, address, failure).await
    }

    async fn mail_server_detail(&self) -> Result<MailServerDetail> {
        let is_configured = self.domain.mailer().is_fixed();
        let stored = self.kept::<MailServer>().await?;
        let kept = stored.value.clone().filter(|_| !is_configured);
        Ok(MailServerDetail {
            has_password: kept.as_ref().is_some_and(Kept::has_secrets),
            server: kept.map(|kept| kept.server),
            is_configured,
            status: self.status(MessageChannel::Email).await?,
            version: stored.version(),
            updated_at: stored.updated_at,
            updated_by: stored.updated_by,
        })
    }
}

impl Account for MailServer {
    const KEY: &'static str = key::MAIL_SERVER;
    const TESTED: AuditAction = AuditAction::MailServerTested;
    type Ready = Server;

    fn tidied(&self) -> Self {
        Self {
            host: self.host.trim().to_ascii_lowercase(),
            port: self.port,
            encryption: self.encryption,
            username: super::filled(self.username.as_deref()),
            password: self.password.clone().filter(|password| !password.is_empty()),
            from: super::filled(self.from.as_deref()),
        }
    }

    fn bare(&self) -> Self {
        Self { password: None, ..self.clone() }
    }

    fn is_same_account(&self, other: &Self) -> bool {
        Self::is_same_account(self, other)
    }

    fn secrets(&self, before: Option<&[u8]>) -> Result<Option<Vec<u8>>> {
        let given = self.password.as_ref().map(|password| password.clone().into_bytes());
        match given.or(before.map(<[u8]>::to_vec)) {
            None if self.username.is_some() => Err(Error::invalid("password", FieldCode::Required)),
            password => Ok(password),
        }
    }

    fn ready(&self, secrets: Option<&[u8]>, _: &Domain) -> Result<Server> {
        let password = secrets.map(<[u8]>::to_vec).map(String::from_utf8).transpose();
        let password =
            password.map_err(|_| Error::internal("the mail server's envelope holds something else"))?;
        Server::of(self, password).map_err(|_| Error::invalid("host", FieldCode::Malformed))
    }

    fn longest_try(ready: &Server) -> Duration {
        ready.timeout()
    }
}
