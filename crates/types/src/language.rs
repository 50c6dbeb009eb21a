//! The languages that messages are written in.

use serde::{Deserialize, Serialize};

use crate::platform::words;

words! {
    /// A language that Gatehouse writes messages in, by its BCP 47 tag.
    MessageLanguage {
        /// English, which everything exists in.
        English = "en",
        /// German.
        German = "de",
        /// French.
        French = "fr",
        /// Spanish.
        Spanish = "es",
        /// Japanese.
        Japanese = "ja",
        /// Arabic, written from right to left.
        Arabic = "ar",
    }
}

impl Default for MessageLanguage {
    /// English.
    fn default() -> Self {
        Self::English
    }
}

impl MessageLanguage {
    /// The language of a tag such as `de` or `pt-BR`, where messages are written in it. Its region
    /// counts for nothing: `de-AT` is German.
    pub fn of_tag(tag: &str) -> Option<Self> {
        let primary = tag.split('-').next().unwrap_or(tag);
        Self::ALL.iter().copied().find(|language| language.as_str().eq_ignore_ascii_case(primary))
    }

    /// Its name, in itself.
    pub fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::German => "Deutsch",
            Self::French => "Français",
            Self::Spanish => "Español",
            Self::Japanese => "日本語",
            Self::Arabic => "العربية",
        }
    }

    /// `rtl` where it is written from right to left, else `ltr`.
    pub fn direction(self) -> &'static str {
        match self {
            Self::Arabic => "rtl",
            _ => "ltr",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_does_not_matter_and_an_unknown_language_is_none() {
        assert_eq!(MessageLanguage::of_tag("de-AT"), Some(MessageLanguage::German));
        assert_eq!(MessageLanguage::of_tag("AR"), Some(MessageLanguage::Arabic));
        assert_eq!(MessageLanguage::of_tag("nb"), None);
        assert_eq!(MessageLanguage::of_tag(""), None);
    }
}
