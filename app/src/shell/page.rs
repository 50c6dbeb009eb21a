//! What a page knows about itself on both sides.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use types::{Offset, Ownership, Platform, Timestamp, Viewer};

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

/// What the server tells a page; it is in the document, so that both sides render the same.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageInfo {
    /// Name of the organisation, as given at set-up.
    pub organisation: String,
    /// Whom to ask, such as "IT desk, extension 4400"; empty when nobody is named.
    pub help: String,
    /// Where the organisation says what it does with what it knows; empty when nowhere.
    pub privacy_url: String,
    /// The organisation's logo as a piece of document, in the place of the wordmark; empty without one.
    pub logo: String,
    /// The person who is signed in.
    pub viewer: Option<Viewer>,
    /// When the server rendered the page. All relative times of the first rendering count from here.
    pub now: Timestamp,
    /// The public URL, without a slash at the end.
    pub public_url: String,
    /// The colours asked for.
    pub theme: Theme,
    /// The clock changes around now in the time zone that the person chose, in order; empty for that of
    /// the browser.
    pub offsets: Vec<Offset>,
    /// The platforms whose devices can register.
    pub platforms: Vec<Platform>,
    /// Whether some channel asks for a PIN, so that people can ask for one.
    pub pins_are_on: bool,
    /// Whether text messages can leave.
    pub text_messages: bool,
    /// Whose devices are where nothing else is said.
    pub default_ownership: Option<Ownership>,
}

/// Makes the facts of the page available to everything below; called once by each face.
///
/// On the server they come from the page context, in the browser from the document.
pub fn provide_page_info() {
    let info = SharedValue::new(|| use_context::<PageInfo>().unwrap_or_default()).into_inner();
    provide_context(info);
    crate::ui::provide_clock();
}

/// The facts of the page.
///
/// Whether to show a control: `page_info().viewer.is_some_and(|v| v.may(Permission::OwnLock))`. The
/// server decides again on every call.
#[must_use]
pub fn page_info() -> PageInfo {
    use_context().unwrap_or_default()
}
