//! Changing a template.

use serde_json::json;
use types::{AuditAction, ErrorCode, Permission, TemplateDetail, TemplateKey, TemplatePart, TemplateTexts};

use super::{super::Messages, check, possible, store};
use crate::{
    access::policy::Resource,
    audit::{Event, Target},
    ctx::RequestCtx,
    error::Result,
};

impl Messages<'_> {
    /// Changes a template; counts from the next message. With `version`, only that version. Texts that
    /// are the same change nothing.
    ///
    /// # Errors
    /// Without `template_write`; `not_found` for a platform where the kind knows none; `invalid_input`
    /// with the place of what cannot stay; `version_conflict`.
    pub async fn save_template(
        &self,
        ctx: &RequestCtx,
        key: TemplateKey,
        input: &TemplateTexts,
        version: Option<i64>,
    ) -> Result<TemplateDetail> {
        ctx.require(Permission::TemplateWrite, &Resource::All)?;
        possible(&key)?;
        let texts = check::tidy(input);
        check::check(key.kind, &texts)?;
        let now = self.domain.clock().now();
        let tx = self.domain.begin().await?;
        let newest = store::newest(tx.conn(), &key).await?;
        let before = newest.as_ref().map_or(0, |row| row.version);
        if version.is_some_and(|version| version != before) {
            return Err(ErrorCode::VersionConflict.into());
        }
        let earlier = store::find(tx.conn(), key).await?.texts();
        if earlier != texts {
            let change = store::Change { before, texts: Some(&texts), restored: None };
            store::put(&tx, ctx, now, &key, change).await?;
            let parts: Vec<_> =
                TemplatePart::ALL.iter().filter(|part| earlier.part(**part) != texts.part(**part)).collect();
            let event = Event::done(AuditAction::TemplateChanged, target(&key))
                .change(None, Some(json!({ "version": before + 1, "texts": parts })));
            tx.record(ctx, now, event).await?;
            tx.commit().await?;
        }
        self.template_detail(key).await
    }
}

/// A template in the audit log.
pub(super) fn target(key: &TemplateKey) -> Target {
    Target { kind: "template", id: Some(key.to_string()), name: None }
}
