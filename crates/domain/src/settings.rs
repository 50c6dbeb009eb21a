//! Settings: typed values stored as one JSON row per key, changed with an audit event.

mod checklist;
mod kinds;
mod store;

pub use kinds::Setting;

use serde_json::Value;
use types::{
    AuditAction, ErrorCode, FieldCode, MessageLanguage, OrganisationSettings, Permission,
    RegistrationSettings, Timestamp,
};

use crate::{
    Domain,
    access::policy::Resource,
    audit::{Event, Target},
    ctx::{Actor, RequestCtx},
    db::Tx,
    error::{Error, Result},
    live::{LiveEvent, Topic},
    secrets::Rewrapped,
};

/// The public URL where nothing else was said.
pub const DEFAULT_PUBLIC_URL: &str = "http://127.0.0.1:3000";

/// Keys of the rows.
pub(crate) mod key {
    pub(crate) const ORGANISATION: &str = "organisation";
    pub(crate) const LOOK: &str = "look";
    pub(crate) const PEOPLE: &str = "people";
    pub(crate) const SIGN_IN: &str = "sign_in";
    pub(crate) const REGISTRATION: &str = "registration";
    pub(crate) const MAIL_SERVER: &str = "mail_server";
    pub(crate) const DEVICE_AUTHORITY: &str = "device_authority";
    pub(crate) const SMS_GATEWAY: &str = "sms_gateway";
    pub(crate) const PUSH_CERTIFICATE: &str = "push_certificate";
    pub(crate) const PUSH_FAILURE: &str = "push_failure";
    pub(crate) const PUBLIC_URL: &str = "public_url";
    pub(crate) const SET_UP_AT: &str = "set_up_at";
    pub(crate) const MASTER_KEY_CHECK: &str = "master_key_check";
}

/// A settings value with who changed it last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored<T> {
    /// The value.
    pub value: T,
    /// When it was changed last, if ever.
    pub updated_at: Option<Timestamp>,
    /// By whom.
    pub updated_by: Option<String>,
}

impl<T> Stored<T> {
    /// The moment of the last change stands for the version.
    pub fn version(&self) -> i64 {
        self.updated_at.map_or(0, Timestamp::as_millis)
    }
}

/// Settings.
#[derive(Debug, Clone, Copy)]
pub struct Settings<'a> {
    domain: &'a Domain,
}

impl<'a> Settings<'a> {
    pub(crate) fn new(domain: &'a Domain) -> Self {
        Self { domain }
    }

