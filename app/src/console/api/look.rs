//! The organisation's look: settings and logos.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use types::{LogoRow, LogoTheme, LookSettings, UploadLogo};

use super::settings::Stored;
#[cfg(feature = "ssr")]
use crate::request::request;
use crate::{codec::Json, request::Failure};

/// What the page of the look shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LookFound {
    /// The settings.
    pub stored: Stored<LookSettings>,
    /// The logos that there are, the light one first.
    pub logos: Vec<LogoRow>,
}

/// One thing done to the logos.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LogoChange {
    /// Shows a picture from now on.
    Upload(LogoTheme, UploadLogo),
    /// Shows none from now on.
    Remove(LogoTheme),
}

/// The look.
#[server(prefix = "/_fn/console", endpoint = "settings/look/read", input = Json, output = Json)]
pub async fn read_look() -> Result<LookFound, Failure> {
    let (domain, ctx) = request()?;
    let stored = domain.settings().read(&ctx).await?.into();
    Ok(LookFound { stored, logos: domain.look().list_logos(&ctx).await? })
}

/// Changes colour, links and texts.
#[server(prefix = "/_fn/console", endpoint = "settings/look/update", input = Json, output = Json)]
pub async fn update_look(input: LookSettings, version: Option<i64>) -> Result<Stored<LookSettings>, Failure> {
    let (domain, ctx) = request()?;
    Ok(domain.settings().update(&ctx, &input, version).await?.into())
}

/// Changes the logos, and gives all of them.
#[server(prefix = "/_fn/console", endpoint = "settings/look/logos", input = Json, output = Json)]
pub async fn change_logos(change: LogoChange) -> Result<Vec<LogoRow>, Failure> {
    let (domain, ctx) = request()?;
    let look = domain.look();
    match change {
        LogoChange::Upload(theme, input) => drop(look.upload_logo(&ctx, theme, &input).await?),
        LogoChange::Remove(theme) => look.remove_logo(&ctx, theme).await?,
    }
    Ok(look.list_logos(&ctx).await?)
}
