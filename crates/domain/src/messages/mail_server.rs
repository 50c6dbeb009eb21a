//! The mail server as administrators set it up. Where the configuration names one, that alone counts.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde::{Deserialize, Serialize};
use serde_json::json;
use types::{
    AuditAction, ErrorCode, FieldCode, MailServer, MailServerDetail, MailTest, MessageKind, MessageLanguage,
    Permission, TemplateKey, UserId, Validate,
};
use uuid::Uuid;

use super::{
    Messages, editing,
    mailer::{Mail, Mailer, Recipient, Server},
    render::{Images, render},
};
use crate::{
    access::policy::Resource,
    audit::{Event, Target},
    ctx::{Actor, RequestCtx},
    error::{Error, Result},
    live::{LiveEvent, Topic},
    people,
    settings::{self, Stored, key},
};

/// What its password is sealed to.
const BINDING: &str = "settings/mail_server";

/// A mail server as it is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Kept {
    /// Without its password.
    server: MailServer,
    /// The password in its envelope, base64.
    #[serde(default)]
    envelope: Option<String>,
}

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
    /// Without `settings_write` and `message_secret_read`: whoever names the mail server can read what is
    /// in the messages; `reauthentication_required`; `wrong_state` where the configuration names it;
    /// `invalid_input`, also for a password that is missing at another server or account;
    /// `version_conflict`.
    pub async fn save_mail_server(
        &self,
        ctx: &RequestCtx,
        input: Option<&MailServer>,
        version: Option<i64>,
    ) -> Result<MailServerDetail> {
        self.require_mail_server(ctx)?;
        if self.domain.mailer().is_fixed() {
            return Err(ErrorCode::WrongState.into());
        }
        let input = input.map(tidy);
        if let Some(input) = &input {
            input.validate()?;
        }
        let now = self.domain.clock().now();
        let mut tx = self.domain.begin().await?;
        let stored: Stored<Option<Kept>> = settings::load(tx.conn(), key::MAIL_SERVER).await?;
        if version.is_some_and(|version| version != stored.version()) {
            return Err(ErrorCode::VersionConflict.into());
        }
        let kept = input.as_ref().map(|input| self.keep(input, stored.value.as_ref())).transpose()?;
        if kept != stored.value {
            // Refused here rather than at the first message.
            if let (Some(input), Some(kept)) = (&input, &kept) {
                self.build(input, kept)?;
            }
            let value = serde_json::to_value(&kept).map_err(Error::internal)?;
            settings::put(&tx, key::MAIL_SERVER, &value, &settings::name_of(ctx), now).await?;
            let told = |kept: Option<&Kept>| kept.map(|kept| json!(kept.server));
            let target = Target { kind: "settings", id: Some(key::MAIL_SERVER.to_owned()), name: None };
            let event = Event::done(AuditAction::SettingsChanged, target)
                .change(told(stored.value.as_ref()), told(kept.as_ref()));
            tx.record(ctx, now, event).await?;
            tx.announce(LiveEvent::Changed { topic: Topic::Settings, id: Uuid::nil(), owner: None });
            tx.commit().await?;
            self.load_mail_server().await?;
        }
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
    ) -> Result<MailTest> {
        self.require_mail_server(ctx)?;
        if ctx.user_id() != Some(to) && !matches!(ctx.actor, Actor::System(_)) {
            return Err(ErrorCode::Forbidden.into());
        }
        let mailer = match input.map(tidy) {
            Some(input) => {
                input.validate()?;
                let stored: Stored<Option<Kept>> =
                    settings::load(self.domain.db().read(), key::MAIL_SERVER).await?;
                let kept = self.keep(&input, stored.value.as_ref())?;
                Some(Mailer::of(self.build(&input, &kept)?))
            }
            None => {
                self.load_mail_server().await?;
                None
            }
        };
        let mailer = mailer.as_ref().unwrap_or(self.domain.mailer());
        let now = self.domain.clock().now();
        let db = self.domain.db().read();
        let user = people::store::find(db, &to).await?.ok_or(ErrorCode::NotFound)?;
        let address = user.email.clone().filter(|_| mailer.is_configured()).ok_or(ErrorCode::WrongState)?;
        let language = MessageLanguage::of_tag(&user.language).unwrap_or_default();
        let template = TemplateKey::general(MessageKind::Invitation, language);
        let facts = editing::sample_facts(db, now, template, editing::find(db, template).await?).await?;
        let (public_url, public_host) = self.public_url().await?;
        let mut letter = render(&facts, &public_url, Some(&editing::sample_secrets()), Images::Attached)?;
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
        let target = Target { kind: "settings", id: Some(key::MAIL_SERVER.to_owned()), name: None };
        let event = match &failure {
            None => Event::done(AuditAction::MailServerTested, target),
            Some(words) => Event::refused(AuditAction::MailServerTested, target, words.as_str()),
        };
        let tx = self.domain.begin().await?;
        tx.record(ctx, now, event.change(None, Some(json!({ "to": address })))).await?;
        tx.commit().await?;
        Ok(MailTest { to: address, failure })
    }

    /// Makes the mail server that is set up the one that counts; in front of every delivery, since
    /// another process may have changed it.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) async fn load_mail_server(&self) -> Result<()> {
        let mailer = self.domain.mailer();
        if mailer.is_fixed() {
            return Ok(());
        }
        let stored: Stored<Option<Kept>> = settings::load(self.domain.db().read(), key::MAIL_SERVER).await?;
        if mailer.is_made_from(stored.value.as_ref()) {
            return Ok(());
        }
        let server = match stored.value.as_ref().map(|kept| self.build(&kept.server, kept)).transpose() {
            Ok(server) => server,
            Err(error) => {
                tracing::error!(%error, "the mail server that is set up cannot be used; messages are kept");
                None
            }
        };
        mailer.set(server, stored.value);
        Ok(())
    }

    fn require_mail_server(&self, ctx: &RequestCtx) -> Result<()> {
        ctx.require(Permission::SettingsWrite, &Resource::All)?;
        ctx.require(Permission::MessageSecretRead, &Resource::All)?;
        ctx.require_recent(self.domain.clock().now())
    }

    async fn mail_server_detail(&self) -> Result<MailServerDetail> {
        let is_configured = self.domain.mailer().is_fixed();
        let stored: Stored<Option<Kept>> = settings::load(self.domain.db().read(), key::MAIL_SERVER).await?;
        let kept = stored.value.clone().filter(|_| !is_configured);
        Ok(MailServerDetail {
            has_password: kept.as_ref().is_some_and(|kept| kept.envelope.is_some()),
            server: kept.map(|kept| kept.server),
            is_configured,
            status: self.status().await?,
            version: stored.version(),
            updated_at: stored.updated_at,
            updated_by: stored.updated_by,
        })
    }

    /// The stored form: a new password in a new envelope, or the old one where it may stay.
    fn keep(&self, input: &MailServer, before: Option<&Kept>) -> Result<Kept> {
        let server = MailServer { password: None, ..input.clone() };
        let envelope = match (&input.password, before) {
            (Some(password), _) => {
                Some(STANDARD.encode(self.domain.keys().seal(BINDING, password.as_bytes())?))
            }
            (None, Some(before)) if before.server.is_same_account(&server) => before.envelope.clone(),
            (None, _) => None,
        };
        // A kept password is never sent to another server than the one it was given for.
        if server.username.is_some() && envelope.is_none() {
            return Err(Error::invalid("password", FieldCode::Required));
        }
        Ok(Kept { server, envelope })
    }

    fn build(&self, input: &MailServer, kept: &Kept) -> Result<Server> {
        let password = match (&input.password, &kept.envelope) {
            (Some(password), _) => Some(password.clone()),
            (None, Some(envelope)) => {
                let sealed = STANDARD.decode(envelope).map_err(Error::internal)?;
                let plain = self.domain.keys().open(BINDING, &sealed)?;
                Some(String::from_utf8(plain).map_err(Error::internal)?)
            }
            (None, None) => None,
        };
        Server::of(input, password).map_err(|_| Error::invalid("host", FieldCode::Malformed))
    }
}

/// Without blanks around, and nothing rather than an empty text.
fn tidy(input: &MailServer) -> MailServer {
    let filled = |text: &Option<String>| {
        text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
    };
    MailServer {
        host: input.host.trim().to_ascii_lowercase(),
        port: input.port,
        encryption: input.encryption,
        username: filled(&input.username),
        password: input.password.clone().filter(|password| !password.is_empty()),
        from: filled(&input.from),
    }
}
