//! Terms of use that a person accepts while registering a device (product.md 3.6).

use serde::{Deserialize, Serialize};

use crate::{
    contact::CountryCode,
    error::{FieldCode, FieldError},
    ids::{DeviceId, TermsId, UserId},
    language::MessageLanguage,
    page::PageQuery,
    platform::Platform,
    time::Timestamp,
    validate::{Validate, check_line},
};

/// Which text: in a language, for devices of one country or of all that have none of their own.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TermsKey {
    /// The language.
    pub language: MessageLanguage,
    /// ISO 3166-1 alpha-2, in capitals; nothing for all countries.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
}

impl TermsKey {
    /// Whether the country is one.
    pub fn is_possible(&self) -> bool {
        self.country.as_deref().is_none_or(|code| CountryCode::all().any(|known| known == code))
    }
}

/// `de` or `de/AT`.
impl std::fmt::Display for TermsKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.language.as_str())?;
        self.country.as_deref().map_or(Ok(()), |country| write!(f, "/{country}"))
    }
}

/// A text as an administrator publishes it. Blank lines part paragraphs, `# ` begins a heading, `- ` an
/// entry of a list; nothing else in it is interpreted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PublishTerms {
    /// 1 to 65,536 bytes.
    pub text: String,
}

impl PublishTerms {
    /// How long a text may be, in bytes.
    pub const LONGEST: usize = 64 * 1024;
}

impl Validate for PublishTerms {
    fn check(&self, errors: &mut Vec<FieldError>) {
        let is_forbidden = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
        let code = if self.text.trim().is_empty() {
            FieldCode::Required
        } else if self.text.len() > Self::LONGEST {
            FieldCode::TooLong
        } else if self.text.chars().any(is_forbidden) {
            FieldCode::ForbiddenCharacters
        } else {
            return;
        };
        errors.push(FieldError::new("text", code));
    }
}

/// One text in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TermsRow {
    /// Which.
    #[serde(flatten)]
    pub key: TermsKey,
    /// Counts up from 1 with every change.
    pub version: i64,
    /// Whether people are asked to accept it; else it was withdrawn.
    pub is_in_force: bool,
    /// When it was published or withdrawn.
    pub changed_at: Timestamp,
    /// Who did.
    pub changed_by: String,
    /// How often this version was accepted.
    pub accepted: u64,
}

/// One version of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TermsVersion {
    /// Its id, which devices name when they accept it.
    pub id: TermsId,
    /// Counts up from 1.
    pub version: i64,
    /// When it was published, or all before it withdrawn.
    pub changed_at: Timestamp,
    /// Who did.
    pub changed_by: String,
    /// The text; nothing where it was withdrawn.
    pub text: Option<String>,
    /// How often it was accepted.
    pub accepted: u64,
}

/// A text with all its versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TermsDetail {
    /// Which.
    #[serde(flatten)]
    pub key: TermsKey,
    /// Counts the versions; 0 before the first.
    pub version: i64,
    /// The text in force; nothing where there is none.
    pub text: Option<String>,
    /// All versions, newest first.
    pub versions: Vec<TermsVersion>,
}

/// A text as somebody reads it who is asked to accept it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TermsText {
    /// What is named when it is accepted.
    pub id: TermsId,
    /// Which.
    #[serde(flatten)]
    pub key: TermsKey,
    /// Its version.
    pub version: i64,
    /// The text; see [`PublishTerms`].
    pub text: String,
}

/// That somebody has accepted a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TermsAcceptance {
    /// Who.
    pub user_id: UserId,
    /// Their name.
    pub user_name: String,
    /// The name that they sign in with.
    pub username: String,
    /// For which device record.
    pub device_id: DeviceId,
    /// What kind of device.
    pub platform: Platform,
    /// Which text.
    #[serde(flatten)]
    pub key: TermsKey,
    /// In which version.
    pub version: i64,
    /// When.
    pub accepted_at: Timestamp,
    /// From which network address.
    pub address: Option<String>,
}

/// Which acceptances.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AcceptanceQuery {
    /// Part of a person's name, user name or address.
    pub q: Option<String>,
    /// One person.
    pub user_id: Option<UserId>,
    /// In one language.
    pub language: Option<MessageLanguage>,
    /// Texts of one country.
    pub country: Option<String>,
    /// One version.
    pub version: Option<i64>,
    /// Devices of one kind.
    pub platform: Option<Platform>,
    /// Not earlier.
    pub from: Option<Timestamp>,
    /// Earlier than this.
    pub until: Option<Timestamp>,
    /// Which page.
    #[serde(flatten)]
    pub page: PageQuery,
}

impl Validate for AcceptanceQuery {
    fn check(&self, errors: &mut Vec<FieldError>) {
        if let Some(q) = &self.q {
            check_line("q", q, 0, 200, errors);
        }
        if self.country.as_deref().is_some_and(|code| CountryCode::parse(code).is_err()) {
            errors.push(FieldError::new("country", FieldCode::UnknownValue));
        }
        self.page.check(errors);
    }
}

/// A part of a text, as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TermsBlock<'a> {
    /// A heading.
    Heading(&'a str),
    /// Entries of a list.
    List(Vec<&'a str>),
    /// A paragraph of these lines.
    Paragraph(Vec<&'a str>),
}

/// The parts of a text.
pub fn blocks(text: &str) -> Vec<TermsBlock<'_>> {
    let mut blocks: Vec<TermsBlock<'_>> = Vec::new();
    let mut ended = true;
    for line in text.lines().map(str::trim_end) {
        let (heading, entry) = (line.strip_prefix("# "), line.strip_prefix("- "));
        match (heading, entry, blocks.last_mut()) {
            _ if line.trim().is_empty() => {
                ended = true;
                continue;
            }
            (Some(heading), _, _) => blocks.push(TermsBlock::Heading(heading.trim())),
            (_, Some(entry), Some(TermsBlock::List(entries))) if !ended => entries.push(entry.trim()),
            (_, Some(entry), _) => blocks.push(TermsBlock::List(vec![entry.trim()])),
            (_, _, Some(TermsBlock::Paragraph(lines))) if !ended => lines.push(line.trim()),
            _ => blocks.push(TermsBlock::Paragraph(vec![line.trim()])),
        }
        ended = false;
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_falls_into_headings_lists_and_paragraphs() {
        let text = "# Use\r\nOne\r\ntwo\r\n\r\n- a\n- b\n\n- c\n<b>kept</b>\n#no heading";
        assert_eq!(
            blocks(text),
            [
                TermsBlock::Heading("Use"),
                TermsBlock::Paragraph(vec!["One", "two"]),
                TermsBlock::List(vec!["a", "b"]),
                TermsBlock::List(vec!["c"]),
                TermsBlock::Paragraph(vec!["<b>kept</b>", "#no heading"]),
            ]
        );
        assert_eq!(blocks(" \n\n"), []);
    }

    #[test]
    fn what_is_published_is_a_text() {
        let code =
            |text: &str| PublishTerms { text: text.to_owned() }.validate().err().map(|e| e.fields[0].code);
        assert_eq!(code("Yes.\r\n\tNo."), None);
        assert_eq!(code(" \n "), Some(FieldCode::Required));
        assert_eq!(code("a\0b"), Some(FieldCode::ForbiddenCharacters));
        assert_eq!(code(&"x".repeat(PublishTerms::LONGEST + 1)), Some(FieldCode::TooLong));
    }
}
