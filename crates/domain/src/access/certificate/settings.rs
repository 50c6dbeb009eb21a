//! Which ways in there are at each face, and how certificates find their holders.

use sea_orm::ConnectionTrait;
use serde_json::json;
use types::{
    AuditAction, ErrorCode, Face, Permission, SignInDetail, SignInSettings, Timestamp, UpdateSignIn,
    Validate, Ways,
};

use super::{lock_out, store};
use crate::{
    access::{Access, policy::Resource},
    audit::{Event, Target},
    ctx::RequestCtx,
    db::Tx,
    error::{Error, Result},
    live::{LiveEvent, Topic},
    settings::{self, Stored, key, name_of},
};

/// Those who may see or change it.
pub(super) fn require_read(ctx: &RequestCtx) -> Result<()> {
    if ctx.may(Permission::SettingsRead, &Resource::All) {
        return Ok(());
    }
    ctx.require(Permission::SignInWrite, &Resource::All)
}

impl Access<'_> {
    /// The ways in that are open at a face now: certificates only while this process listens for them.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn ways_in(&self, face: Face) -> Result<Ways> {
        let ways = store::settings(self.domain.db().read()).await?.value.at(face);
        let listens = self.domain.inner.certificate_listener.get().is_some();
        Ok(Ways { certificate: ways.certificate && listens, ..ways })
    }

    /// How people sign in.
    ///
    /// # Errors
    /// Without `settings_read` or `sign_in_write`.
    pub async fn read_sign_in(&self, ctx: &RequestCtx) -> Result<SignInDetail> {
        require_read(ctx)?;
        self.detail(store::settings(self.domain.db().read()).await?).await
    }

    /// Changes how people sign in; counts from the next sign-in. With `version`, only that version.
    ///
    /// # Errors
    /// Without `sign_in_write`; `reauthentication_required`; `invalid_input` with `portal`, `console`
    /// or `rules`; `version_conflict`; `would_lock_out`.
    pub async fn update_sign_in(
        &self,
        ctx: &RequestCtx,
        input: &UpdateSignIn,
        version: Option<i64>,
    ) -> Result<SignInDetail> {
        let now = self.domain.clock().now();
        ctx.require(Permission::SignInWrite, &Resource::All)?;
        ctx.require_recent(now)?;
        let mut tx = self.domain.begin().await?;
        let stored = store::settings(tx.conn()).await?;
        if version.is_some_and(|version| version != stored.version()) {
            return Err(ErrorCode::VersionConflict.into());
        }
        let before = stored.value.clone();
        let after = SignInSettings {
            portal: input.portal.unwrap_or(before.portal),
            console: input.console.unwrap_or(before.console),
            rules: input.rules.clone().unwrap_or_else(|| before.rules.clone()),
            own_tokens: input.own_tokens.unwrap_or(before.own_tokens),
        };
        after.validate()?;
        if after == before {
            return self.detail(stored).await;
        }
        write(&tx, ctx, now, &before, &after).await?;
        if before.console.password && !after.console.password {
            lock_out::require_person(ctx)?;
        }
        lock_out::check_ready(self.domain, &tx, now, &after).await?;
        lock_out::check(self.domain, &tx, ctx, now).await?;
        tx.announce(LiveEvent::Changed { topic: Topic::Settings, id: uuid::Uuid::nil(), owner: None });
        let stored = store::settings(tx.conn()).await?;
        tx.commit().await?;
        self.detail(stored).await
    }

    async fn detail(&self, stored: Stored<SignInSettings>) -> Result<SignInDetail> {
        Ok(SignInDetail {
            version: stored.version(),
            certificate_url: self.certificate_url().await?,
            updated_at: stored.updated_at,
            updated_by: stored.updated_by,
            settings: stored.value,
        })
    }
}

/// Whether passwords count at a face.
pub(in crate::access) async fn allows_password(tx: &Tx, face: Face) -> Result<bool> {
    Ok(store::settings(tx.conn()).await?.value.at(face).password)
}

/// Whether people may make tokens for their own things, and those that they have count.
pub(in crate::access) async fn offers_own_tokens<C: ConnectionTrait>(db: &C) -> Result<bool> {
    Ok(store::settings(db).await?.value.own_tokens)
}

/// Lets passwords in at the console again, for those who hold the machine itself.
pub(in crate::access) async fn allow_password_at_console(
    tx: &Tx,
    ctx: &RequestCtx,
    now: Timestamp,
) -> Result<()> {
    let before = store::settings(tx.conn()).await?.value;
    if before.console.password {
        return Ok(());
    }
    let after = SignInSettings { console: Ways { password: true, ..before.console }, ..before.clone() };
    write(tx, ctx, now, &before, &after).await
}

async fn write(
    tx: &Tx,
    ctx: &RequestCtx,
    now: Timestamp,
    before: &SignInSettings,
    after: &SignInSettings,
) -> Result<()> {
    let value = serde_json::to_value(after).map_err(Error::internal)?;
    settings::put(tx, key::SIGN_IN, &value, &name_of(ctx), now).await?;
    let target = Target { kind: "settings", id: Some(key::SIGN_IN.to_owned()), name: None };
    let event = Event::done(AuditAction::SettingsChanged, target).change(Some(json!(before)), Some(value));
    tx.record(ctx, now, event).await
}
