//! How Gatehouse looks and speaks as the organisation's: accent colour, links, and texts in several languages.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    colour::Colour,
    contact::EmailAddress,
    error::{FieldCode, FieldError},
    language::MessageLanguage,
    validate::{Validate, check_line, check_optional},
};

/// The organisation's look, and what its people read for help. Logos are files and kept apart.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct LookSettings {
    /// One colour, `#rrggbb`, from which all accents are derived; nothing for verdigris.
    pub accent: Option<String>,
    /// Where the organisation says what it does with what it knows: `https`.
    pub privacy_url: Option<String>,
    /// Up to six links on the page with help.
    pub links: Vec<Link>,
    /// What people read, by language.
    pub texts: BTreeMap<MessageLanguage, LookTexts>,
}

/// A link on the page with help.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// What it leads to, 1 to 60 characters.
    pub label: String,
    /// `https://…`, `mailto:…` or `tel:…`, up to 500 characters.
    pub url: String,
}

/// What people read in one language. What is empty is said in the organisation's language, then in English.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct LookTexts {
    /// One line at sign-in, up to 200 characters.
    pub welcome: String,
    /// What stands first on the page with help, up to 2,000 characters. Plain text: a blank line begins a
    /// paragraph, and nothing is interpreted.
    pub help: String,
}

impl LookSettings {
    /// How many links there may be.
    pub const MOST_LINKS: usize = 6;
    /// Longest label of a link, in characters.
    pub const LABEL: usize = 60;
    /// Longest line at sign-in, in characters.
    pub const WELCOME: usize = 200;
    /// Longest text for help, in characters.
    pub const HELP: usize = 2_000;

    /// The chosen colour.
    #[must_use]
    pub fn colour(&self) -> Option<Colour> {
        self.accent.as_deref().and_then(|text| Colour::parse(text).ok())
    }

    /// The line at sign-in for a reader of this language, if there is any.
    #[must_use]
    pub fn welcome(&self, reader: MessageLanguage, organisation: MessageLanguage) -> Option<&str> {
        self.text(reader, organisation, |texts| &texts.welcome).map(|(_, text)| text)
    }

    /// The text for help for a reader of this language, if there is any, and the language it is in.
    #[must_use]
    pub fn help(
        &self,
        reader: MessageLanguage,
        organisation: MessageLanguage,
    ) -> Option<(MessageLanguage, &str)> {
        self.text(reader, organisation, |texts| &texts.help)
    }

    fn text(
        &self,
        reader: MessageLanguage,
        organisation: MessageLanguage,
        part: impl Fn(&LookTexts) -> &String,
    ) -> Option<(MessageLanguage, &str)> {
        [reader, organisation, MessageLanguage::English].into_iter().find_map(|language| {
            let text = self.texts.get(&language).map(&part)?.trim();
            (!text.is_empty()).then_some((language, text))
        })
    }

    /// The one form of what can be written in several ways: without spaces around, and without what says nothing.
    #[must_use]
    pub fn tidy(mut self) -> Self {
        self.accent = self.colour().map(|colour| colour.to_string());
        self.privacy_url = self.privacy_url.map(|url| url.trim().to_owned()).filter(|url| !url.is_empty());
        for link in &mut self.links {
            link.label = link.label.trim().to_owned();
            link.url = link.url.trim().to_owned();
        }
        for texts in self.texts.values_mut() {
            texts.welcome = texts.welcome.trim().to_owned();
            texts.help = texts.help.replace("\r\n", "\n").trim().to_owned();
        }
        self.texts.retain(|_, texts| *texts != LookTexts::default());
        self
    }
}

impl Validate for LookSettings {
    fn check(&self, errors: &mut Vec<FieldError>) {
        check_optional("accent", self.accent.as_deref(), Colour::parse, errors);
        check_optional("privacy_url", self.privacy_url.as_deref(), check_https, errors);
        if self.links.len() > Self::MOST_LINKS {
            errors.push(FieldError::new("links", FieldCode::TooMany));
        }
        for (index, link) in self.links.iter().enumerate() {
            check_line(&format!("links[{index}].label"), &link.label, 1, Self::LABEL, errors);
            if let Err(code) = check_url(&link.url) {
                errors.push(FieldError::new(format!("links[{index}].url"), code));
            }
        }
        for (language, texts) in &self.texts {
            check_line(&format!("texts.{language}.welcome"), &texts.welcome, 0, Self::WELCOME, errors);
            if let Some(code) = fault_of_paragraphs(&texts.help) {
                errors.push(FieldError::new(format!("texts.{language}.help"), code));
            }
        }
    }
}

