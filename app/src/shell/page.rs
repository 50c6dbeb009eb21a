//! What a page knows about itself on both sides.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The colours a person wants: their own choice is in the cookie `theme`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    /// As the system says.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Theme {
    /// Reads the value of the cookie `theme`; anything unknown follows the system.
    #[must_use]
    pub fn from_cookie(value: &str) -> Self {
        match value {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::System,
        }
    }

    /// The value of `data-theme` on the root element; none follows the system.
    #[must_use]
    pub fn attribute(self) -> Option<&'static str> {
        match self {
            Self::System => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }
}

/// The signed-in person, as the frame shows them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Viewer {
    /// Id of the user.
    pub id: String,
    /// What they sign in as.
    pub username: String,
    /// What people call them.
    pub display_name: String,
    /// Where messages go, when known.
    pub email: Option<String>,
    /// One word under the name in the console, such as "Administrator".
    pub role: String,
    /// Their rights as words (`register`, `lock`, …), to hide what they may not do. The server
    /// decides again on every call.
    pub rights: Vec<String>,
}

impl Viewer {
    /// Whether the person has a right.
    #[must_use]
    pub fn may(&self, right: &str) -> bool {
        self.rights.iter().any(|held| held == right)
    }
}

/// What the server tells a page; it is in the document, so that both sides render the same.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageInfo {
    /// Name of the organisation, as given at set-up.
    pub organisation: String,
    /// Whom to ask, such as "IT desk, extension 4400"; empty when nobody is named.
    pub help: String,
    /// The person who is signed in.
    pub viewer: Option<Viewer>,
    /// When the server rendered the page, in milliseconds since 1970. All relative times of the
    /// first rendering count from here.
    pub now_ms: i64,
    /// The public URL, without a slash at the end.
    pub public_url: String,
    /// The colours asked for.
    pub theme: Theme,
}

/// Makes the facts of the page available to everything below; called once by each face.
///
/// On the server they come from the page context, in the browser from the document.
pub fn provide_page_info() {
    let info = SharedValue::new(|| use_context::<PageInfo>().unwrap_or_default()).into_inner();
    provide_context(info);
}

/// The facts of the page.
#[must_use]
pub fn page_info() -> PageInfo {
    use_context().unwrap_or_default()
}
