//! The organisation's own app, where it has one.

use serde::{Deserialize, Serialize};

use crate::{
    error::{FieldCode, FieldError},
    settings::PlatformFamily,
    validate::{Validate, check_line, check_optional},
};

/// The app that people get first, and where. Without a name nothing of it is shown.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct AppSettings {
    /// Its name in the stores, up to 60 characters.
    pub name: Option<String>,
    /// `https` link to it in Apple's store.
    pub apple_link: Option<String>,
    /// `https` link to it in Google's store.
    pub android_link: Option<String>,
}

impl AppSettings {
    /// Name and link for a family of platforms, where both are set.
    pub fn for_family(&self, family: PlatformFamily) -> Option<(&str, &str)> {
        let link = match family {
            PlatformFamily::Apple => self.apple_link.as_deref(),
            PlatformFamily::Android => self.android_link.as_deref(),
            PlatformFamily::Windows | PlatformFamily::Linux => None,
        };
        self.name.as_deref().zip(link)
    }
}

impl Validate for AppSettings {
    fn check(&self, errors: &mut Vec<FieldError>) {
        check_line("app.name", self.name.as_deref().unwrap_or_default(), 0, 60, errors);
        check_optional("app.apple_link", self.apple_link.as_deref(), check_link, errors);
        check_optional("app.android_link", self.android_link.as_deref(), check_link, errors);
    }
}

fn check_link(link: &str) -> Result<(), FieldCode> {
    const MOST: usize = 500;
    let host = link.strip_prefix("https://").ok_or(FieldCode::Malformed)?;
    let is_plain = link.chars().all(|c| c.is_ascii_graphic() && !matches!(c, '"' | '<' | '>' | '\\'));
    match host.split('/').next() {
        Some(name) if name.contains('.') && !name.contains('@') && is_plain && link.len() <= MOST => Ok(()),
        _ => Err(FieldCode::Malformed),
    }
}
