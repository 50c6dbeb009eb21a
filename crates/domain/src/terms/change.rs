//! Publishing and withdrawing terms of use.

use serde_json::json;
use types::{AuditAction, ErrorCode, Permission, PublishTerms, TermsDetail, TermsKey, Validate};

use super::{Terms, list::possible, store};
use crate::{
    access::policy::Resource,
    audit::{Event, Target},
    ctx::RequestCtx,
    error::Result,
};

impl Terms<'_> {
    /// Brings a text into force: whoever registers a device from now on is asked to accept it. With
    /// `version`, only on top of that version. The same text changes nothing.
    ///
    /// # Errors
    /// Without `settings_write`; `not_found` for a country that there is not; `invalid_input`;
    /// `version_conflict`.
    pub async fn publish(
        &self,
        ctx: &RequestCtx,
        key: &TermsKey,
        input: &PublishTerms,
        version: Option<i64>,
    ) -> Result<TermsDetail> {
        ctx.require(Permission::SettingsWrite, &Resource::All)?;
        possible(key)?;
        input.validate()?;
        let text = input.text.replace("\r\n", "\n").trim().to_owned();
        self.change(ctx, key, Some(&text), version).await
    }

    /// Takes a text out of force: nobody is asked to accept it any more. Its versions and who has
    /// accepted them are kept.
    ///
    /// # Errors
    /// Without `settings_write`; `not_found` where there is no text; `version_conflict`.
    pub async fn withdraw(
        &self,
        ctx: &RequestCtx,
        key: &TermsKey,
        version: Option<i64>,
    ) -> Result<TermsDetail> {
        ctx.require(Permission::SettingsWrite, &Resource::All)?;
        possible(key)?;
        self.change(ctx, key, None, version).await
    }

    async fn change(
        &self,
        ctx: &RequestCtx,
        key: &TermsKey,
        text: Option<&str>,
        version: Option<i64>,
    ) -> Result<TermsDetail> {
        let now = self.domain.clock().now();
        let tx = self.domain.begin().await?;
        let latest = store::latest(tx.conn(), key).await?;
        let before = latest.as_ref().map_or(0, |row| row.version);
        if version.is_some_and(|version| version != before) {
            return Err(ErrorCode::VersionConflict.into());
        }
        if latest.is_none() && text.is_none() {
            return Err(ErrorCode::NotFound.into());
        }
        if latest.and_then(|row| row.text).as_deref() != text {
            store::put(&tx, ctx, now, key, before + 1, text).await?;
            let action = match text {
                Some(_) => AuditAction::TermsPublished,
                None => AuditAction::TermsWithdrawn,
            };
            let target = Target { kind: "terms", id: Some(key.to_string()), name: None };
            let event = Event::done(action, target).change(None, Some(json!({ "version": before + 1 })));
            tx.record(ctx, now, event).await?;
            tx.commit().await?;
        }
        self.detail(key).await
    }
}
