//! Message templates.

use leptos::prelude::*;
use types::{TemplateDetail, TemplateKey, TemplatePreview, TemplateRow, TemplateTexts, TemplateVersion};

#[cfg(feature = "ssr")]
use crate::request::request;
use crate::{codec::Json, request::Failure};

/// All templates.
#[server(prefix = "/_fn/console", endpoint = "templates/list", input = Json, output = Json)]
pub async fn list_templates() -> Result<Vec<TemplateRow>, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.messages().list_templates(&ctx).await?)
}

/// One template.
#[server(prefix = "/_fn/console", endpoint = "templates/find", input = Json, output = Json)]
pub async fn find_template(key: TemplateKey) -> Result<TemplateDetail, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.messages().find_template(&ctx, key).await?)
}

/// Its changes, newest first.
#[server(prefix = "/_fn/console", endpoint = "templates/history", input = Json, output = Json)]
pub async fn template_history(key: TemplateKey) -> Result<Vec<TemplateVersion>, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.messages().template_history(&ctx, key).await?)
}

/// Changes a template.
#[server(prefix = "/_fn/console", endpoint = "templates/save", input = Json, output = Json)]
pub async fn save_template(
    key: TemplateKey,
    texts: TemplateTexts,
    version: i64,
) -> Result<TemplateDetail, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.messages().save_template(&ctx, key, &texts, Some(version)).await?)
}

/// Brings back the texts of a version, or without one the built-in ones.
#[server(prefix = "/_fn/console", endpoint = "templates/restore", input = Json, output = Json)]
pub async fn restore_template(
    key: TemplateKey,
    restored: Option<i64>,
    version: i64,
) -> Result<TemplateDetail, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.messages().restore_template(&ctx, key, restored, Some(version)).await?)
}

/// The message that these texts would give. Its HTML is left out: a frame loads it as a document of its
/// own.
#[server(prefix = "/_fn/console", endpoint = "templates/preview", input = Json, output = Json)]
pub async fn preview_template(key: TemplateKey, texts: TemplateTexts) -> Result<TemplatePreview, Failure> {
    let (domain, ctx) = request()?;
    let scheme = types::PreviewScheme::Light;
    let preview = domain.messages().preview_template(&ctx, key, &texts, scheme).await?;
    Ok(TemplatePreview { html: String::new(), ..preview })
}

/// Sends the texts with sample data to whoever asks.
#[server(prefix = "/_fn/console", endpoint = "templates/test", input = Json, output = Json)]
pub async fn try_template(key: TemplateKey, texts: TemplateTexts) -> Result<(), Failure> {
    let (domain, ctx) = request()?;
    let me = ctx.signed_in()?.user_id;
    domain.messages().try_template(&ctx, key, &texts, me).await?;
    Ok(())
}
