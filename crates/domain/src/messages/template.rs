//! Templates: one per kind and language, filled by plain substitution of a closed list of variables
//! (product.md section 4). No expressions and no conditions: what differs is a value.
//!
//! The texts lie in `templates/<language>/<kind>/`; the HTML of all of them stands in one frame.

#[macro_use]
mod built_in;
mod arabic;
mod english;
mod fill;
mod frame;
mod french;
mod german;
mod japanese;
mod language;
mod moment;
mod spanish;
mod variable;

#[cfg(test)]
mod tests;

pub(super) use fill::{escape, one_line};
pub(super) use frame::is_slot;
pub(super) use language::{Language, WayIn};
pub(super) use variable::{Value, Values, Variable};

use std::borrow::Cow;

use types::TemplateTexts;

use crate::error::{Error, Result};
use fill::{Form, fill};

/// The texts of one kind of message in one language.
#[derive(Debug, Clone)]
pub(super) struct Template {
    /// One line, without secrets.
    subject: Cow<'static, str>,
    /// What mail programs show behind the subject in a list.
    preheader: Cow<'static, str>,
    /// The inside of the card.
    body: Cow<'static, str>,
    /// Below the card: why this came, and help.
    foot: Cow<'static, str>,
    /// The plain-text part, with the same facts.
    text: Cow<'static, str>,
    /// The text message, for kinds that go to telephones.
    sms: Option<Cow<'static, str>>,
}

impl Template {
    /// Texts that come with Gatehouse; the line break at a file's end is none of the text.
    fn built_in(
        subject: &'static str,
        preheader: &'static str,
        body: &'static str,
        foot: &'static str,
        text: &'static str,
        sms: Option<&'static str>,
    ) -> Self {
        let whole = |text: &'static str| Cow::Borrowed(text.trim_end_matches('\n'));
        Self {
            subject: whole(subject),
            preheader: whole(preheader),
            body: whole(body),
            foot: whole(foot),
            text: Cow::Borrowed(text),
            sms: sms.map(whole),
        }
    }

    /// Texts that somebody has written and that were checked.
    pub(super) fn from_texts(texts: TemplateTexts) -> Self {
        Self {
            subject: texts.subject.into(),
            preheader: texts.preheader.into(),
            body: texts.body.into(),
            foot: texts.foot.into(),
            text: texts.text.into(),
            sms: texts.sms.map(Cow::from),
        }
    }

    /// The texts as somebody would change them.
    pub(super) fn texts(&self) -> TemplateTexts {
        TemplateTexts {
            subject: self.subject.to_string(),
            preheader: self.preheader.to_string(),
            body: self.body.to_string(),
            foot: self.foot.to_string(),
            text: self.text.to_string(),
            sms: self.sms.as_deref().map(str::to_owned),
        }
    }

    /// The subject line.
    ///
    /// # Errors
    /// When the template asks for what is not there.
    pub(super) fn subject(&self, values: &Values) -> Result<String> {
        fill(&self.subject, values, Form::Line).map_err(Error::internal)
    }

    /// The plain-text part.
    ///
    /// # Errors
    /// When the template asks for what is not there.
    pub(super) fn text(&self, values: &Values) -> Result<String> {
        fill(&self.text, values, Form::Text).map_err(Error::internal)
    }

    /// The text message; nothing for kinds that do not go to telephones.
    ///
    /// # Errors
    /// When the template asks for what is not there.
    pub(super) fn sms(&self, values: &Values) -> Result<Option<String>> {
        self.sms.as_deref().map(|sms| fill(sms, values, Form::Line).map_err(Error::internal)).transpose()
    }

    /// The HTML document. `mark` is the address of the product's mark; `owner` the line beside it.
    ///
    /// # Errors
    /// When the template asks for what is not there.
    pub(super) fn html(
        &self,
        language: &Language,
        values: &Values,
        mark: &str,
        owner: &str,
    ) -> Result<String> {
        let document = frame::around(self, language, mark, owner);
        fill(&document, values, Form::Html).map_err(Error::internal)
    }
}
