//! Bringing earlier texts back.

use serde_json::json;
use types::{AuditAction, ErrorCode, Permission, TemplateDetail, TemplateKey};

use super::{super::Messages, check, possible, save::target, store};
use crate::{access::policy::Resource, audit::Event, ctx::RequestCtx, error::Result};

impl Messages<'_> {
    /// Brings back the texts of a version, or without one those that come with Gatehouse; of a platform
    /// then those for all platforms count. This is a change like any other, and can be undone.
    ///
    /// # Errors
    /// Without `template_write`; `not_found`; `version_conflict`; `invalid_input` for texts that would
    /// be refused today.
    pub async fn restore_template(
        &self,
        ctx: &RequestCtx,
        key: TemplateKey,
        restored: Option<i64>,
        version: Option<i64>,
    ) -> Result<TemplateDetail> {
        ctx.require(Permission::TemplateWrite, &Resource::All)?;
        possible(&key)?;
        let now = self.domain.clock().now();
        let tx = self.domain.begin().await?;
        let newest = store::newest(tx.conn(), &key).await?;
        let before = newest.as_ref().map_or(0, |row| row.version);
        if version.is_some_and(|version| version != before) {
            return Err(ErrorCode::VersionConflict.into());
        }
        let stored = match restored {
            Some(restored) => store::version(tx.conn(), &key, restored).await?.texts,
            None => None,
        };
        let texts = stored.as_deref().map(store::read).transpose()?;
        if let Some(texts) = &texts {
            check::check(key.kind, texts)?;
        }
        let current = newest.as_ref().and_then(|row| row.texts.as_deref());
        if current != stored.as_deref() {
            let change = store::Change { before, texts: texts.as_ref(), restored };
            store::put(&tx, ctx, now, &key, change).await?;
            let event = Event::done(AuditAction::TemplateRestored, target(&key))
                .change(None, Some(json!({ "version": before + 1, "restored": restored })));
            tx.record(ctx, now, event).await?;
            tx.commit().await?;
        }
        self.template_detail(key).await
    }
}