    /// A value, for the rules.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) async fn get<T: Setting>(&self) -> Result<T> {
        Ok(store::load(self.domain.db().read(), T::KEY).await?.value)
    }

    /// How devices register, for the rules and for pages that offer what is switched on.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn registration(&self) -> Result<RegistrationSettings> {
        self.get().await
    }

    /// The organisation, for pages and messages.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn organisation(&self) -> Result<OrganisationSettings> {
        self.get().await
    }

    /// The language of people who have not chosen one.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) async fn new_language(&self) -> Result<MessageLanguage> {
        Ok(self.organisation().await?.language)
    }

    /// A value with who changed it last.
    ///
    /// # Errors
    /// Without `settings_read`, or another permission that the value names.
    pub async fn read<T: Setting>(&self, ctx: &RequestCtx) -> Result<Stored<T>> {
        if !T::ALSO_READ_BY.is_some_and(|permission| ctx.may(permission, &Resource::All)) {
            ctx.require(Permission::SettingsRead, &Resource::All)?;
        }
        store::load(self.domain.db().read(), T::KEY).await
    }

    /// Changes a value; counts from the next request. With `version`, only that version.
    ///
    /// # Errors
    /// Without `settings_write`; values that break a rule; `version_conflict`.
    pub async fn update<T: Setting>(
        &self,
        ctx: &RequestCtx,
        input: &T,
        version: Option<i64>,
    ) -> Result<Stored<T>> {
        ctx.require(Permission::SettingsWrite, &Resource::All)?;
        input.validate()?;
        let input = input.clone().tidy();
        let value = serde_json::to_value(&input).map_err(Error::internal)?;
        let now = self.domain.clock().now();
        let mut tx = self.domain.begin().await?;
        let stored: Stored<T> = store::load(tx.conn(), T::KEY).await?;
        if version.is_some_and(|version| version != stored.version()) {
            return Err(ErrorCode::VersionConflict.into());
        }
        if stored.value == input {
            return Ok(stored);
        }
        put(&tx, T::KEY, &value, &name_of(ctx), now).await?;
        let before = serde_json::to_value(&stored.value).map_err(Error::internal)?;
        let target = Target { kind: "settings", id: Some(T::KEY.to_owned()), name: None };
        let event = Event::done(AuditAction::SettingsChanged, target).change(Some(before), Some(value));
        tx.record(ctx, now, event).await?;
        tx.announce(LiveEvent::Changed { topic: Topic::Settings, id: uuid::Uuid::nil(), owner: None });
        let stored = store::load(tx.conn(), T::KEY).await?;
        tx.commit().await?;
        Ok(stored)
    }

    /// The public URL: scheme, host and port, without a slash at the end. The configuration wins over
    /// the set-up page; where neither says anything it is the loopback default.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn public_url(&self) -> Result<String> {
        if let Some(url) = self.domain.configured_url() {
            return Ok(url.to_owned());
        }
        let stored: Stored<Option<String>> = store::load(self.domain.db().read(), key::PUBLIC_URL).await?;
        Ok(stored.value.unwrap_or_else(|| DEFAULT_PUBLIC_URL.to_owned()))
    }

    /// Whether the configuration gives the public URL, so that pages show it read-only.
    pub fn public_url_is_configured(&self) -> bool {
        self.domain.configured_url().is_some()
    }

    /// Whether the set-up is complete.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn is_set_up(&self) -> Result<bool> {
        let stored: Stored<Option<i64>> = store::load(self.domain.db().read(), key::SET_UP_AT).await?;
        Ok(stored.value.is_some())
    }

    /// Refuses to go on with a master key other than the one this database was made with.
    pub(crate) async fn check_master_key(&self) -> Result<()> {
        let tx = self.domain.begin().await?;
        let stored: Stored<Option<Vec<u8>>> = store::load(tx.conn(), key::MASTER_KEY_CHECK).await?;
        match stored.value {
            Some(sealed) => self.domain.keys().open(CHECK_BINDING, &sealed).map(|_| ()).map_err(|_| {
                Error::internal("the master key is not the one that this database was made with")
            }),
            None => {
                self.put_master_key_check(&tx, self.domain.keys().seal(CHECK_BINDING, CHECK_WORDS)?).await?;
                tx.commit().await
            }
        }
    }

    /// Brings what the master key is recognised by under the current one: the last thing of a change of it.
    pub(crate) async fn rewrap_master_key_check(&self) -> Result<()> {
        let tx = self.domain.begin().await?;
        let stored: Stored<Option<Vec<u8>>> = store::load(tx.conn(), key::MASTER_KEY_CHECK).await?;
        let became =
            stored.value.map(|sealed| self.domain.keys().rewrap(CHECK_BINDING, &sealed)).transpose()?;
        if let Some(Rewrapped::Now(now)) = became {
            self.put_master_key_check(&tx, now).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    async fn put_master_key_check(&self, tx: &Tx, sealed: Vec<u8>) -> Result<()> {
        let value = serde_json::to_value(sealed).map_err(Error::internal)?;
        put(tx, key::MASTER_KEY_CHECK, &value, "system", self.domain.clock().now()).await
    }
}

/// What the master key is recognised by, and where it is sealed to.
const CHECK_WORDS: &[u8] = b"gatehouse";
const CHECK_BINDING: &str = "settings/master_key_check";

pub(crate) use store::load;

/// Writes one value inside a larger change.
pub(crate) async fn put(tx: &Tx, key: &str, value: &Value, by: &str, now: Timestamp) -> Result<()> {
    store::put(tx.conn(), key, value, by, now).await
}

/// Reads a public URL: `https://host[:port]`, or plain http for loopback addresses alone.
///
/// # Errors
/// `malformed` for anything else than scheme, host and port; `insecure_url` for plain http to another
/// machine, since browsers drop the session cookies there.
pub fn check_public_url(text: &str) -> Result<String, FieldCode> {
    let text = text.trim();
    if text.is_empty() {
        return Err(FieldCode::Required);
    }
    let url = url::Url::parse(text).map_err(|_| FieldCode::Malformed)?;
    let bare = matches!(url.path(), "" | "/")
        && url.query().is_none()
        && url.fragment().is_none()
        && url.username().is_empty()
        && url.password().is_none()
        && !text.ends_with('/');
    let Some(host) = url.host().filter(|_| bare) else { return Err(FieldCode::Malformed) };
    let loopback = match host {
        url::Host::Ipv4(address) => address.is_loopback(),
        url::Host::Ipv6(address) => address.is_loopback(),
        url::Host::Domain(name) => name == "localhost",
    };
    match url.scheme() {
        "https" => {}
        "http" if loopback => {}
        "http" => return Err(FieldCode::InsecureUrl),
        _ => return Err(FieldCode::Malformed),
    }
    Ok(url.as_str().trim_end_matches('/').to_owned())
}

/// The name under which a change is remembered.
pub(crate) fn name_of(ctx: &RequestCtx) -> String {
    match &ctx.actor {
        Actor::User(user) => user.display_name.clone(),
        Actor::ApiToken(token) => token.name.clone(),
        Actor::Job(job) => job.name.clone(),
        Actor::System(part) => format!("Gatehouse ({part})"),
        Actor::Anonymous | Actor::Device(_) => ErrorCode::Forbidden.as_str().to_owned(),
    }
}
