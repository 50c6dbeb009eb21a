//! Templates as administrators change them: every change is a version of its own, checked before it is
//! kept and never interpreted afterwards (product.md section 4, trust.md INJ-4).
//!
//! What is sent is looked for in this order: the changed texts for the device's platform, those for all
//! platforms, those that come with Gatehouse.

mod address;
mod check;
mod markup;
mod preview;
mod restore;
mod sample;
mod save;
mod store;
mod style;
#[cfg(test)]
mod tests;
mod trial;

pub(super) use sample::{facts as sample_facts, secrets as sample_secrets};
pub(super) use store::find;
pub(super) use trial::Trial;

use types::{
    ErrorCode, MessageKind, MessageLanguage, Permission, TemplateDetail, TemplateKey, TemplatePart,
    TemplateRow, TemplateVariable, TemplateVersion,
};

use super::{
    Messages,
    template::{Language, Variable},
};
use crate::{access::policy::Resource, ctx::RequestCtx, error::Result};

impl Messages<'_> {
    /// All templates: of every kind in every language those for all platforms, and those of single
    /// platforms that are changed.
    ///
    /// # Errors
    /// Without `settings_read`.
    pub async fn list_templates(&self, ctx: &RequestCtx) -> Result<Vec<TemplateRow>> {
        ctx.require(Permission::SettingsRead, &Resource::All)?;
        let changed = store::newest_of_all(self.domain.db().read()).await?;
        let mut rows = Vec::new();
        for kind in MessageKind::ALL {
            for language in MessageLanguage::ALL {
                let general = TemplateKey::general(*kind, *language);
                rows.push(changed.iter().find(|row| row.key == general).cloned().unwrap_or(TemplateRow {
                    key: general,
                    is_changed: false,
                    changed_at: None,
                    changed_by: None,
                }));
                let of_platforms = changed.iter().filter(|row| {
                    row.is_changed
                        && row.key != general
                        && (row.key.kind, row.key.language) == (*kind, *language)
                });
                rows.extend(of_platforms.cloned());
            }
        }
        Ok(rows)
    }

    /// A template with its texts and what they can name. A platform without texts of its own has those
    /// for all platforms.
    ///
    /// # Errors
    /// Without `settings_read`; `not_found` for a platform where the kind knows none.
    pub async fn find_template(&self, ctx: &RequestCtx, key: TemplateKey) -> Result<TemplateDetail> {
        ctx.require(Permission::SettingsRead, &Resource::All)?;
        possible(&key)?;
        self.template_detail(key).await
    }

    /// The changes of a template, newest first.
    ///
    /// # Errors
    /// Without `settings_read`; `not_found` for a platform where the kind knows none.
    pub async fn template_history(&self, ctx: &RequestCtx, key: TemplateKey) -> Result<Vec<TemplateVersion>> {
        ctx.require(Permission::SettingsRead, &Resource::All)?;
        possible(&key)?;
        store::history(self.domain.db().read(), &key).await
    }

    async fn template_detail(&self, key: TemplateKey) -> Result<TemplateDetail> {
        let db = self.domain.db().read();
        let newest = store::newest(db, &key).await?;
        let texts = store::find(db, key).await?.texts();
        let values = sample::values(self.domain, key).await?;
        let variables = Variable::ALL.iter().filter(|variable| variable.is_in(key.kind)).map(|variable| {
            let parts = TemplatePart::ALL.iter().copied();
            TemplateVariable {
                name: variable.name().to_owned(),
                sample: values.text_of(*variable).unwrap_or_default().to_owned(),
                parts: parts
                    .filter(|part| *part != TemplatePart::Sms || key.kind.is_sent_as_text_message())
                    .filter(|part| variable.may_stand_in(*part))
                    .collect(),
            }
        });
        Ok(TemplateDetail {
            texts,
            version: newest.as_ref().map_or(0, |row| row.version),
            variables: variables.collect(),
            row: match newest {
                Some(row) => store::to_row(&row)?,
                None => TemplateRow { key, is_changed: false, changed_at: None, changed_by: None },
            },
        })
    }
}

/// Goes on only for a template that there can be.
fn possible(key: &TemplateKey) -> Result<()> {
    match key.is_possible() {
        true => Ok(()),
        false => Err(ErrorCode::NotFound.into()),
    }
}

/// The texts that come with Gatehouse.
fn built_in(key: &TemplateKey) -> super::template::Template {
    (Language::of(key.language).template)(key.kind)
}
