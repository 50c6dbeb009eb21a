//! Message templates as administrators change them (product.md section 4).

use serde::{Deserialize, Serialize};

use crate::{
    error::{FieldCode, FieldError},
    language::MessageLanguage,
    message::MessageKind,
    platform::{Platform, words},
    time::Timestamp,
    validate::Validate,
};

/// Which template: of a kind, in a language, for devices of one platform or of all that have none of
/// their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TemplateKey {
    /// The kind of message.
    pub kind: MessageKind,
    /// The language.
    pub language: MessageLanguage,
    /// The platform, for kinds about a registration; nothing for all platforms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub platform: Option<Platform>,
}

impl TemplateKey {
    /// The template for all platforms.
    pub fn general(kind: MessageKind, language: MessageLanguage) -> Self {
        Self { kind, language, platform: None }
    }

    /// Whether there can be one: only messages about a registration know a platform.
    pub fn is_possible(&self) -> bool {
        self.platform.is_none() || self.kind.is_about_a_registration()
    }
}

/// `registration/de` or `registration/de/ios`.
impl std::fmt::Display for TemplateKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.kind, self.language)?;
        self.platform.map_or(Ok(()), |platform| write!(f, "/{platform}"))
    }
}

words! {
    /// The texts that a template is made of.
    TemplatePart {
        /// The subject line.
        Subject = "subject",
        /// What mail programs show behind the subject in a list.
        Preheader = "preheader",
        /// The inside of the card, HTML.
        Body = "body",
        /// Below the card: why this came, and help; HTML.
        Foot = "foot",
        /// The plain-text part.
        Text = "text",
        /// The text message to a telephone.
        Sms = "sms",
    }
}

impl TemplatePart {
    /// How long it may be, in bytes.
    pub fn longest(self) -> usize {
        match self {
            Self::Subject => 200,
            Self::Preheader => 300,
            Self::Body => 64 * 1024,
            Self::Foot => 16 * 1024,
            Self::Text => 32 * 1024,
            Self::Sms => 1_000,
        }
    }

    /// Whether it is one line.
    pub fn is_line(self) -> bool {
        matches!(self, Self::Subject | Self::Preheader)
    }

    /// Whether it is HTML.
    pub fn is_html(self) -> bool {
        matches!(self, Self::Body | Self::Foot)
    }
}

/// The texts of a template. Variables are written `$NAME$`; nothing else in them is interpreted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TemplateTexts {
    /// The subject line: one line without secrets, up to 200 bytes.
    pub subject: String,
    /// What mail programs show behind the subject in a list: one line without secrets, up to 300 bytes.
    #[serde(default)]
    pub preheader: String,
    /// The inside of the card: HTML of a few elements, up to 64 KiB.
    pub body: String,
    /// Below the card, as the body, up to 16 KiB.
    #[serde(default)]
    pub foot: String,
    /// The plain-text part, up to 32 KiB.
    pub text: String,
    /// The text message, for kinds that go to telephones, up to 1,000 bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sms: Option<String>,
}

impl TemplateTexts {
    /// One of the texts; nothing for a text message that this kind does not have.
    pub fn part(&self, part: TemplatePart) -> Option<&str> {
        Some(match part {
            TemplatePart::Subject => &self.subject,
            TemplatePart::Preheader => &self.preheader,
            TemplatePart::Body => &self.body,
            TemplatePart::Foot => &self.foot,
            TemplatePart::Text => &self.text,
            TemplatePart::Sms => return self.sms.as_deref(),
        })
    }
}

impl Validate for TemplateTexts {
    fn check(&self, errors: &mut Vec<FieldError>) {
        for part in TemplatePart::ALL {
            let Some(text) = self.part(*part) else { continue };
            let may_be_empty = matches!(part, TemplatePart::Preheader | TemplatePart::Foot);
            let is_forbidden = |c: char| c.is_control() && (part.is_line() || !matches!(c, '\n' | '\t'));
            let code = if text.trim().is_empty() && !may_be_empty {
                FieldCode::Required
            } else if text.len() > part.longest() {
                FieldCode::TooLong
            } else if text.chars().any(is_forbidden) {
                FieldCode::ForbiddenCharacters
            } else {
                continue;
            };
            errors.push(FieldError::new(part.as_str(), code));
        }
    }
}

/// One template in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TemplateRow {
    /// Which.
    #[serde(flatten)]
    pub key: TemplateKey,
    /// Whether it differs from what comes with Gatehouse.
    pub is_changed: bool,
    /// When it was last changed or restored.
    pub changed_at: Option<Timestamp>,
    /// Who did.
    pub changed_by: Option<String>,
}

/// A template with its texts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TemplateDetail {
    /// The row.
    #[serde(flatten)]
    pub row: TemplateRow,
    /// The texts that are sent. Where a platform has none of its own, those for all platforms.
    pub texts: TemplateTexts,
    /// Counts the changes; 0 before the first.
    pub version: i64,
    /// What the texts can name.
    pub variables: Vec<TemplateVariable>,
}

/// A variable that a kind of message knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TemplateVariable {
    /// Its name between the dollar signs.
    pub name: String,
    /// What it stands for in the preview.
    pub sample: String,
    /// The texts that it can stand in.
    pub parts: Vec<TemplatePart>,
}

/// A change of a template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TemplateVersion {
    /// Counts up from 1.
    pub version: i64,
    /// When.
    pub changed_at: Timestamp,
    /// Who.
    pub changed_by: String,
    /// The texts; nothing where the built-in ones were restored.
    pub texts: Option<TemplateTexts>,
    /// The version that was restored.
    pub restored: Option<i64>,
}

/// What to restore.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RestoreTemplate {
    /// The version whose texts come back; without it those that come with Gatehouse.
    #[serde(default)]
    pub version: Option<i64>,
}

words! {
    /// How a preview is lit: as mail programs show it by day or by night.
    PreviewScheme {
        /// Dark on light.
        Light = "light",
        /// Light on dark.
        Dark = "dark",
    }
}

/// A message made from a template with sample data, by the code that makes those that are sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TemplatePreview {
    /// The subject line.
    pub subject: String,
    /// The whole HTML document with its images as `data:` URLs.
    pub html: String,
    /// The plain-text part.
    pub text: String,
    /// The text message.
    pub sms: Option<String>,
}
