//! What messages of a channel leave by, set up by administrators: its kept form with the secrets in an
//! envelope, and the one that counts at the moment.

use std::{
    fmt::Debug,
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use base64::{Engine, engine::general_purpose::STANDARD};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::json;
use types::{AuditAction, DeliveryTest, ErrorCode, Permission, Timestamp, Validate};
use uuid::Uuid;

use super::Messages;
use crate::{
    Domain,
    access::policy::Resource,
    audit::{Event, Target},
    ctx::RequestCtx,
    error::{Error, Result},
    live::{LiveEvent, Topic},
    settings::{self, Stored},
};

/// After a server did not answer, no message is tried for this long: a thousand waiting ones shall not
/// all run into the same wall.
const REST: Duration = Duration::from_secs(30);

/// An account at a server that takes messages, as administrators set it up.
pub(crate) trait Account:
    Debug + Clone + PartialEq + Serialize + DeserializeOwned + Validate + Send + Sync
{
    /// Its key among the settings.
    const KEY: &'static str;
    /// What the audit log says of a test.
    const TESTED: AuditAction;
    /// What takes messages.
    type Ready: Debug + Send + Sync;

    /// Without blanks around, and nothing rather than an empty text.
    fn tidied(&self) -> Self;

    /// Without its secrets.
    fn bare(&self) -> Self;

    /// Whether secrets that were given for `other` may go to this one, too.
    fn is_same_account(&self, other: &Self) -> bool;

    /// The secrets to keep: those given, else of the earlier ones those that still have a use.
    ///
    /// # Errors
    /// `invalid_input` where one is missing.
    fn secrets(&self, before: Option<&[u8]>) -> Result<Option<Vec<u8>>>;

    /// Makes it ready to take messages; nothing is sent yet.
    ///
    /// # Errors
    /// `invalid_input` for what can never work.
    fn ready(&self, secrets: Option<&[u8]>, domain: &Domain) -> Result<Self::Ready>;

    /// How long one try can take.
    fn longest_try(ready: &Self::Ready) -> Duration;
}

/// An account as it is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Kept<A> {
    /// Without its secrets.
    pub(super) server: A,
    /// The secrets in their envelope, base64.
    #[serde(default)]
    envelope: Option<String>,
}

impl<A> Kept<A> {
    /// Whether any secret is kept.
    pub(super) fn has_secrets(&self) -> bool {
        self.envelope.is_some()
    }
}

/// What messages of a channel leave by, if anything is set up.
#[derive(Debug)]
pub(crate) struct Outlet<A: Account> {
    ready: RwLock<Option<Arc<A::Ready>>>,
    /// Whether the configuration names it, so that no setting counts.
    is_fixed: bool,
    /// The settings that it was made from.
    made_from: RwLock<Option<Kept<A>>>,
    /// Until when nothing is tried; milliseconds since the epoch.
    resting_until: AtomicI64,
}

impl<A: Account> Default for Outlet<A> {
    fn default() -> Self {
        Self {
            ready: RwLock::default(),
            is_fixed: false,
            made_from: RwLock::default(),
            resting_until: AtomicI64::default(),
        }
    }
}

impl<A: Account> Outlet<A> {
    /// One for this alone.
    pub(super) fn of(ready: A::Ready) -> Self {
        Self { ready: RwLock::new(Some(Arc::new(ready))), ..Self::default() }
    }

    /// One that the configuration names.
    pub(super) fn fixed(ready: A::Ready) -> Self {
        Self { is_fixed: true, ..Self::of(ready) }
    }

    /// Whether the configuration names it.
    pub(super) fn is_fixed(&self) -> bool {
        self.is_fixed
    }

    /// Whether messages can leave.
    pub(crate) fn is_configured(&self) -> bool {
        self.current().is_some()
    }

