//! A message made from texts that are not saved yet, with sample data.

use types::{Permission, PreviewScheme, TemplateKey, TemplatePreview, TemplateTexts};

use super::{
    super::{
        Messages,
        render::{Images, render},
        template::Template,
    },
    check, possible, sample,
};
use crate::{access::policy::Resource, ctx::RequestCtx, error::Result};

/// How the frame asks whether it is night; see `templates/frame.html`.
const AT_NIGHT: &str = "@media (prefers-color-scheme: dark)";

impl Messages<'_> {
    /// Makes the message that these texts give, by the code that makes those that are sent.
    ///
    /// # Errors
    /// Without `settings_read`; `not_found` for a platform where the kind knows none; `invalid_input`
    /// with the place of what cannot stay.
    pub async fn preview_template(
        &self,
        ctx: &RequestCtx,
        key: TemplateKey,
        input: &TemplateTexts,
        scheme: PreviewScheme,
    ) -> Result<TemplatePreview> {
        ctx.require(Permission::SettingsRead, &Resource::All)?;
        possible(&key)?;
        let texts = check::tidy(input);
        check::check(key.kind, &texts)?;
        let template = Template::from_texts(texts);
        let facts = sample::facts(self.domain.db().read(), self.domain.clock().now(), key, template).await?;
        let (public_url, _) = self.public_url().await?;
        let letter = render(&facts, &public_url, Some(&sample::secrets()), Images::Inside)?;
        let always = match scheme {
            PreviewScheme::Light => "@media not all",
            PreviewScheme::Dark => "@media all",
        };
        // The one place is in the frame's own styles: the texts of a template hold none.
        let html = letter.html.replacen(AT_NIGHT, always, 1);
        Ok(TemplatePreview { subject: letter.subject, html, text: letter.text, sms: letter.sms })
    }
}