/// A link of one of the three kinds that a browser opens without running anything.
fn check_url(url: &str) -> Result<(), FieldCode> {
    const NUMBER: usize = 32;
    let url = url.trim();
    if url.is_empty() {
        return Err(FieldCode::Required);
    }
    if let Some(address) = url.strip_prefix("mailto:") {
        return EmailAddress::parse(address).map(|_| ());
    }
    if let Some(number) = url.strip_prefix("tel:") {
        let is_digit = |c: char| c.is_ascii_digit() || matches!(c, '-' | '.' | '(' | ')');
        let digits = number.strip_prefix('+').unwrap_or(number);
        let has_digits = digits.chars().filter(char::is_ascii_digit).count() >= 2;
        return match has_digits && digits.len() <= NUMBER && digits.chars().all(is_digit) {
            true => Ok(()),
            false => Err(FieldCode::Malformed),
        };
    }
    check_https(url)
}

fn check_https(url: &str) -> Result<(), FieldCode> {
    const MOST: usize = 500;
    let url = url.trim();
    if url.len() > MOST {
        return Err(FieldCode::TooLong);
    }
    let rest = url.strip_prefix("https://").ok_or(FieldCode::Malformed)?;
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let begins = host.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '[');
    let is_plain = url.chars().all(|c| c.is_ascii_graphic() && !matches!(c, '"' | '<' | '>' | '\\' | '`'));
    // Before an @ stands a name that looks like the host and is not.
    match begins && is_plain && !host.contains('@') {
        true => Ok(()),
        false => Err(FieldCode::Malformed),
    }
}

/// What is wrong with a text of several lines.
fn fault_of_paragraphs(text: &str) -> Option<FieldCode> {
    if text.trim().chars().count() > LookSettings::HELP {
        return Some(FieldCode::TooLong);
    }
    let is_forbidden = |c: char| {
        (c.is_control() && !matches!(c, '\n' | '\r'))
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().any(is_forbidden).then_some(FieldCode::ForbiddenCharacters)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_run_nothing_and_hide_no_host() {
        for good in [
            "https://intranet.vellmere.example/help?topic=phones#lost",
            "https://intranet/",
            "https://[2001:db8::1]:8443/",
            "mailto:help@vellmere.example",
            "tel:+47-400-55-014",
            "tel:4400",
        ] {
            assert_eq!(check_url(good), Ok(()), "{good}");
        }
        for bad in [
            "http://vellmere.example",
            "javascript:alert(1)",
            "JAVASCRIPT:alert(1)",
            "data:text/html,x",
            "https://",
            "https:///x",
            "https://vellmere.example@elsewhere.example/",
            "https://vellmere.example/\" onclick=\"",
            "//vellmere.example",
            "/help",
            "mailto:",
            "mailto:a@b.example?cc=c@d.example",
            "tel:",
            "tel:call-me",
        ] {
            assert!(check_url(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_reader_without_a_text_gets_that_of_the_organisation_then_english() {
        use MessageLanguage::{English, French, German, Japanese};
        let texts = |welcome: &str, help: &str| LookTexts { welcome: welcome.into(), help: help.into() };
        let look = LookSettings {
            texts: [
                (English, texts("Welcome", "")),
                (German, texts(" ", "Hilfe")),
                (French, texts("Salut", "")),
            ]
            .into(),
            ..LookSettings::default()
        };
        assert_eq!(look.welcome(French, German), Some("Salut"));
        assert_eq!(look.welcome(German, German), Some("Welcome"));
        assert_eq!(look.help(Japanese, German), Some((German, "Hilfe")));
        assert_eq!(look.help(Japanese, French), None);
    }

    #[test]
    fn what_is_wrong_is_named_by_its_place() {
        let look = LookSettings {
            accent: Some("teal".into()),
            links: vec![Link { label: String::new(), url: "ftp://a".into() }],
            texts: [(MessageLanguage::German, LookTexts { welcome: "a\nb".into(), help: "\u{7}".into() })]
                .into(),
            ..LookSettings::default()
        };
        let error = look.validate().unwrap_err();
        assert_eq!(error.field("accent"), Some(FieldCode::Malformed));
        assert_eq!(error.field("links[0].label"), Some(FieldCode::Required));
        assert_eq!(error.field("links[0].url"), Some(FieldCode::Malformed));
        assert_eq!(error.field("texts.de.welcome"), Some(FieldCode::ForbiddenCharacters));
        assert_eq!(error.field("texts.de.help"), Some(FieldCode::ForbiddenCharacters));
    }
}
