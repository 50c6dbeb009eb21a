//! Logos: uploaded, shown, taken away.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use types::{AuditAction, ErrorCode, FieldCode, LogoRow, LogoTheme, Permission, UploadLogo, Validate};
use uuid::Uuid;

use super::{Look, store};
use crate::{
    access::policy::Resource,
    audit::{Event, Target},
    ctx::RequestCtx,
    error::{Error, Result},
    hex::hex,
    live::{LiveEvent, Topic},
    settings::{Setting as _, name_of},
};

/// Bytes of the hash that stand in an address: enough to tell one's own few logos from each other.
const TELLING: usize = 8;

/// A picture for whoever looks at a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogoFile {
    /// A PNG.
    pub png: Vec<u8>,
    /// What tells it from the one before it.
    pub hash: String,
}

impl Look<'_> {
    /// The logos that there are, the light one first.
    ///
    /// # Errors
    /// Without `settings_read`.
    pub async fn list_logos(&self, ctx: &RequestCtx) -> Result<Vec<LogoRow>> {
        ctx.require(Permission::SettingsRead, &Resource::All)?;
        store::rows(self.domain.db().read()).await
    }

    /// The picture of a logo, for every page: it is no secret.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn logo_file(&self, _ctx: &RequestCtx, theme: LogoTheme) -> Result<LogoFile> {
        let row = store::find(self.domain.db().read(), theme).await?.ok_or(ErrorCode::NotFound)?;
        Ok(LogoFile { png: row.content, hash: row.hash })
    }

    /// Shows a picture as the logo from now on, made anew from the file.
    ///
    /// # Errors
    /// Without `settings_write`; `invalid_input` with `file`: `required`, `too_long`, `not_supported` for what is no
    /// PNG, JPEG or WebP, `too_costly` for too many pixels, `malformed`.
    pub async fn upload_logo(
        &self,
        ctx: &RequestCtx,
        theme: LogoTheme,
        input: &UploadLogo,
    ) -> Result<LogoRow> {
        ctx.require(Permission::SettingsWrite, &Resource::All)?;
        input.validate()?;
        let file =
            STANDARD.decode(input.file.trim()).map_err(|_| Error::invalid("file", FieldCode::Malformed))?;
        if file.len() > UploadLogo::MAX_FILE {
            return Err(Error::invalid("file", FieldCode::TooLong));
        }
        let picture = self.domain.studio().redraw(file).await?;
        let hash = hex(Sha256::digest(&picture.png).get(..TELLING).unwrap_or_default());
        let now = self.domain.clock().now();
        let mut tx = self.domain.begin().await?;
        let before = store::row(tx.conn(), theme).await?;
        store::put(tx.conn(), theme, picture, &hash, name_of(ctx), now).await?;
        let stored = store::row(tx.conn(), theme).await?.ok_or(ErrorCode::Internal)?;
        tx.record(ctx, now, event(theme, before.as_ref(), Some(&stored))).await?;
        announce(&mut tx);
        tx.commit().await?;
        Ok(stored)
    }

    /// Takes a logo away, where there is one.
    ///
    /// # Errors
    /// Without `settings_write`.
    pub async fn remove_logo(&self, ctx: &RequestCtx, theme: LogoTheme) -> Result<()> {
        ctx.require(Permission::SettingsWrite, &Resource::All)?;
        let now = self.domain.clock().now();
        let mut tx = self.domain.begin().await?;
        let before = store::row(tx.conn(), theme).await?;
        if !store::delete(tx.conn(), theme).await? {
            return Ok(());
        }
        tx.record(ctx, now, event(theme, before.as_ref(), None)).await?;
        announce(&mut tx);
        tx.commit().await
    }
}

/// A change of the look, with the logo as the field that changed.
fn event(theme: LogoTheme, before: Option<&LogoRow>, after: Option<&LogoRow>) -> Event {
    let key = match theme {
        LogoTheme::Light => "logo",
        LogoTheme::Dark => "logo_dark",
    };
    let facts = |row: Option<&LogoRow>| match row {
        Some(row) => json!({ key: format!("{} × {}, {}", row.width, row.height, row.address) }),
        None => json!({ key: Value::Null }),
    };
    let target = Target { kind: "settings", id: Some(types::LookSettings::KEY.to_owned()), name: None };
    Event::done(AuditAction::SettingsChanged, target).change(Some(facts(before)), Some(facts(after)))
}

fn announce(tx: &mut crate::db::Tx) {
    tx.announce(LiveEvent::Changed { topic: Topic::Settings, id: Uuid::nil(), owner: None });
}