    /// What takes messages at the moment.
    pub(super) fn current(&self) -> Option<Arc<A::Ready>> {
        self.ready.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// How long one try can take.
    pub(super) fn longest_try(&self) -> Duration {
        self.current().map_or(Duration::ZERO, |ready| A::longest_try(&ready))
    }

    /// Whether it was away a moment ago.
    pub(super) fn is_resting(&self, now: Timestamp) -> bool {
        now.as_millis() < self.resting_until.load(Ordering::Relaxed)
    }

    /// It is away, or has asked for a pause of at least this long.
    pub(super) fn rest(&self, now: Timestamp, pause: Option<Duration>) {
        let until = now + pause.unwrap_or_default().max(REST);
        self.resting_until.store(until.as_millis(), Ordering::Relaxed);
    }

    /// It answers.
    pub(super) fn wake_up(&self) {
        self.resting_until.store(0, Ordering::Relaxed);
    }

    fn is_made_from(&self, kept: Option<&Kept<A>>) -> bool {
        self.made_from.read().unwrap_or_else(PoisonError::into_inner).as_ref() == kept
    }

    fn set(&self, ready: Option<A::Ready>, kept: Option<Kept<A>>) {
        *self.ready.write().unwrap_or_else(PoisonError::into_inner) = ready.map(Arc::new);
        *self.made_from.write().unwrap_or_else(PoisonError::into_inner) = kept;
        self.wake_up();
    }
}

impl Messages<'_> {
    /// Asks the policy for a change or a test of what messages leave by: whoever names it can read what
    /// is in the messages.
    ///
    /// # Errors
    /// Without `settings_write` and `message_secret_read`; `reauthentication_required`.
    pub(super) fn require_outlet(&self, ctx: &RequestCtx) -> Result<()> {
        ctx.require(Permission::SettingsWrite, &Resource::All)?;
        ctx.require(Permission::MessageSecretRead, &Resource::All)?;
        ctx.require_recent(self.domain.clock().now())
    }

    /// The account as it is stored.
    ///
    /// # Errors
    /// When the database fails.
    pub(super) async fn kept<A: Account>(&self) -> Result<Stored<Option<Kept<A>>>> {
        settings::load(self.domain.db().read(), A::KEY).await
    }

    /// Keeps an account, or with nothing takes it away. Counts at once.
    ///
    /// # Errors
    /// `wrong_state` where the configuration names it; `invalid_input`, also for a secret that is missing
    /// at another account; `version_conflict`.
    pub(super) async fn save_outlet<A: Account>(
        &self,
        ctx: &RequestCtx,
        outlet: &Outlet<A>,
        input: Option<&A>,
        version: Option<i64>,
    ) -> Result<()> {
        if outlet.is_fixed() {
            return Err(ErrorCode::WrongState.into());
        }
        let input = input.map(A::tidied);
        if let Some(input) = &input {
            input.validate()?;
        }
        let now = self.domain.clock().now();
        let mut tx = self.domain.begin().await?;
        let stored: Stored<Option<Kept<A>>> = settings::load(tx.conn(), A::KEY).await?;
        if version.is_some_and(|version| version != stored.version()) {
            return Err(ErrorCode::VersionConflict.into());
        }
        let kept = match &input {
            Some(input) => {
                let secrets = self.secrets_of(input, stored.value.as_ref())?;
                // Refused here rather than at the first message.
                input.ready(secrets.as_deref(), self.domain)?;
                Some(self.keep(input, secrets, stored.value.as_ref())?)
            }
            None => None,
        };
        if kept == stored.value {
            return Ok(());
        }
        let value = serde_json::to_value(&kept).map_err(Error::internal)?;
        settings::put(&tx, A::KEY, &value, &settings::name_of(ctx), now).await?;
        let told = |kept: Option<&Kept<A>>| kept.map(|kept| json!(kept.server));
        let event = Event::done(AuditAction::SettingsChanged, target::<A>())
            .change(told(stored.value.as_ref()), told(kept.as_ref()));
        tx.record(ctx, now, event).await?;
        tx.announce(LiveEvent::Changed { topic: Topic::Settings, id: Uuid::nil(), owner: None });
        tx.commit().await?;
        self.load_outlet(outlet).await
    }

