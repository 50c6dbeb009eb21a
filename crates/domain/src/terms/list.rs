//! Looking at terms of use.

use types::{ErrorCode, Permission, TermsDetail, TermsId, TermsKey, TermsRow, TermsVersion, Timestamp};

use super::{Terms, store};
use crate::{access::policy::Resource, ctx::RequestCtx, error::Result};

impl Terms<'_> {
    /// All texts that there ever were, in their newest version.
    ///
    /// # Errors
    /// Without `settings_read`.
    pub async fn list(&self, ctx: &RequestCtx) -> Result<Vec<TermsRow>> {
        ctx.require(Permission::SettingsRead, &Resource::All)?;
        let db = self.domain.db().read();
        let newest = store::newest(db).await?;
        let accepted = store::accepted(db, newest.iter().map(|row| row.id)).await?;
        newest
            .into_iter()
            .map(|row| {
                Ok(TermsRow {
                    key: row.key()?,
                    version: row.version,
                    is_in_force: row.has_text,
                    changed_at: Timestamp::from_millis(row.changed_at),
                    accepted: accepted.get(&row.id).copied().unwrap_or_default(),
                    changed_by: row.changed_by,
                })
            })
            .collect()
    }

    /// A text with all its versions; without any where nobody has written one.
    ///
    /// # Errors
    /// Without `settings_read`; `not_found` for a country that there is not.
    pub async fn find(&self, ctx: &RequestCtx, key: &TermsKey) -> Result<TermsDetail> {
        ctx.require(Permission::SettingsRead, &Resource::All)?;
        possible(key)?;
        self.detail(key).await
    }

    pub(super) async fn detail(&self, key: &TermsKey) -> Result<TermsDetail> {
        let db = self.domain.db().read();
        let rows = store::versions(db, key).await?;
        let accepted = store::accepted(db, rows.iter().map(|row| row.id)).await?;
        let versions = rows.into_iter().map(|row| TermsVersion {
            id: TermsId(row.id),
            version: row.version,
            changed_at: Timestamp::from_millis(row.changed_at),
            changed_by: row.changed_by,
            text: row.text,
            accepted: accepted.get(&row.id).copied().unwrap_or_default(),
        });
        let versions: Vec<_> = versions.collect();
        Ok(TermsDetail {
            key: key.clone(),
            version: versions.first().map_or(0, |version| version.version),
            text: versions.first().and_then(|version| version.text.clone()),
            versions,
        })
    }
}

/// # Errors
/// `not_found` for a country that there is not.
pub(super) fn possible(key: &TermsKey) -> Result<()> {
    match key.is_possible() {
        true => Ok(()),
        false => Err(ErrorCode::NotFound.into()),
    }
}