    /// Makes the account that is set up the one that counts; in front of every delivery, since another
    /// process may have changed it.
    ///
    /// # Errors
    /// When the database fails.
    pub(super) async fn load_outlet<A: Account>(&self, outlet: &Outlet<A>) -> Result<()> {
        if outlet.is_fixed() {
            return Ok(());
        }
        let stored = self.kept::<A>().await?;
        if outlet.is_made_from(stored.value.as_ref()) {
            return Ok(());
        }
        let made = |kept: &Kept<A>| kept.server.ready(self.open(kept)?.as_deref(), self.domain);
        let ready = match stored.value.as_ref().map(made).transpose() {
            Ok(ready) => ready,
            Err(error) => {
                tracing::error!(setting = A::KEY, %error, "cannot be used as it is set up; messages are kept");
                None
            }
        };
        outlet.set(ready, stored.value);
        Ok(())
    }

    /// One to try what is filled in.
    ///
    /// # Errors
    /// As [`Self::save_outlet`].
    pub(super) async fn outlet_to_try<A: Account>(&self, input: &A) -> Result<Outlet<A>> {
        let input = input.tidied();
        input.validate()?;
        let stored = self.kept::<A>().await?;
        let secrets = self.secrets_of(&input, stored.value.as_ref())?;
        Ok(Outlet::of(input.ready(secrets.as_deref(), self.domain)?))
    }

    /// Writes down how a test went.
    ///
    /// # Errors
    /// When the database fails.
    pub(super) async fn record_test<A: Account>(
        &self,
        ctx: &RequestCtx,
        to: String,
        failure: Option<String>,
    ) -> Result<DeliveryTest> {
        let event = match &failure {
            None => Event::done(A::TESTED, target::<A>()),
            Some(words) => Event::refused(A::TESTED, target::<A>(), words.as_str()),
        };
        let tx = self.domain.begin().await?;
        tx.record(ctx, self.domain.clock().now(), event.change(None, Some(json!({ "to": to })))).await?;
        tx.commit().await?;
        Ok(DeliveryTest { to, failure })
    }

    /// The secrets of what is filled in. A kept one is never sent to another account than the one it was
    /// given for.
    fn secrets_of<A: Account>(&self, input: &A, before: Option<&Kept<A>>) -> Result<Option<Vec<u8>>> {
        let same = before.filter(|before| before.server.is_same_account(&input.bare()));
        let earlier = same.map(|before| self.open(before)).transpose()?.flatten();
        input.secrets(earlier.as_deref())
    }

    /// The stored form; the same envelope where nothing in it changes.
    fn keep<A: Account>(
        &self,
        input: &A,
        secrets: Option<Vec<u8>>,
        before: Option<&Kept<A>>,
    ) -> Result<Kept<A>> {
        let earlier = before.map(|before| self.open(before)).transpose()?.flatten();
        let envelope = match secrets {
            None => None,
            Some(secrets) if Some(&secrets) == earlier.as_ref() => {
                before.and_then(|kept| kept.envelope.clone())
            }
            Some(secrets) => Some(STANDARD.encode(self.domain.keys().seal(&binding::<A>(), &secrets)?)),
        };
        Ok(Kept { server: input.bare(), envelope })
    }

    /// What is in the envelope.
    pub(super) fn open<A: Account>(&self, kept: &Kept<A>) -> Result<Option<Vec<u8>>> {
        let Some(envelope) = &kept.envelope else { return Ok(None) };
        let sealed = STANDARD.decode(envelope).map_err(Error::internal)?;
        self.domain.keys().open(&binding::<A>(), &sealed).map(Some)
    }
}

/// What secrets are sealed to.
fn binding<A: Account>() -> String {
    format!("settings/{}", A::KEY)
}

fn target<A: Account>() -> Target {
    Target { kind: "settings", id: Some(A::KEY.to_owned()), name: None }
}
